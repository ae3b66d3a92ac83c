"""The documents of planning: project plan, agreements and minutes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from jobveu.documents.value import (
    Block,
    Bullets,
    Definition,
    Definitions,
    Document,
    Paragraph,
    Section,
    Table,
)
from jobveu.projects.agreement_rules import Terms
from jobveu.projects.enums import AgreementKind, AgreementStatus, MeetingKind
from jobveu.projects.queries.agreements import AgreementPage, TextVersion
from jobveu.projects.queries.header import ProjectHeader
from jobveu.projects.queries.meetings import MeetingPage, Minutes
from jobveu.projects.queries.plan import Plan, SeatRow
from jobveu.projects.queries.project_page import ProjectFacts
from jobveu.web.staff.documents.common import (
    day,
    document,
    latest,
    moment,
    noon,
    row,
    signature_section,
    written,
)
from jobveu.web.staff.planning.plan import plan_parts
from jobveu.web.templatetags.components import yes_no


def plan_document(
    *, project: ProjectHeader, facts: ProjectFacts, steering: Sequence[SeatRow], plan: Plan, newest: int
) -> Document:
    """One version of the project plan, with those who stand behind it: the coordinator and the steering group."""
    return document(
        project=project,
        kind=_("Projektplan"),
        title=_("Projektplan for %(project)s") % {"project": project.title},
        version=plan.number,
        dated=plan.written_at,
        notice=replaced_by(plan.number, newest),
        details=[*version_rows(plan.number, plan.written_by, moment(plan.written_at)), *_change(plan)],
        sections=[*(written(label, text) for label, text in plan_parts(plan)), _behind_it(facts, steering)],
    )


def _behind_it(facts: ProjectFacts, steering: Sequence[SeatRow]) -> Section:
    group: Block = Table(
        caption=_("Styregruppen"),
        columns=(_("Organisation"), _("Navn"), _("Rolle")),
        rows=tuple(
            (
                seat.organisation_name,
                seat.contact_name or _("Ikke oplyst"),
                _("Formand") if seat.chairs else _("Medlem"),
            )
            for seat in steering
        ),
        widths=(5, 4, 3),
    )
    if not steering:
        group = Paragraph(_("Projektet har ingen styregruppe endnu."))
    return Section(_("Hvem står bag planen"), (Definitions(driven_by(facts)), group))


def driven_by(facts: ProjectFacts) -> tuple[Definition, ...]:
    """Who coordinates the project, and for whom."""
    handed_over = facts.coordinating_organisation_name
    return (
        row(_("Koordinator"), facts.coordinator_name),
        row(_("Arbejdsmarkedskontor"), facts.office_name),
        *([row(_("Den koordinerende rolle er overdraget til"), handed_over)] if handed_over else []),
    )


def _change(plan: Plan) -> list[Definition]:
    return [row(_("Hvad er ændret?"), plan.change_note)] if plan.change_note else []


def version_rows(number: int, name: str, at: str) -> list[Definition]:
    return [row(_("Version"), number), row(_("Skrevet af"), f"{name}, {at}")]


def replaced_by(number: int, newest: int) -> str:
    if number == newest:
        return ""
    return _("Denne version er erstattet af version %(newest)s.") % {"newest": newest}


def agreement_document(*, project: ProjectHeader, agreement: AgreementPage, version: TextVersion) -> Document:
    """One version of an agreement's text with the signatures under it. What not every signatory has signed is a
    draft."""
    is_newest = version.number == agreement.newest.number
    signed = {signature.organisation_id for signature in version.signatures}
    missing = [one.name for one in agreement.signatories if one.organisation_id not in signed]
    withdrawn = agreement.withdrawn_on is not None
    return document(
        project=project,
        kind=str(_agreement_kind(agreement.kind)),
        title=agreement.title,
        version=version.number,
        dated=latest(
            version.written_at,
            *(signature.at for signature in version.signatures),
            noon(agreement.withdrawn_on),
        ),
        draft=bool(missing) or not signed,
        notice=_notice(agreement, version, missing=bool(missing) or not signed),
        details=[
            *([row(_("Jobcenter"), agreement.counterpart_name)] if agreement.counterpart_name else []),
            *version_rows(version.number, version.written_by, moment(version.written_at)),
            row(_("Aftalens status"), _status(agreement, is_newest=is_newest)),
        ],
        sections=[
            *_terms_section(version),
            written(_("Det overdrages") if version.handover else _("Aftalens tekst"), version.text),
            *_still_done(version),
            signature_section(
                [(one.organisation_name, one.user_name, one.at) for one in version.signatures],
                missing if is_newest and not withdrawn else (),
            ),
        ],
    )


def _agreement_kind(kind: AgreementKind) -> str:
    match kind:
        case AgreementKind.PARTNER:
            return _("Partsaftale")
        case AgreementKind.CONTRIBUTION:
            return _("Aftale med jobcenter")
        case AgreementKind.HANDOVER:
            return _("Overdragelsesaftale")


def _status(agreement: AgreementPage, *, is_newest: bool) -> str:
    if agreement.withdrawn_on is not None:
        ended = agreement.kind is AgreementKind.HANDOVER
        return (_("Afsluttet den %(day)s") if ended else _("Trukket tilbage den %(day)s")) % {
            "day": day(agreement.withdrawn_on)
        }
    if not is_newest:
        return _("Erstattet af version %(newest)s") % {"newest": agreement.newest.number}
    if agreement.status is AgreementStatus.IN_FORCE:
        return _("I kraft siden den %(day)s") % {"day": day(agreement.in_force_since)}
    return str(agreement.status.label)


def _notice(agreement: AgreementPage, version: TextVersion, *, missing: bool) -> str:
    sentences = []
    if agreement.withdrawn_on is not None:
        sentences.append(
            _("Aftalen gælder ikke længere. Begrundelse: %(reason)s") % {"reason": agreement.withdrawn_reason}
        )
    sentences.append(replaced_by(version.number, agreement.newest.number))
    if missing:
        sentences.append(_("Dette er et udkast: Ikke alle parter har underskrevet denne version."))
    return "\n".join(sentence for sentence in sentences if sentence)


def _terms_section(version: TextVersion) -> list[Section]:
    if version.terms is not None:
        return [Section(_("Vilkår for jobcentrets kandidater"), (Definitions(_terms(version.terms)),))]
    if version.handover is not None:
        from_date = formats.date_format(version.handover.from_date, "DATE_FORMAT")
        return [
            Section(
                _("Overdragelse af den koordinerende rolle"),
                (Definitions((row(_("Overdrages fra"), from_date),)),),
            )
        ]
    return []


def _terms(terms: Terms) -> tuple[Definition, ...]:
    return (
        row(_("Antal kandidater"), terms.head_count),
        row(_("Kandidaterne er fundet senest"), day(terms.by_date)),
        row(_("Pligt til at søge job"), terms.job_search_duty.label),
        row(_("Transport betales"), yes_no(terms.transport_paid)),
        row(_("Ydelsen fortsætter"), yes_no(terms.benefit_kept)),
        row(_("Uger i praktik"), terms.work_placement_weeks),
        row(_("Andre vilkår"), terms.other_terms or _("Ingen")),
    )


def _still_done(version: TextVersion) -> list[Section]:
    if version.handover is None:
        return []
    return [written(_("Det gør koordinatoren fortsat"), version.handover.still_done)]


def minutes_document(
    *,
    project: ProjectHeader,
    facts: ProjectFacts,
    steering: Sequence[SeatRow],
    meeting: MeetingPage,
    minutes: Minutes,
) -> Document:
    """One version of a meeting's minutes, with its agenda, who took part and who wrote it; of a steering group's
    meeting also who chairs the group."""
    names: Sequence[str] = [one.name for one in meeting.attendees]
    took_part = Bullets(tuple(names)) if names else Paragraph(_("Ingen deltagere er registreret."))
    return document(
        project=project,
        kind=_("Referat"),
        title=_("Referat: %(meeting)s den %(day)s")
        % {"meeting": meeting.kind.label, "day": day(meeting.starts_at)},
        version=minutes.number,
        dated=minutes.written_at,
        notice=replaced_by(minutes.number, meeting.minutes[0].number),
        details=[
            row(_("Tidspunkt"), moment(meeting.starts_at)),
            row(_("Sted"), meeting.place),
            *([row(_("Formand"), _chair(steering))] if meeting.kind is MeetingKind.STEERING_GROUP else []),
            row(_("Koordinator"), facts.coordinator_name),
            row(_("Referent"), f"{minutes.written_by}, {moment(minutes.written_at)}"),
            row(_("Version"), minutes.number),
        ],
        sections=[
            Section(_("Deltagere"), (took_part,)),
            *([written(_("Dagsorden"), meeting.agenda)] if meeting.agenda else []),
            written(_("Referat"), minutes.text),
        ],
    )


def _chair(steering: Sequence[SeatRow]) -> str:
    chair = next((seat for seat in steering if seat.chairs), None)
    if chair is None:
        return ""
    return ", ".join(filter(None, (chair.contact_name, chair.organisation_name)))
