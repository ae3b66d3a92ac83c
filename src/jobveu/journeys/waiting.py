"""What waits for an actor: over all projects, or what one project waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Scope, grants, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.candidates.enums import Awaited
from jobveu.candidates.queries.awaited import AwaitedInProject, awaited_by_project
from jobveu.candidates.queries.waiting_list import offered_places
from jobveu.journeys.waiting_statement import Asked, Driver, Found, Part, find_waiting


class WaitingKind(TextChoices):
    """What may wait for somebody; the label is the heading of a list of them."""

    SIGNATURE = "signature", _("Underskrifter")
    TASK = "task", _("Opgaver")
    OFFER = "offer", _("Udbud at svare på")
    CHOICE = "choice", _("Udbud at afgøre")
    OUTCOMES = "outcomes", _("Resultater at registrere")
    FOLLOW_UPS = "follow_ups", _("Kandidater at følge op")
    EARLY_SIGNS = "early_signs", _("Tidlige tegn på frafald")
    PLACES = "places", _("Pladser fra venteliste at svare på")
    SCREENINGS = "screenings", _("Kandidater at screene")
    NEED = "need", _("Behov uden projekt")
    STANDSTILL = "standstill", _("Projekter uden bevægelse i 30 dage")
    CONSENTS = "consents", _("Kontaktpersoner uden samtykke")
    CONTACT_NOTICE = "contact_notice", _("Beskeder om andres samtaler")
    SURVEYS = "surveys", _("Undersøgelser, der snart lukker")
    MAILS = "mails", _("Mails, der ikke kunne sendes")
    CONSENT_NOTICE = "consent_notice", _("Kontaktpersoner, der selv har ændret et samtykke")


_OF_CANDIDATES = {
    Awaited.FOLLOW_UP: WaitingKind.FOLLOW_UPS,
    Awaited.EARLY_SIGN: WaitingKind.EARLY_SIGNS,
    Awaited.SCREENING: WaitingKind.SCREENINGS,
}
"""The rest are outcomes."""
_OWN, _OFFICE = (Scope.OWN_ORGANISATION,), (Scope.OWN_OFFICE,)
_ASKED_BY: Mapping[WaitingKind, tuple[Action, tuple[Scope, ...]]] = {
    WaitingKind.SIGNATURE: (Action.SIGN_AGREEMENT, _OWN),
    WaitingKind.TASK: (Action.COMPLETE_TASK, (*_OWN, *_OFFICE)),
    WaitingKind.OFFER: (Action.SUBMIT_OFFER, _OWN),
    WaitingKind.CHOICE: (Action.WORK_ON_PROJECT, (*_OFFICE, Scope.COORDINATING)),
    WaitingKind.OUTCOMES: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.FOLLOW_UPS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.PLACES: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.EARLY_SIGNS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.SCREENINGS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.NEED: (Action.CREATE_PROJECT, _OFFICE),
    WaitingKind.STANDSTILL: (Action.WORK_ON_PROJECT, (*_OFFICE, Scope.COORDINATING)),
    WaitingKind.CONSENTS: (Action.WORK_ON_PROJECT, (*_OFFICE, Scope.COORDINATING)),
    WaitingKind.CONTACT_NOTICE: (Action.READ_CONTACT_NOTICE, (Scope.SELF,)),
    WaitingKind.SURVEYS: (Action.RUN_SURVEY, (Scope.ALL, *_OFFICE)),
    WaitingKind.MAILS: (Action.MANAGE_MAIL, (Scope.ALL,)),
    # Those are told who coordinate with the contact's organisation, or gave the contact the link.
    WaitingKind.CONSENT_NOTICE: (Action.MANAGE_CONTACTS, (Scope.ALL, *_OWN)),
}
"""Who is asked: those who may do the action, with data that are theirs in one of these ways."""


def kinds_for(by: Actor) -> tuple[WaitingKind, ...]:
    """What may wait for the actor at all, by the roles; none for those of whom nothing is ever asked."""
    return tuple(
        kind
        for kind, (action, scopes) in _ASKED_BY.items()
        if any(scope in scopes for _membership, scope in grants(action, by))
    )


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One thing to do. `record_id` is the agreement's, the procurement's, the task's, the need's, the project's, the
    survey's or the notice's; where it is about candidates, their job centre's, and about contacts, their organisation's. A task
    without a project was agreed in a conversation (actors.AgreedTask), and stands with the organisation's name;
    nobody is responsible for an `unassigned` one. `number` says how many things of the kind there are to do, `awaited`
    what of candidates, and `since` when a project was last moved."""

    kind: WaitingKind
    project_id: int | None
    project_title: str
    record_id: int
    title: str
    due: date | None
    overdue: bool
    number: int = 1
    awaited: Awaited | None = None
    since: date | None = None
    unassigned: bool = False


def waiting_for(
    *, by: Actor, on: date, project_id: int | None = None, limit: int = 50
) -> tuple[WaitingItem, ...]:
    """What waits for the actor on the day, the most urgent first; without a date last, but news of others'
    conversations before all. At most `limit` of each kind; three SQL statements at most. With `project_id` only
    that project's."""
    found = [_item(row, on) for row in find_waiting(_asked(by), on=on, project_id=project_id, limit=limit)]
    news = [item for item in found if item.kind in _NEWS]
    items = [item for item in found if item.kind not in _NEWS]
    items += _candidates(by, on, project_id, limit)
    items.sort(key=lambda item: (item.due is None, item.due or on, _ORDER[item.kind], item.title))
    return (*news, *items)


