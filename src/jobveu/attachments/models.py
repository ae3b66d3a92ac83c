from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.attachments.enums import FileKind, OwnerKind, ScanResult
from jobveu.common.constraints import known_choice
from jobveu.common.history import History

OWNERS_IN_PROJECT = tuple(kind for kind in OwnerKind if kind is not OwnerKind.PROJECT)


def _none_but(kind: OwnerKind | None) -> Q:
    return Q(**{f"{other.value}__isnull": other is not kind for other in OWNERS_IN_PROJECT})


class Attachment(models.Model):
    """A file that belongs to exactly one record: one of the project's, or the project itself. The content lies,
    encrypted, in the store under the name `stored_as`; a row is made after its file and goes before it."""

    removal_refused = _("Fjern først de filer, der er vedhæftet.")
    """What is said to whoever removes a record that files are attached to (common.errors)."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="attachments")
    agreement = models.ForeignKey(
        "projects.Agreement", on_delete=models.RESTRICT, null=True, related_name="+"
    )
    endorsement = models.ForeignKey(
        "projects.Endorsement", on_delete=models.RESTRICT, null=True, related_name="+"
    )
    meeting = models.ForeignKey("projects.Meeting", on_delete=models.RESTRICT, null=True, related_name="+")
    commitment = models.ForeignKey(
        "projects.Commitment", on_delete=models.RESTRICT, null=True, related_name="+"
    )
    procurement = models.ForeignKey(
        "projects.Procurement", on_delete=models.RESTRICT, null=True, related_name="+"
    )
    offer = models.ForeignKey("projects.Offer", on_delete=models.RESTRICT, null=True, related_name="+")
    course = models.ForeignKey("education.Course", on_delete=models.RESTRICT, null=True, related_name="+")
    stored_as = models.UUIDField()
    name = models.CharField(_("Filens navn"), max_length=200)
    kind = models.CharField(_("Filtype"), max_length=10, choices=FileKind)
    size = models.PositiveBigIntegerField(_("Størrelse"))
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("Hvad viser filen?"), max_length=300, blank=True)
    scan = models.CharField(_("Virusscanning"), max_length=20, choices=ScanResult)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    history = History(parent="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, [_none_but(kind) for kind in (None, *OWNERS_IN_PROJECT)]),
                name="attachment_of_one_record",
                violation_error_message=_("En fil hører til én ting i projektet."),
            ),
            models.UniqueConstraint(
                "stored_as",
                name="attachment_stored_once",
                violation_error_message=_("Filen er allerede gemt."),
            ),
            known_choice(
                "kind", FileKind, name="attachment_kind_known", message=_("Filtypen tages ikke imod.")
            ),
            known_choice(
                "scan",
                ScanResult,
                name="attachment_scan_known",
                message=_("Virusscanningens svar er ukendt."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="attachment_not_empty",
                violation_error_message=_("Filen er tom."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="attachment_named",
                violation_error_message=_("Filen har intet navn."),
            ),
        ]
