"""Organisations of every kind, their contacts and members, and the dialogue with them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.enums import Role
from jobveu.actors.enums import (
    AffiliationKind,
    ConsentKind,
    DialogueChannel,
    OrganisationKind,
    SizeBand,
)
from jobveu.common.constraints import known_choice, period
from jobveu.common.cvr import validate_cvr
from jobveu.common.history import History
from jobveu.common.p_number import validate_p_number
from jobveu.common.sorting import DanishSortKey


class Organisation(models.Model):
    kind = models.CharField(_("Type"), max_length=30, choices=OrganisationKind)
    name = models.CharField(_("Navn"), max_length=200)
    cvr = models.CharField(_("CVR-nummer"), max_length=8, blank=True, validators=[validate_cvr])
    p_number = models.CharField(_("P-nummer"), max_length=10, blank=True, validators=[validate_p_number])
    municipality = models.ForeignKey(
        "reference.Municipality", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Kommune")
    )
    industry = models.ForeignKey(
        "reference.Industry",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Branche (DB07)"),
    )
    size_band = models.CharField(_("Størrelse"), max_length=20, choices=SizeBand, blank=True)
    website = models.URLField(_("Hjemmeside"), blank=True)
    office = models.OneToOneField("reference.Office", on_delete=models.PROTECT, null=True, blank=True)
    council = models.OneToOneField("reference.Council", on_delete=models.PROTECT, null=True, blank=True)
    active = models.BooleanField(_("Aktiv"), default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            known_choice(
                "kind",
                OrganisationKind,
                name="organisation_kind_known",
                message=_("Vælg organisationens type fra listen."),
            ),
            known_choice(
                "size_band",
                SizeBand,
                name="organisation_size_known",
                message=_("Vælg størrelsen fra listen."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(cvr="") | Q(cvr__regex=r"^[0-9]{8}$"),
                name="organisation_cvr_digits",
                violation_error_message=_("CVR-nummeret skal bestå af 8 cifre."),
            ),
            models.CheckConstraint(
                condition=Q(p_number="") | Q(p_number__regex=r"^[0-9]{10}$"),
                name="organisation_p_number_digits",
                violation_error_message=_("P-nummeret skal bestå af 10 cifre."),
            ),
            models.UniqueConstraint(
                "p_number",
                condition=~Q(p_number=""),
                name="organisation_p_number_unique",
                violation_error_message=_("Der findes allerede en organisation med det P-nummer."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_name_given",
                violation_error_message=_("Skriv organisationens navn."),
            ),
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.LABOUR_MARKET_OFFICE, office__isnull=False)
                | (~Q(kind=OrganisationKind.LABOUR_MARKET_OFFICE) & Q(office__isnull=True)),
                name="organisation_office_matches_kind",
                violation_error_message=_("Et arbejdsmarkedskontor skal pege på et af de tre kontorer."),
            ),
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.REGIONAL_COUNCIL, council__isnull=False)
                | (~Q(kind=OrganisationKind.REGIONAL_COUNCIL) & Q(council__isnull=True)),
                name="organisation_council_matches_kind",
                violation_error_message=_("Et regionalt råd skal pege på et af rådene i registret."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.JOB_CENTRE) | Q(municipality__isnull=False),
                name="organisation_job_centre_has_municipality",
                violation_error_message=_("Vælg den kommune, jobcentret hører til."),
            ),
        ]
        indexes = [
            models.Index(DanishSortKey("name"), "id", name="organisation_sort"),
            models.Index("cvr", name="organisation_cvr"),
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="organisation_name_trgm"),
        ]


class Affiliation(models.Model):
    """One organisation's membership of another, for a time."""

    kind = models.CharField(max_length=30, choices=AffiliationKind)
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliates")
    valid_from = models.DateField(_("Fra"))
    valid_to = models.DateField(_("Til"), null=True, blank=True)

    history = History(parent="member")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                AffiliationKind,
                name="affiliation_kind_known",
                message=_("Vælg fra listen, hvordan organisationerne hører sammen."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="affiliation_dates_in_order",
                violation_error_message=_("Slutdatoen skal ligge efter startdatoen."),
            ),
            models.CheckConstraint(
                condition=~Q(member=F("body")),
                name="affiliation_not_with_itself",
                violation_error_message=_("En organisation kan ikke være medlem af sig selv."),
            ),
            ExclusionConstraint(
                expressions=[("kind", "="), ("member", "="), ("body", "="), (period(), "&&")],
                name="affiliation_once",
                violation_error_message=_("Organisationen er allerede medlem."),
            ),
        ]


