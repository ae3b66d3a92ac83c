"""Pages of duplicates: what may be one and the same, comparing and merging two, and undoing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.actors.operations.duplicates import note_not_duplicate
from jobveu.actors.queries.duplicates import Pair, duplicate_contacts, duplicate_organisations
from jobveu.actors.queries.merges import MergeRow, merge_row, merges
from jobveu.actors.rules import UNDO_WITHIN
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.merging.operations import CONTACT, ORGANISATION, Preview, merge, preview, undo_merge
from jobveu.journeys.merging.sides import Side, sides
from jobveu.reference.queries import municipality_choices
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.ui import Crumb

KEPT, GONE = "kept", "gone"
KINDS: Mapping[str, Any] = {
    "accounts.user": ngettext_lazy("bruger", "brugere"),
    "actors.affiliation": ngettext_lazy("tilknytning", "tilknytninger"),
    "actors.agreedtask": ngettext_lazy("aftalt opgave", "aftalte opgaver"),
    "actors.consent": ngettext_lazy("samtykke", "samtykker"),
    "actors.consentlink": ngettext_lazy("link til samtykker", "links til samtykker"),
    "actors.consentnotice": ngettext_lazy("besked om ændret samtykke", "beskeder om ændrede samtykker"),
    "actors.contact": ngettext_lazy("kontaktperson", "kontaktpersoner"),
    "actors.contactpause": ngettext_lazy(
        "ønske om ikke at blive kontaktet", "ønsker om ikke at blive kontaktet"
    ),
    "actors.dialogue": ngettext_lazy("samtale", "samtaler"),
    "actors.memberinvitation": ngettext_lazy(
        "invitation til at blive bruger", "invitationer til at blive brugere"
    ),
    "actors.membership": ngettext_lazy("medlemskab", "medlemskaber"),
    "actors.primarycontact": ngettext_lazy("primær kontaktperson", "primære kontaktpersoner"),
    "education.course": ngettext_lazy("kursus", "kurser"),
    "course_plans.offeredhold": ngettext_lazy("udbudt hold", "udbudte hold"),
    "projects.agreement": ngettext_lazy("aftale", "aftaler"),
    "projects.commitment": ngettext_lazy("afgivet tilsagn", "afgivne tilsagn"),
    "projects.criterion": ngettext_lazy("krav til kandidaterne", "krav til kandidaterne"),
    "projects.endorsement": ngettext_lazy("blåstempling", "blåstemplinger"),
    "projects.invitation": ngettext_lazy("invitation til at give tilbud", "invitationer til at give tilbud"),
    "projects.lesson": ngettext_lazy("erfaring", "erfaringer"),
    "projects.meetingattendance": ngettext_lazy("mødedeltagelse", "mødedeltagelser"),
    "projects.need": ngettext_lazy("behov", "behov"),
    "projects.offer": ngettext_lazy("tilbud", "tilbud"),
    "projects.party": ngettext_lazy("deltagelse i projekt", "deltagelser i projekter"),
    "projects.procurement": ngettext_lazy("udbud", "udbud"),
    "projects.project": ngettext_lazy("projekt", "projekter"),
    "projects.signatory": ngettext_lazy("plads som underskriver", "pladser som underskriver"),
    "projects.signature": ngettext_lazy("underskrift", "underskrifter"),
    "projects.steeringseat": ngettext_lazy("sæde i styregruppe", "sæder i styregrupper"),
    "projects.task": ngettext_lazy("opgave", "opgaver"),
    "surveys.surveyinvitation": ngettext_lazy(
        "invitation til at svare på spørgeskema", "invitationer til at svare på spørgeskemaer"
    ),
}
"""What moves, in words; a test finds a table without."""


def reasons(pair: Pair) -> str:
    """»Samme CVR-nummer; samme kommune«."""
    first, *others = (str(why.value) for why in pair.why)
    return "; ".join([first, *(other[:1].lower() + other[1:] for other in others)])


class DuplicateFilters(FilterForm):
    municipality = ChoiceField(
        label=gettext_lazy("Kommune"),
        help_text=gettext_lazy("Vælg en kommune for også at finde navne, der kun ligner hinanden."),
    )


class DuplicateList(ListPage):
    action = Action.MERGE_DUPLICATES
    title = gettext_lazy("Mulige dubletter")
    intro = gettext_lazy(
        "Organisationer, der måske er registreret to gange: med samme CVR-nummer eller med samme navn og sted. "
        "To forskellige P-numre er to arbejdssteder og ingen dublet."
    )
    unit = ngettext_lazy("par", "par")
    filters = DuplicateFilters
    default_sort = "-score"
    export_name = "mulige-dubletter"
    columns = (
        Column(
            "first_name",
            gettext_lazy("Organisation"),
            sort="name",
            link=lambda row: reverse("organisation_merge", args=[row.first_id, row.second_id]),
        ),
        Column("second_name", gettext_lazy("ligner")),
        Column("kind", gettext_lazy("Type"), sort="kind"),
        Column("municipality", gettext_lazy("Kommune"), sort="municipality"),
        Column("why", gettext_lazy("Hvorfor?"), value=lambda row: reasons(row)),
        Column("score", gettext_lazy("Sikkerhed (0-100)"), sort="score"),
    )
    empty = EmptyState(
        gettext_lazy("Ingen mulige dubletter"),
        gettext_lazy("Vælg en kommune for også at finde navne, der kun ligner hinanden."),
    )

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Organisationer"), reverse("organisation_list")), Crumb(str(self.title)))

    def actions(self) -> Sequence[ActionLink]:
        return (ActionLink(_("Sammenlægninger"), reverse("merge_list"), "secondary"),)

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality": [(choice.id, choice.label) for choice in municipality_choices()]}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Pair]:
        return duplicate_organisations(sort=sort, window=window, municipality_id=criteria.get("municipality"))


class ContactDuplicates(OnOrganisation):
    """The pairs of one organisation: few, so all on one page."""

    action = Action.MERGE_DUPLICATES
    title = gettext_lazy("Kontaktpersoner, der ligner hinanden")

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        pairs = [
            (
                pair,
                reasons(pair),
                reverse("contact_merge", args=[self.organisation.id, pair.first_id, pair.second_id]),
            )
            for pair in duplicate_contacts(organisation_id=self.organisation.id)
        ]
        values = {
            "title": self.title,
            "crumbs": self.crumbs(),
            "organisation": self.organisation,
            "pairs": pairs,
        }
        return render(request, "staff/actors/contact_duplicates.html", values)


class MergeForm(Form):
    """The fields are added by the page: one for each that the two have different values in."""


@dataclass(frozen=True, slots=True)
class FieldShown:
    label: str
    kept: str
    gone: str


class _MergePage(FormPage):
    """Compares two records, field by field, shows what would move, and merges them."""

    action = Action.MERGE_DUPLICATES
    form_class = MergeForm
    template_name = "staff/actors/merge.html"
    submit_label = gettext_lazy("Læg sammen")
    success_message = gettext_lazy("De to er lagt sammen. Det kan fortrydes.")
    danger = True
    room: str
    kept_id: int
    gone_id: int

    def prepare(self) -> None:
        super().prepare()
        self.find_ids()
        found = sides(room=self.room, ids=(self.kept_id, self.gone_id))
        if len(found) < 2 or self.kept_id == self.gone_id:
            raise Http404
        self.kept, self.gone = found[self.kept_id], found[self.gone_id]

    def find_ids(self) -> None:
        raise NotImplementedError

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        for name, label, kept, gone in _different(self.kept, self.gone):
            form.fields[name] = ChoiceField(
                label=label,
                radio=True,
                coerce=str,
                choices=[(KEPT, kept or _("Ikke oplyst")), (GONE, gone or _("Ikke oplyst"))],
                initial=KEPT if kept else GONE,
            )
        return form

    @cached_property
    def foreseen(self) -> Preview:
        return preview(by=self.actor, at=self.now, room=self.room, kept_id=self.kept_id, gone_id=self.gone_id)

    def context(self) -> Mapping[str, Any]:
        kept_name, gone_name = _told_apart(self.kept, self.gone)
        return {
            "kept_name": kept_name,
            "gone_name": gone_name,
            "same": [FieldShown(*line) for line in _same(self.kept, self.gone)],
            "foreseen": self.foreseen,
            "moved": [_moved(label, count) for label, count in self.foreseen.moved],
            "swap_url": self.swap_url,
            "dismiss_url": self.dismiss_url,
            "undo_days": UNDO_WITHIN.days,
        }

    swap_url = ""
    dismiss_url = ""

    def save(self, form: Form) -> str:
        merge(
            by=self.actor,
            at=self.now,
            room=self.room,
            kept_id=self.kept_id,
            gone_id=self.gone_id,
            from_gone=frozenset(name for name, chosen in form.cleaned_data.items() if chosen == GONE),
        )
        return reverse("organisation", args=[self.kept.organisation_id])


class OrganisationMerge(OnOrganisation, _MergePage):
    room = ORGANISATION
    title = gettext_lazy("Læg to organisationer sammen")

    def prepare(self) -> None:
        OnOrganisation.prepare(self)
        self.find_ids()
        found = sides(room=self.room, ids=(self.kept_id, self.gone_id))
        if len(found) < 2 or self.kept_id == self.gone_id:
            raise Http404
        self.kept, self.gone = found[self.kept_id], found[self.gone_id]

    def find_ids(self) -> None:
        self.kept_id, self.gone_id = self.kwargs["organisation_id"], self.kwargs["other_id"]

    @property
    def swap_url(self) -> str:
        return reverse("organisation_merge", args=[self.gone_id, self.kept_id])

    @property
    def dismiss_url(self) -> str:
        return reverse("organisation_not_duplicate", args=[self.kept_id, self.gone_id])


class ContactMerge(OnOrganisation, _MergePage):
    room = CONTACT
    title = gettext_lazy("Læg to kontaktpersoner sammen")

    def prepare(self) -> None:
        OnOrganisation.prepare(self)
        self.find_ids()
        found = sides(room=self.room, ids=(self.kept_id, self.gone_id))
        if len(found) < 2 or any(side.organisation_id != self.organisation.id for side in found.values()):
            raise Http404
        self.kept, self.gone = found[self.kept_id], found[self.gone_id]

    def find_ids(self) -> None:
        self.kept_id, self.gone_id = self.kwargs["contact_id"], self.kwargs["other_contact_id"]

    @property
    def swap_url(self) -> str:
        return reverse("contact_merge", args=[self.organisation.id, self.gone_id, self.kept_id])

    @property
    def dismiss_url(self) -> str:
        return reverse("contact_not_duplicate", args=[self.organisation.id, self.kept_id, self.gone_id])


class _NotDuplicate(OnOrganisation, ConfirmPage):
    action = Action.MERGE_DUPLICATES
    consequences = gettext_lazy(
        "De foreslås ikke som dubletter mere. Det registreres, hvem der har sagt det."
    )
    submit_label = gettext_lazy("De er ikke den samme")
    danger = False
    success_message = gettext_lazy("Det er noteret, at de to ikke er den samme.")
    room: str

    def ids(self) -> tuple[int, int]:
        raise NotImplementedError

    def prepare(self) -> None:
        super().prepare()
        if len(sides(room=self.room, ids=self.ids())) < 2:
            raise Http404

    def save(self, form: Form) -> str:
        note_not_duplicate(by=self.actor, at=self.now, room=self.room, ids=self.ids())
        return self.done_url

    done_url = ""


class OrganisationNotDuplicate(_NotDuplicate):
    room = ORGANISATION
    question = gettext_lazy("Er de to organisationer ikke den samme?")

    def ids(self) -> tuple[int, int]:
        return self.kwargs["organisation_id"], self.kwargs["other_id"]

    @property
    def done_url(self) -> str:
        return reverse("duplicate_list")


class ContactNotDuplicate(_NotDuplicate):
    room = CONTACT
    question = gettext_lazy("Er de to kontaktpersoner ikke den samme?")

    def ids(self) -> tuple[int, int]:
        return self.kwargs["contact_id"], self.kwargs["other_contact_id"]

    @property
    def done_url(self) -> str:
        return reverse("contact_duplicates", args=[self.organisation.id])


class MergeList(ListPage):
    action = Action.MERGE_DUPLICATES
    title = gettext_lazy("Sammenlægninger")
    intro = gettext_lazy("Organisationer og kontaktpersoner, der er lagt sammen.")
    unit = ngettext_lazy("sammenlægning", "sammenlægninger")
    default_sort = "-at"
    export_name = "sammenlaegninger"
    columns = (
        Column(
            "kept",
            gettext_lazy("Beholdt"),
            value=lambda row: row.kept or _("Findes ikke længere"),
            link=lambda row: reverse("merge_undo", args=[row.id]),
        ),
        Column("gone", gettext_lazy("Lagt ind i den"), value=lambda row: row.gone or _("Kontaktperson")),
        Column("at", gettext_lazy("Hvornår"), sort="at"),
        Column("by_name", gettext_lazy("Af")),
        Column("state", gettext_lazy("Status"), value=lambda row: _state(row)),
    )
    empty = EmptyState(gettext_lazy("Intet er lagt sammen endnu"))

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Organisationer"), reverse("organisation_list")),
            Crumb(str(DuplicateList.title), reverse("duplicate_list")),
            Crumb(str(self.title)),
        )

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[MergeRow]:
        return merges(at=self.now, sort=sort, window=window)


class MergeUndo(ConfirmPage):
    action = Action.MERGE_DUPLICATES
    question = gettext_lazy("Vil du fortryde sammenlægningen?")
    submit_label = gettext_lazy("Fortryd sammenlægningen")
    success_message = gettext_lazy("Sammenlægningen er fortrudt.")

    def prepare(self) -> None:
        found = merge_row(merge_id=self.kwargs["merge_id"], at=self.now)
        if found is None:
            raise Http404
        self.merge = found

    def subject(self) -> Subject | None:
        return Subject(organisation_ids=frozenset({self.merge.organisation_id}))

    @property
    def cancel_url(self) -> str:
        return reverse("merge_list")

    @property
    def consequences(self) -> Sequence[str]:
        gone = self.merge.gone or _("Kontaktpersonen")
        return [
            _("»%(gone)s« er der igen, med alt det, der var dens eget.") % {"gone": gone},
            _("Det, der er ændret siden, bliver, som det er nu."),
            _("Det kan ske i %(days)d dage efter sammenlægningen.") % {"days": UNDO_WITHIN.days},
        ]

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Organisationer"), reverse("organisation_list")),
            Crumb(str(MergeList.title), reverse("merge_list")),
            Crumb(str(self.question)),
        )

    def save(self, form: Form) -> str:
        undo_merge(by=self.actor, at=self.now, merge_id=self.merge.id)
        return reverse("organisation", args=[self.merge.organisation_id])


def _different(kept: Side, gone: Side) -> Iterable[tuple[str, str, str, str]]:
    for name, label in kept.labels.items():
        if kept.values[name] != gone.values[name]:
            yield name, label, kept.values[name], gone.values[name]


def _told_apart(kept: Side, gone: Side) -> tuple[str, str]:
    """What the two are called; where they are called the same, with the first thing in which they differ."""
    if kept.name == gone.name:
        for _field, label, of_kept, of_gone in _different(kept, gone):
            return _with(kept.name, label, of_kept), _with(gone.name, label, of_gone)
    return kept.name, gone.name


def _with(name: str, label: str, value: str) -> str:
    told = value or _("Ikke oplyst")
    return f"{name} ({label}: {told})"


def _same(kept: Side, gone: Side) -> Iterable[tuple[str, str, str]]:
    for name, label in kept.labels.items():
        if kept.values[name] == gone.values[name] and kept.values[name]:
            yield label, kept.values[name], gone.values[name]


def _moved(label: str, count: int) -> str:
    words = KINDS.get(label)
    return f"{count} {words % count}" if words else f"{count} {apps.get_model(label)._meta.verbose_name}"


def _state(row: MergeRow) -> str:
    if row.undone_at:
        return _("Fortrudt af %(name)s") % {"name": row.undone_by_name}
    return _("Kan fortrydes") if row.may_be_undone else _("Kan ikke længere fortrydes")
