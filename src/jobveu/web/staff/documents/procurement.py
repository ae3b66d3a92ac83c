"""The documents around providers and companies: commitments, tender invitations, course certificate lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.queries.courses import Participant
from jobveu.documents.value import Block, Document, Paragraph, Section, Table
from jobveu.education.enums import CourseStatus
from jobveu.education.queries import CourseRow
from jobveu.projects.queries.commitments import CommitmentRow
from jobveu.projects.queries.header import ProjectHeader
from jobveu.projects.queries.procurement import InvitationRow, ProcurementPage
from jobveu.projects.queries.project_page import ProjectFacts
from jobveu.web.staff.documents.common import day, document, latest, noon, row, written
from jobveu.web.templatetags.components import date_short, yes_no


def commitment_document(*, project: ProjectHeader, commitment: CommitmentRow) -> Document:
    """A letter of intent or a hiring guarantee, as it stands."""
    recorded = [row(_("Registreret af"), commitment.recorded_by)] if commitment.recorded_by else []
    return document(
        project=project,
        kind=str(commitment.kind.label),
        title=_("%(kind)s fra %(name)s")
        % {"kind": commitment.kind.label, "name": commitment.organisation_name},
        version=commitment.version,
        dated=latest(noon(commitment.given_on), noon(commitment.withdrawn_on)),
        notice=""
        if commitment.is_in_force
        else _("Tilsagnet blev trukket tilbage den %(day)s. Begrundelse: %(reason)s")
        % {"day": day(commitment.withdrawn_on), "reason": commitment.withdrawn_reason},
        details=[
            row(_("Afgivet af"), commitment.organisation_name),
            *(
                [row(_("Gælder for virksomhederne"), commitment.on_behalf_of)]
                if commitment.on_behalf_of
                else []
            ),
            row(_("Version"), commitment.version),
        ],
        sections=[
            Section(_("Tilsagnet"), _promise(commitment)),
            written(_("Betingelser"), commitment.conditions or _("Ingen betingelser")),
            Section(
                _("Hvem har afgivet det, og hvornår"),
                (
                    Table(
                        caption=_("Den, der har afgivet tilsagnet"),
                        columns=(_("Organisation"), _("Dato"), _("Hvad viser det?")),
                        rows=(
                            (
                                commitment.organisation_name,
                                day(commitment.given_on),
                                commitment.shown_by or _given_by_itself(commitment),
                            ),
                        ),
                        widths=(4, 3, 5),
                    ),
                    *(Paragraph(f"{one.label}: {one.value}") for one in recorded),
                ),
            ),
        ],
    )


def _given_by_itself(commitment: CommitmentRow) -> str:
    return _("Afgivet i Job-VEU") if commitment.recorded_by else _("Ikke oplyst")


def _promise(commitment: CommitmentRow) -> tuple[Block, ...]:
    number = commitment.head_count
    if commitment.kind == "hiring_guarantee":
        promise = ngettext(
            "%(name)s garanterer ansættelse af %(number)d person, der gennemfører forløbet i projektet.",
            "%(name)s garanterer ansættelse af %(number)d personer, der gennemfører forløbet i projektet.",
            number or 0,
        ) % {"name": commitment.organisation_name, "number": number or 0}
    elif number is None:
        promise = _(
            "%(name)s har til hensigt at ansætte personer, der gennemfører forløbet i projektet. "
            "Antallet er ikke oplyst."
        ) % {"name": commitment.organisation_name}
    else:
        promise = ngettext(
            "%(name)s har til hensigt at ansætte %(number)d person, der gennemfører forløbet i projektet.",
            "%(name)s har til hensigt at ansætte %(number)d personer, der gennemfører forløbet i projektet.",
            number,
        ) % {"name": commitment.organisation_name, "number": number}
    matches = (
        _("Kursernes faglige indhold svarer til efterspørgslen efter arbejdskraft.")
        if commitment.content_matches
        else _("Kursernes faglige indhold svarer ikke til efterspørgslen efter arbejdskraft.")
    )
    return (Paragraph(promise), Paragraph(matches))


def tender_document(
    *, project: ProjectHeader, facts: ProjectFacts, tender: ProcurementPage, invitation: InvitationRow | None
) -> Document:
    """The invitation to make an offer, from whoever drives the project: to one provider, or, without `invitation`, to all
    that are invited. It names no other provider and no offer."""
    receiver = invitation.provider_name if invitation else _("De inviterede udbydere")
    invited_on = invitation.invited_on if invitation else tender.opened_on
    return document(
        project=project,
        kind=_("Udbud"),
        title=_("Invitation til at give tilbud: %(subject)s") % {"subject": tender.subject},
        version=tender.version,
        dated=latest(noon(invited_on), noon(tender.cancelled_on)),
        notice=_("Udbuddet blev annulleret den %(day)s. Begrundelse: %(reason)s")
        % {"day": day(tender.cancelled_on), "reason": tender.cancelled_reason}
        if tender.cancelled_on
        else "",
        details=[
            row(_("Fra"), _sender(facts)),
            row(_("Til"), receiver),
            row(_("Sendt ud den"), day(invited_on)),
            row(_("Frist for tilbud"), day(tender.deadline)),
            row(_("Version"), tender.version),
        ],
        sections=[
            written(_("Hvad udbyderen skal levere"), tender.subject),
            written(_("Krav"), tender.requirements),
            Section(
                _("Sådan giver I tilbud"),
                (
                    Paragraph(
                        _(
                            "Tilbuddet gives i Job-VEU under »Mine udbud« senest den %(day)s. Giver I ikke tilbud, "
                            "så sig nej samme sted, så de andre ikke venter."
                        )
                        % {"day": day(tender.deadline)}
                    ),
                ),
            ),
        ],
    )


def _sender(facts: ProjectFacts) -> str:
    """The coordinator, and the office they work for; or the organisation that has taken the role over."""
    if facts.coordinating_organisation_name:
        return facts.coordinating_organisation_name
    return ", ".join(filter(None, (facts.office_name, facts.coordinator_name)))


def certificate_list(
    *, project: ProjectHeader, course: CourseRow, participants: Sequence[Participant]
) -> Document:
    """Those who completed a course, and so have a certificate to come: each by the name or pseudonym that the
    reader may see. A draft until the course has been held."""
    completed = [one for one in participants if one.status is EnrolmentStatus.COMPLETED]
    unfinished = sum(
        one.status in (EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED) for one in participants
    )
    is_draft = course.status is not CourseStatus.HELD
    rows = tuple(
        (
            str(number),
            one.name or one.pseudonym,
            one.job_centre,
            date_short(one.started_on) or "–",
            date_short(one.ended_on) or "–",
        )
        for number, one in enumerate(completed, start=1)
    )
    blocks: tuple[Block, ...] = (Paragraph(_("Ingen har gennemført kurset endnu.")),)
    if rows:
        blocks = (
            Table(
                caption=_("Deltagere, der har gennemført kurset"),
                columns=(_("Nr."), _("Deltager"), _("Jobcenter"), _("Første dag"), _("Sidste dag")),
                rows=rows,
                widths=(2, 9, 8, 5, 5),
            ),
        )
    return document(
        project=project,
        kind=_("Kursusbevisliste"),
        title=_("Kursusbeviser: %(course)s") % {"course": course.title},
        version=course.version,
        # When the last of them completed it: a planned last day may lie ahead.
        dated=latest(*(noon(one.ended_on) for one in completed)) or noon(course.starts_on),
        draft=is_draft,
        notice=_draft_notice(unfinished) if is_draft else "",
        details=[
            row(_("Udbyder"), course.provider_name),
            row(_("Fagnummer"), course.course_code),
            row(_("Sted"), course.where),
            row(_("Periode"), _period(course)),
            row(_("Giver merit"), yes_no(course.merit_giving)),
            row(_("Gennemført af"), len(completed)),
            row(_("Version"), course.version),
        ],
        sections=[
            Section(_("Deltagere"), blocks),
            Section(
                _("Udbyderens bekræftelse"),
                (
                    Table(
                        caption=_("Underskrives af udbyderen, når beviserne er udstedt"),
                        columns=(_("Udbyder"), _("Navn"), _("Dato og underskrift")),
                        rows=((course.provider_name or _("Ikke oplyst"), _("Har ikke underskrevet"), "–"),),
                        widths=(4, 4, 4),
                    ),
                ),
            ),
        ],
    )


def _draft_notice(unfinished: int) -> str:
    sentence = _("Dette er et udkast: Kurset er ikke registreret som afholdt.")
    if not unfinished:
        return sentence
    return f"{sentence} " + ngettext(
        "%(number)d deltager er ikke færdig.", "%(number)d deltagere er ikke færdige.", unfinished
    ) % {"number": unfinished}


def _period(course: CourseRow) -> str:
    return " – ".join(day(one) for one in (course.starts_on, course.ends_on) if one is not None)