class Contact(models.Model):
    """A person in an organisation whom we speak with in their work."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("Navn"), max_length=150)
    job_title = models.CharField(_("Stilling"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True)
    active = models.BooleanField(default=True)
    removed_on = models.DateField(null=True, blank=True)
    """When the contact was removed; none for one that is spoken with."""
    version = models.PositiveIntegerField(default=1)

    history = History(parent="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="contact_name_given",
                violation_error_message=_("Skriv kontaktpersonens navn."),
            ),
            models.CheckConstraint(
                condition=Q(active=False) | ~Q(email="") | ~Q(phone=""),
                name="contact_can_be_reached",
                violation_error_message=_("Skriv en e-mail eller et telefonnummer."),
                violation_error_code="email",
            ),
            models.CheckConstraint(
                condition=Q(active=True, removed_on__isnull=True) | Q(active=False, removed_on__isnull=False),
                name="contact_removed_on_a_day",
                violation_error_message=_("En kontaktperson, der er fjernet, er det fra en bestemt dag."),
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(active=True) & ~Q(email=""),
                name="contact_email_once_per_organisation",
                violation_error_message=_("Organisationen har allerede en kontaktperson med den e-mail."),
            ),
        ]


class Consent(models.Model):
    """A contact's dated consent; withdrawing it dates the withdrawal. What shows it is kept for a while only
    after that (privacy.rules)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    given_on = models.DateField(_("Givet den"))
    withdrawn_on = models.DateField(_("Trukket tilbage den"), null=True, blank=True)
    shown_by = models.CharField(_("Dokumentation"), max_length=300)

    history = History(parent="contact")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                ConsentKind,
                name="consent_kind_known",
                message=_("Vælg fra listen, hvad der er givet samtykke til."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_dates_in_order",
                violation_error_message=_("Samtykket kan ikke trækkes tilbage, før det er givet."),
            ),
            models.UniqueConstraint(
                "contact",
                "kind",
                condition=Q(withdrawn_on__isnull=True),
                name="consent_one_in_force",
                violation_error_message=_("Kontaktpersonen har allerede givet dette samtykke."),
            ),
        ]


class Membership(models.Model):
    """A user's role in an organisation, for a time: the only source of what a user may do."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=30, choices=Role)
    valid_from = models.DateField(_("Fra"))
    valid_to = models.DateField(_("Til"), null=True, blank=True)
    administers = models.BooleanField(
        _("Administrerer organisationens brugere"),
        default=False,
        db_default=False,
    )
    """Whether the member decides who else is a member of the organisation, and as what."""

    history = History(parent="user")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
                violation_error_message=_("Slutdatoen skal ligge efter startdatoen."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role.values if role != Role.PUBLIC]),
                name="membership_role_is_real",
                violation_error_message=_("Vælg en rolle."),
            ),
            ExclusionConstraint(
                expressions=[("user", "="), ("organisation", "="), ("role", "="), (period(), "&&")],
                name="membership_once",
                violation_error_message=_("Brugeren har allerede den rolle i organisationen."),
            ),
        ]


class MemberInvitation(models.Model):
    """Somebody has been asked to become a member: they get a link by mail, which holds for a time and once.
    Only a hash of what is in the link is kept."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="member_invitations"
    )
    role = models.CharField(_("Rolle"), max_length=30, choices=Role)
    administers = models.BooleanField(_("Administrerer organisationens brugere"), default=False)
    name = models.CharField(_("Navn"), max_length=150)
    email = models.EmailField(_("E-mail"))
    language = models.CharField(_("Sprog"), max_length=2)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = History(parent="organisation", sealed=("token_hash",))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role.values if role != Role.PUBLIC]),
                name="member_invitation_role_is_real",
                violation_error_message=_("Vælg en rolle."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="member_invitation_ends_one_way",
                violation_error_message=_("Invitationen er allerede brugt eller trukket tilbage."),
            ),
            models.UniqueConstraint(
                Upper("email"),
                "organisation",
                "role",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="member_invitation_once",
                violation_error_message=_(
                    "Adressen er allerede inviteret til den rolle. Send invitationen igen i stedet."
                ),
            ),
        ]