_ORDER = {kind: place for place, kind in enumerate(WaitingKind)}
_NEWS = (WaitingKind.CONSENT_NOTICE, WaitingKind.CONTACT_NOTICE)
_KIND = {Part.AGREED_TASK: WaitingKind.TASK, Part.UNASSIGNED_TASK: WaitingKind.TASK}
"""The others have the same name as their part."""
_OVERDUE = (WaitingKind.TASK, WaitingKind.NEED)
"""What is overdue when its day has passed: an offer is not asked for any more then."""


def _item(row: Found, on: date) -> WaitingItem:
    kind = _KIND.get(row.part) or WaitingKind(row.part.value)
    return WaitingItem(
        kind=kind,
        project_id=row.project_id,
        project_title=row.project_title,
        record_id=row.record_id,
        title=row.title,
        due=row.due,
        overdue=kind in _OVERDUE and row.due is not None and row.due < on,
        number=row.number,
        since=row.since,
        unassigned=row.part is Part.UNASSIGNED_TASK,
    )


def _asked(by: Actor) -> Asked:
    """Whose things the actor is asked for, by the roles."""
    tasks, surveys = (grants(action, by) for action in (Action.COMPLETE_TASK, Action.RUN_SURVEY))
    return Asked(
        user_id=by.user_id,
        signers=_own_organisations(by, Action.SIGN_AGREEMENT),
        providers=_own_organisations(by, Action.SUBMIT_OFFER),
        # The tasks of the labour market office that somebody works in are theirs.
        workers=_own_organisations(by, Action.COMPLETE_TASK)
        | {
            membership.organisation_id
            for membership, scope in tasks
            if scope is Scope.OWN_OFFICE and membership.organisation_id is not None
        },
        needs_of_offices={
            membership.office_id
            for membership, scope in grants(Action.CREATE_PROJECT, by)
            if scope is Scope.OWN_OFFICE and membership.office_id is not None
        },
        surveys_of_offices={
            membership.office_id
            for membership, scope in surveys
            if scope is Scope.OWN_OFFICE and membership.office_id is not None
        },
        all_surveys=any(scope is Scope.ALL for _membership, scope in surveys),
        mails=may(Action.MANAGE_MAIL, by),
        contact_notices=may(Action.READ_CONTACT_NOTICE, by),
        driver=_driver(by),
    )


def _own_organisations(by: Actor, action: Action) -> frozenset[int]:
    return frozenset(
        membership.organisation_id
        for membership, scope in grants(action, by)
        if scope is Scope.OWN_ORGANISATION and membership.organisation_id is not None
    )


def _driver(by: Actor) -> Driver | None:
    """A coordinator drives their own projects and those of the office that have no coordinator, who leads the office
    all of it, and a job centre those it has taken over. None for who drives none."""
    granted = grants(Action.WORK_ON_PROJECT, by)
    if not granted:
        return None
    driver = Driver()
    for membership, scope in granted:
        if scope is Scope.COORDINATING:
            _add(driver.organisations, membership.organisation_id)
        elif membership.role is Role.OFFICE_MANAGER:
            _add(driver.led_offices, membership.office_id)
        else:
            _add(driver.offices, membership.office_id)
    return driver


def _add(ids: set[int], id_: int | None) -> None:
    if id_ is not None:
        ids.add(id_)


def job_centres_of(by: Actor) -> frozenset[int]:
    """The job centres whose candidates the actor works with."""
    return frozenset(
        membership.organisation_id
        for membership, scope in grants(Action.WORK_ON_CANDIDACY, by)
        if scope is Scope.REGISTERED and membership.organisation_id is not None
    )


def candidates_item(row: AwaitedInProject) -> WaitingItem:
    return WaitingItem(
        kind=_OF_CANDIDATES.get(row.awaited, WaitingKind.OUTCOMES),
        project_id=row.project_id,
        project_title=row.project_title,
        record_id=row.job_centre_id,
        title="",
        due=row.due_on,
        overdue=row.overdue,
        number=row.number,
        awaited=row.awaited,
    )


def _candidates(by: Actor, on: date, project_id: int | None, limit: int) -> list[WaitingItem]:
    """For caseworkers: what is to be done with their job centres' candidates, one item for each project."""
    job_centres = job_centres_of(by)
    if not job_centres:
        return []
    rows = awaited_by_project(job_centre_ids=job_centres, today=on, project_id=project_id, limit=limit)
    offered = [
        WaitingItem(
            kind=WaitingKind.PLACES,
            project_id=row.project_id,
            project_title=row.project_title,
            record_id=row.job_centre_id,
            title="",
            due=row.answer_by,
            overdue=row.answer_by < on,
            number=row.number,
        )
        for row in offered_places(job_centre_ids=job_centres, project_id=project_id)[:limit]
    ]
    return [*offered, *(candidates_item(row) for row in rows)]