class Dialogue(models.Model):
    """One conversation with an organisation: who spoke with whom, when, how and about what."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dialogues")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("Talte med")
    )
    spoken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="dialogues")
    spoken_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dialogues_held")
    held_on = models.DateField(_("Dato"))
    channel = models.CharField(_("Form"), max_length=20, choices=DialogueChannel)
    subject = models.CharField(_("Emne"), max_length=200)
    notes = models.TextField(_("Noter"), blank=True)
    agreed = models.TextField(_("Hvad blev aftalt?"), blank=True)
    reason = models.TextField(_("Begrundelse"), blank=True)
    """Why they were contacted although others just had, or although they had asked to be left alone."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    history = History(parent="organisation")

    class Meta:
        constraints = [
            known_choice(
                "channel",
                DialogueChannel,
                name="dialogue_channel_known",
                message=_("Vælg samtalens form fra listen."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="dialogue_subject_given",
                violation_error_message=_("Skriv, hvad samtalen handlede om."),
            ),
        ]
        indexes = [models.Index("organisation", models.F("held_on").desc(), name="dialogue_by_organisation")]


class AgreedTask(models.Model):
    """Something that was agreed in a conversation: what, by whom, by when. It belongs to no project; what is to be
    done in one stands in its plan (jobveu.projects.models.Task)."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("Opgave"), max_length=200)
    responsible = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreed_tasks", verbose_name=_("Ansvarlig")
    )
    """The organisation that held the conversation, or the one it was held with."""
    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Hvem"),
    )
    """Who is to do it there; anybody, where it does not say."""
    due_on = models.DateField(_("Frist"))
    done_on = models.DateField(_("Udført den"), null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    history = History(parent="dialogue")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="agreed_task_title_given",
                violation_error_message=_("Skriv, hvad der skal gøres."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="agreed_task_done_by_somebody",
                violation_error_message=_("Skriv, hvem der har udført opgaven."),
            ),
        ]
        indexes = [
            models.Index("responsible", "due_on", name="agreed_task_open", condition=Q(done_on__isnull=True)),
        ]


class PrimaryContact(models.Model):
    """Whom on our side an organisation has as its one entry, for a time. Counts only while the user still has
    a role in an office or job centre (queries.primary_contacts)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="primary_contacts")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("Fra"))
    valid_to = models.DateField(_("Til"), null=True, blank=True)

    history = History(parent="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="primary_contact_dates_in_order",
                violation_error_message=_("Slutdatoen skal ligge efter startdatoen."),
            ),
            models.UniqueConstraint(
                "organisation",
                condition=Q(valid_to__isnull=True),
                name="primary_contact_one",
                violation_error_message=_("Organisationen har allerede en primær kontaktperson."),
            ),
        ]


class ContactPause(models.Model):
    """An organisation has said "not now": it is to be left alone until a day. It ends by itself on that day,
    or when it is lifted (also by the next one)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_pauses")
    until = models.DateField(_("Ikke nu før"))
    reason = models.CharField(_("Hvorfor?"), max_length=300)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)

    history = History(parent="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="contact_pause_reason_given",
                violation_error_message=_("Skriv, hvorfor organisationen ikke vil kontaktes nu."),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("noted_on")),
                name="contact_pause_lies_ahead",
                violation_error_message=_("Vælg en dag i fremtiden."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("noted_on")),
                name="contact_pause_dates_in_order",
                violation_error_message=_("Pausen kan ikke ophæves, før den er begyndt."),
            ),
            models.UniqueConstraint(
                "organisation",
                condition=Q(lifted_on__isnull=True),
                name="contact_pause_one_in_force",
                violation_error_message=_("Der er allerede en dag, organisationen ikke vil kontaktes før."),
            ),
        ]


class ContactNotice(models.Model):
    """Somebody spoke with an organisation within 60 days of somebody else, who is told; `earlier` is the conversation of
    whoever is told, which is the later one where the other was written down late. The rows are also the record of
    approaches that were not coordinated beforehand."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="notices")
    earlier = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="followed_by")
    told = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="contact_notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    history = History(parent="dialogue")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "dialogue",
                "told",
                name="contact_notice_once",
                violation_error_message=_("Der er allerede givet besked om samtalen."),
            ),
        ]
        indexes = [
            models.Index("told", condition=Q(seen_at__isnull=True), name="contact_notice_unseen"),
        ]


class Merge(models.Model):
    """Two records of one thing that were made one (journeys.merging). Ids only: the one that went is gone, and
    the one that was kept may have gone since."""

    room = models.CharField(max_length=80)
    """"actors.organisation" or "actors.contact"."""
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    gone_name = models.CharField(max_length=200, blank=True)
    """An organisation's; of a contact no name is kept here."""
    organisation_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    journal = models.JSONField(default=list)
    """What was done, for undoing it; emptied when it can be undone no longer."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=150, blank=True)

    # What the journal tells of contacts goes with it when its time is over.
    history = History(sealed=("journal",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "room",
                "gone_id",
                condition=Q(undone_at__isnull=True),
                name="merge_once",
                violation_error_message=_("De to er allerede lagt sammen."),
            ),
        ]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="merge_newest")]


class NotDuplicate(models.Model):
    """Somebody has looked at two records that are alike and said that they are not the same."""

    room = models.CharField(max_length=80)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "room",
                "first_id",
                "second_id",
                name="not_duplicate_once",
                violation_error_message=_("Det er allerede noteret, at de to ikke er den samme."),
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")),
                name="not_duplicate_in_order",
                violation_error_message=_("Vælg to forskellige."),
            ),
        ]


# In files of their own, and models of this room all the same.
from jobveu.actors.api_token_models import LONGEST_TOKEN as LONGEST_TOKEN  # noqa: E402
from jobveu.actors.api_token_models import ApiToken as ApiToken  # noqa: E402
from jobveu.actors.consent_models import ConsentLink as ConsentLink  # noqa: E402
from jobveu.actors.consent_models import ConsentNotice as ConsentNotice  # noqa: E402
