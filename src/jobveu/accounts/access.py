"""Who may do what with whose data: the one matrix, and the pure decision over it.

`MATRIX` is data: for each action, which roles may do it, and with whose data (`Scope`). The views declare
an action each (jobveu.web.access); lists are filtered by the same scopes (`scopes_for`). Nothing else in
the product decides on access.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from jobveu.accounts.actor import PUBLIC_MEMBERSHIP, Actor, Membership
from jobveu.accounts.enums import Role


class Scope(Enum):
    """Whose data: how the subject has to belong to the membership that the role comes from."""

    ALL = auto()
    OWN_OFFICE = auto()  # the project's council is served by the member's labour market office
    OWN_COUNCIL = auto()  # the project belongs to the member's regional council
    COORDINATING = auto()  # the member's organisation has taken over the coordinating role
    PARTY = auto()  # the member's organisation is a party to the project
    OWN_ORGANISATION = auto()  # the record is about, or was made for, the member's organisation
    REGISTERED = auto()  # the member's job centre registered the person
    OWN_COURSE = auto()  # the person is, or was, enrolled on a course the member's organisation runs
    PRESENTED = auto()  # the person was presented to the member's company
    ADMINISTERED = auto()  # the record is about the users of an organisation that the member administers
    SELF = auto()  # the record is the user's own


class Action(Enum):
    # Open to everybody
    VIEW_PUBLIC = auto()
    LOG_IN = auto()
    # Everybody with a log-in
    VIEW_START = auto()
    MANAGE_OWN_ACCOUNT = auto()
    MANAGE_OWN_TOKEN = auto()
    # Projects
    LIST_PROJECTS = auto()
    VIEW_PROJECT = auto()
    CREATE_PROJECT = auto()
    WORK_ON_PROJECT = auto()
    PUBLISH_PROJECT = auto()
    # Needs
    LIST_NEEDS = auto()
    VIEW_NEED = auto()
    RECORD_NEED = auto()
    EDIT_NEED = auto()
    # What each party does on a project
    ENDORSE = auto()
    VIEW_AGREEMENT = auto()
    SIGN_AGREEMENT = auto()
    REVISE_AGREEMENT = auto()
    COMPLETE_TASK = auto()
    GIVE_COMMITMENT = auto()
    VIEW_TENDER = auto()
    SUBMIT_OFFER = auto()
    RUN_COURSE = auto()
    PROPOSE_CONTRIBUTION = auto()
    SHAPE_SCREENING = auto()
    RECORD_LESSON = auto()
    LIST_LESSONS = auto()
    # Course planning across projects
    LIST_OFFERED_HOLDS = auto()
    OFFER_HOLD = auto()
    PLAN_COURSES = auto()
    VIEW_PLACEMENTS = auto()
    # The register as a whole
    VIEW_DATA_QUALITY = auto()
    VALIDATE_DATA = auto()
    IMPORT_REGISTER = auto()
    # Persons
    LIST_PERSONS = auto()
    REGISTER_PERSON = auto()
    VIEW_PERSON = auto()
    EDIT_PERSON = auto()
    VIEW_IDENTITY_LOG = auto()
    VIEW_LOOKS = auto()
    GIVE_INSIGHT = auto()
    ERASE_PERSON = auto()
    LIST_CANDIDATES = auto()
    ADD_CANDIDATE = auto()
    VIEW_CANDIDACY = auto()
    WORK_ON_CANDIDACY = auto()
    SCORE_CANDIDATE = auto()
    FOLLOW_PARTICIPANT = auto()
    VIEW_MATCHING = auto()
    SEE_IDENTITY = auto()
    SEE_FULL_IDENTITY = auto()
    # Actors
    LIST_ORGANISATIONS = auto()
    VIEW_ORGANISATION = auto()
    CREATE_ORGANISATION = auto()
    EDIT_ORGANISATION = auto()
    MANAGE_CONTACTS = auto()
    VIEW_DIALOGUE = auto()
    VIEW_DIALOGUE_NOTES = auto()
    RECORD_DIALOGUE = auto()
    EDIT_DIALOGUE = auto()
    CHOOSE_PRIMARY_CONTACT = auto()
    PAUSE_CONTACT = auto()
    MERGE_DUPLICATES = auto()
    READ_CONTACT_NOTICE = auto()
    READ_CONSENT_NOTICE = auto()
    # Surveys
    LIST_SURVEYS = auto()
    RUN_SURVEY = auto()
    # The programme's figures
    VIEW_FIGURES = auto()
    TAKE_SNAPSHOT = auto()
    VIEW_SURVEY_RESULTS = auto()
    READ_SURVEY_TEXTS = auto()
    SET_GOAL = auto()
    OVERRULE_ASSESSMENT = auto()
    OVERRULE_NATIONAL_ASSESSMENT = auto()
    # Administration
    MANAGE_USERS = auto()
    MANAGE_MEMBERS = auto()
    VIEW_AUDIT = auto()
    MANAGE_MAIL = auto()
    MANAGE_RETENTION = auto()


_STAFF = (Role.COORDINATOR, Role.OFFICE_MANAGER)
_JOB_CENTRE = (Role.CASEWORKER, Role.COMPANY_CONSULTANT)
_PARTIES = (*_JOB_CENTRE, Role.PROVIDER, Role.COMPANY, Role.SOCIAL_PARTNER)
_LOGGED_IN = tuple(role for role in Role if role is not Role.PUBLIC)
_READERS = (Role.NATIONAL_ANALYST, *_STAFF)

Grants = Mapping[Role, tuple[Scope, ...]]


def _grant(*rows: tuple[tuple[Role, ...], tuple[Scope, ...]]) -> Grants:
    grants: dict[Role, tuple[Scope, ...]] = {}
    for roles, scopes in rows:
        for role in roles:
            grants[role] = grants.get(role, ()) + scopes
    return grants


_COORDINATES_PROJECT = _grant(
    (_STAFF, (Scope.OWN_OFFICE,)),
    (_JOB_CENTRE, (Scope.COORDINATING,)),
)
"""Who drives a project: the office it belongs to, and the job centre it has been handed over to."""

MATRIX: Mapping[Action, Grants] = {
    Action.VIEW_PUBLIC: _grant((tuple(Role), (Scope.ALL,))),
    Action.LOG_IN: _grant((tuple(Role), (Scope.ALL,))),
    Action.VIEW_START: _grant((_LOGGED_IN, (Scope.ALL,))),
    Action.MANAGE_OWN_ACCOUNT: _grant((_LOGGED_IN, (Scope.ALL,))),
    # By which programs use the API as the user.
    Action.MANAGE_OWN_TOKEN: _grant((_LOGGED_IN, (Scope.SELF,))),
    #
    Action.LIST_PROJECTS: _grant(
        (_READERS, (Scope.ALL,)),
        ((Role.COUNCIL_MEMBER,), (Scope.OWN_COUNCIL,)),
        (_PARTIES, (Scope.PARTY, Scope.COORDINATING)),
    ),
    Action.VIEW_PROJECT: _grant(
        (_READERS, (Scope.ALL,)),
        ((Role.COUNCIL_MEMBER,), (Scope.OWN_COUNCIL,)),
        (_PARTIES, (Scope.PARTY, Scope.COORDINATING)),
    ),
    Action.CREATE_PROJECT: _grant((_STAFF, (Scope.OWN_OFFICE,))),
    Action.WORK_ON_PROJECT: _COORDINATES_PROJECT,
    Action.PUBLISH_PROJECT: _grant((_STAFF, (Scope.OWN_OFFICE,))),
    #
    Action.LIST_NEEDS: _grant((_READERS, (Scope.ALL,)), (_PARTIES, (Scope.OWN_ORGANISATION,))),
    Action.VIEW_NEED: _grant(
        (_READERS, (Scope.ALL,)),
        (_PARTIES, (Scope.OWN_ORGANISATION, Scope.PARTY)),
    ),
    Action.RECORD_NEED: _grant(
        (_STAFF, (Scope.ALL,)),
        (_JOB_CENTRE, (Scope.ALL,)),
        ((Role.COMPANY, Role.SOCIAL_PARTNER), (Scope.OWN_ORGANISATION,)),
    ),
    Action.EDIT_NEED: _grant(
        (_STAFF, (Scope.ALL,)),
        ((*_JOB_CENTRE, Role.COMPANY, Role.SOCIAL_PARTNER), (Scope.OWN_ORGANISATION,)),
    ),
    #
    Action.ENDORSE: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.COORDINATING,)),
        ((Role.SOCIAL_PARTNER,), (Scope.PARTY,)),
    ),
    Action.VIEW_AGREEMENT: _grant(
        (_READERS, (Scope.ALL,)),
        ((Role.COUNCIL_MEMBER,), (Scope.OWN_COUNCIL,)),
        (_PARTIES, (Scope.OWN_ORGANISATION, Scope.COORDINATING)),
    ),
    # OWN_ORGANISATION: the member's organisation is one of the signatories.
    Action.SIGN_AGREEMENT: _grant(
        ((*_STAFF, *_PARTIES), (Scope.OWN_ORGANISATION,)),
    ),
    # OWN_ORGANISATION: the member's job centre is the one whose contribution is agreed.
    Action.REVISE_AGREEMENT: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.OWN_ORGANISATION, Scope.COORDINATING)),
    ),
    Action.COMPLETE_TASK: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_PARTIES, (Scope.OWN_ORGANISATION,)),
        (_JOB_CENTRE, (Scope.COORDINATING,)),
    ),
    Action.GIVE_COMMITMENT: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.COORDINATING,)),
        ((Role.COMPANY, Role.SOCIAL_PARTNER), (Scope.PARTY,)),
    ),
    Action.VIEW_TENDER: _grant(
        (_READERS, (Scope.ALL,)),
        ((Role.COUNCIL_MEMBER,), (Scope.OWN_COUNCIL,)),
        (_JOB_CENTRE, (Scope.PARTY, Scope.COORDINATING)),
        ((Role.SOCIAL_PARTNER,), (Scope.PARTY,)),
        # A provider sees the tender it is invited to, and its own offer, never the others'.
        ((Role.PROVIDER,), (Scope.OWN_ORGANISATION,)),
    ),
    Action.SUBMIT_OFFER: _grant(((Role.PROVIDER,), (Scope.OWN_ORGANISATION,))),
    Action.RUN_COURSE: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.COORDINATING,)),
        ((Role.PROVIDER,), (Scope.OWN_COURSE,)),
    ),
    Action.PROPOSE_CONTRIBUTION: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.PARTY, Scope.COORDINATING)),
    ),
    # The criteria by which all job centres of the project screen (def.phase4.screening_owner).
    Action.SHAPE_SCREENING: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.PARTY, Scope.COORDINATING)),
    ),
    Action.RECORD_LESSON: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_PARTIES, (Scope.PARTY, Scope.COORDINATING)),
    ),
    Action.LIST_LESSONS: _grant(
        ((*_READERS, Role.COUNCIL_MEMBER, *_PARTIES), (Scope.ALL,)),
    ),
    # What schools could run for whoever comes. A school sees its own, and of plans what was answered it.
    Action.LIST_OFFERED_HOLDS: _grant(
        (_READERS, (Scope.ALL,)), ((Role.PROVIDER,), (Scope.OWN_ORGANISATION,))
    ),
    Action.OFFER_HOLD: _grant(((Role.PROVIDER,), (Scope.OWN_ORGANISATION,))),
    # A plan tells how many each organisation of the office's projects asks for.
    Action.PLAN_COURSES: _grant((_STAFF, (Scope.OWN_OFFICE,))),
    # Where one's own are placed in the newest plans, and which holds lack somebody; of others only sums.
    Action.VIEW_PLACEMENTS: _grant(((*_JOB_CENTRE, Role.COMPANY), (Scope.OWN_ORGANISATION,))),
    # What is missing or wrong in the register; and saying that it is as it should be.
    Action.VIEW_DATA_QUALITY: _grant((_READERS, (Scope.ALL,))),
    Action.VALIDATE_DATA: _grant((_STAFF, (Scope.OWN_OFFICE,))),
    Action.IMPORT_REGISTER: _grant((_STAFF, (Scope.OWN_OFFICE,)), ((Role.ADMINISTRATOR,), (Scope.ALL,))),
    #
    Action.LIST_PERSONS: _grant((_JOB_CENTRE, (Scope.REGISTERED,))),
    Action.REGISTER_PERSON: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    Action.VIEW_PERSON: _grant((_JOB_CENTRE, (Scope.REGISTERED,))),
    Action.EDIT_PERSON: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    Action.VIEW_IDENTITY_LOG: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    # Across persons: the job centre's manager, who is the caseworker that administers its users.
    Action.VIEW_LOOKS: _grant(((Role.CASEWORKER,), (Scope.ADMINISTERED,))),
    # Everything held about a person, for that person (articles 15 and 20), and erasing them (article 17).
    Action.GIVE_INSIGHT: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    Action.ERASE_PERSON: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    # The candidates of a project, each by pseudonym unless SEE_IDENTITY says otherwise.
    Action.LIST_CANDIDATES: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.PARTY, Scope.COORDINATING)),
        ((Role.PROVIDER, Role.COMPANY), (Scope.PARTY,)),
    ),
    Action.ADD_CANDIDATE: _grant(((Role.CASEWORKER,), (Scope.PARTY, Scope.COORDINATING))),
    Action.VIEW_CANDIDACY: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.REGISTERED, Scope.COORDINATING)),
        ((Role.PROVIDER,), (Scope.OWN_COURSE,)),
        ((Role.COMPANY,), (Scope.PRESENTED,)),
    ),
    Action.WORK_ON_CANDIDACY: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    # What companies say of candidates they have met: each company of those presented to it; on companies' behalf the
    # candidate's caseworkers, and whoever drives the project.
    Action.SCORE_CANDIDATE: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        ((Role.CASEWORKER,), (Scope.REGISTERED,)),
        (_JOB_CENTRE, (Scope.COORDINATING,)),
        ((Role.COMPANY,), (Scope.PRESENTED,)),
    ),
    Action.FOLLOW_PARTICIPANT: _grant(
        (_JOB_CENTRE, (Scope.REGISTERED,)),
        ((Role.PROVIDER,), (Scope.OWN_COURSE,)),
    ),
    # Proposals of who gets what: in numbers, and for each candidate that VIEW_CANDIDACY lets them see.
    Action.VIEW_MATCHING: _grant(
        (_STAFF, (Scope.OWN_OFFICE,)),
        (_JOB_CENTRE, (Scope.PARTY, Scope.COORDINATING)),
    ),
    Action.SEE_IDENTITY: _grant(
        (_JOB_CENTRE, (Scope.REGISTERED,)),
        ((Role.PROVIDER,), (Scope.OWN_COURSE,)),
        ((Role.COMPANY,), (Scope.PRESENTED,)),
    ),
    # CPR number and contact details, beyond the name that SEE_IDENTITY shows.
    Action.SEE_FULL_IDENTITY: _grant(((Role.CASEWORKER,), (Scope.REGISTERED,))),
    #
    Action.LIST_ORGANISATIONS: _grant(
        ((*_READERS, *_JOB_CENTRE, Role.ADMINISTRATOR), (Scope.ALL,)),
        ((Role.PROVIDER, Role.COMPANY, Role.SOCIAL_PARTNER, Role.COUNCIL_MEMBER), (Scope.OWN_ORGANISATION,)),
    ),
    Action.VIEW_ORGANISATION: _grant(
        ((*_READERS, *_JOB_CENTRE, Role.ADMINISTRATOR), (Scope.ALL,)),
        ((Role.PROVIDER, Role.COMPANY, Role.SOCIAL_PARTNER, Role.COUNCIL_MEMBER), (Scope.OWN_ORGANISATION,)),
    ),
    Action.CREATE_ORGANISATION: _grant(((*_STAFF, *_JOB_CENTRE, Role.ADMINISTRATOR), (Scope.ALL,))),
    Action.EDIT_ORGANISATION: _grant(
        ((*_STAFF, Role.ADMINISTRATOR), (Scope.ALL,)),
        (_PARTIES, (Scope.OWN_ORGANISATION,)),
    ),
    # Whoever speaks with companies keeps their contacts and consents, whosever organisation it is.
    Action.MANAGE_CONTACTS: _grant(
        ((*_STAFF, *_JOB_CENTRE, Role.ADMINISTRATOR), (Scope.ALL,)),
        (_PARTIES, (Scope.OWN_ORGANISATION,)),
    ),
    # Across offices and job centres: who spoke with whom, when, about what, and what was agreed.
    Action.VIEW_DIALOGUE: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.ALL,))),
    # The notes stay with those who held the conversation (OWN_ORGANISATION, as for EDIT_DIALOGUE).
    Action.VIEW_DIALOGUE_NOTES: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.OWN_ORGANISATION,))),
    Action.RECORD_DIALOGUE: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.ALL,))),
    # OWN_ORGANISATION: the conversation was held by somebody of the member's organisation.
    Action.EDIT_DIALOGUE: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.OWN_ORGANISATION,))),
    Action.CHOOSE_PRIMARY_CONTACT: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.ALL,))),
    # "Not now until": noted by whoever is told so, or by the company's own users.
    Action.PAUSE_CONTACT: _grant(
        ((*_STAFF, *_JOB_CENTRE), (Scope.ALL,)),
        ((Role.COMPANY,), (Scope.OWN_ORGANISATION,)),
    ),
    # What a merge may not do, whoever does it, is in journeys.merging.
    Action.MERGE_DUPLICATES: _grant(((*_STAFF, Role.ADMINISTRATOR), (Scope.ALL,))),
    Action.READ_CONTACT_NOTICE: _grant(((*_STAFF, *_JOB_CENTRE), (Scope.SELF,))),
    Action.READ_CONSENT_NOTICE: _grant((_LOGGED_IN, (Scope.SELF,))),
    #
    # What is asked, and how many have answered: no contact and no answer.
    Action.LIST_SURVEYS: _grant((_READERS, (Scope.ALL,))),
    # Who is asked and why, by name; and the whole country's rounds.
    Action.RUN_SURVEY: _grant((_STAFF, (Scope.OWN_OFFICE,)), ((Role.NATIONAL_ANALYST,), (Scope.ALL,))),
    # Aggregates only, of the whole country: what could tell of few persons is taken out for everybody.
    Action.VIEW_FIGURES: _grant(((*_READERS, Role.COUNCIL_MEMBER, *_JOB_CENTRE), (Scope.ALL,))),
    # What a council aims at: its members', and the office's that serves it.
    Action.SET_GOAL: _grant(
        ((Role.OFFICE_MANAGER,), (Scope.OWN_OFFICE,)),
        ((Role.COUNCIL_MEMBER,), (Scope.OWN_COUNCIL,)),
    ),
    # A level of the model's elements, set against what is computed: of a project or a council by the office that serves
    # it, of the whole country by the agency.
    Action.OVERRULE_ASSESSMENT: _grant((_STAFF, (Scope.OWN_OFFICE,))),
    Action.OVERRULE_NATIONAL_ASSESSMENT: _grant(((Role.NATIONAL_ANALYST,), (Scope.ALL,))),
    # A snapshot is of the whole country: those who answer for its figures, and the offices that report them.
    Action.TAKE_SNAPSHOT: _grant(((Role.NATIONAL_ANALYST, Role.OFFICE_MANAGER), (Scope.ALL,))),
    # Aggregates too: what could tell what few persons answered is taken out for everybody.
    Action.VIEW_SURVEY_RESULTS: _grant(((*_READERS, Role.COUNCIL_MEMBER, *_JOB_CENTRE), (Scope.ALL,))),
    # Answers in words may name people. OWN_OFFICE: the round is about the office's projects alone.
    Action.READ_SURVEY_TEXTS: _grant(((Role.NATIONAL_ANALYST,), (Scope.ALL,)), (_STAFF, (Scope.OWN_OFFICE,))),
    #
    Action.MANAGE_USERS: _grant(((Role.ADMINISTRATOR,), (Scope.ALL,))),
    # Only the members who administer their organisation: the role alone gives nothing.
    Action.MANAGE_MEMBERS: _grant(
        (_LOGGED_IN, (Scope.ADMINISTERED,)),
        ((Role.ADMINISTRATOR,), (Scope.ALL,)),
    ),
    Action.VIEW_AUDIT: _grant(((Role.ADMINISTRATOR,), (Scope.ALL,))),
    Action.MANAGE_MAIL: _grant(((Role.ADMINISTRATOR,), (Scope.ALL,))),
    # How long personal data are kept, what is due, and letting it go: numbers and days, never a name.
    Action.MANAGE_RETENTION: _grant(((Role.ADMINISTRATOR,), (Scope.ALL,))),
}


NEEDS_SECOND_FACTOR = frozenset(
    {Action.LIST_PERSONS, Action.SEE_IDENTITY, Action.SEE_FULL_IDENTITY, Action.MANAGE_USERS}
)
"""Whoever may do one of these with anything logs in with more than a password: they see who a person is, or
can give themselves and others the roles that do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted on, as far as access depends on it: ids only."""

    office_id: int | None = None
    council_id: int | None = None
    coordinating_organisation_id: int | None = None
    party_organisation_ids: frozenset[int] = field(default_factory=frozenset)
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    registered_by_id: int | None = None
    course_provider_ids: frozenset[int] = field(default_factory=frozenset)
    presented_to_ids: frozenset[int] = field(default_factory=frozenset)
    members_of_id: int | None = None  # the organisation whose users it is about
    user_id: int | None = None


def _holds(scope: Scope, membership: Membership, actor: Actor, subject: Subject) -> bool:
    organisation = membership.organisation_id
    match scope:
        case Scope.ALL:
            return True
        case Scope.OWN_OFFICE:
            return membership.office_id is not None and membership.office_id == subject.office_id
        case Scope.OWN_COUNCIL:
            return subject.council_id is not None and subject.council_id in membership.council_ids
        case Scope.COORDINATING:
            return organisation is not None and organisation == subject.coordinating_organisation_id
        case Scope.PARTY:
            return organisation is not None and organisation in subject.party_organisation_ids
        case Scope.OWN_ORGANISATION:
            return organisation is not None and organisation in subject.organisation_ids
        case Scope.REGISTERED:
            return organisation is not None and organisation == subject.registered_by_id
        case Scope.OWN_COURSE:
            return organisation is not None and organisation in subject.course_provider_ids
        case Scope.PRESENTED:
            return organisation is not None and organisation in subject.presented_to_ids
        case Scope.ADMINISTERED:
            return (
                membership.administers and organisation is not None and organisation == subject.members_of_id
            )
        case Scope.SELF:
            return actor.user_id is not None and actor.user_id == subject.user_id


def grants(action: Action, actor: Actor) -> tuple[tuple[Membership, Scope], ...]:
    """Every (membership, scope) by which the actor might do the action: what lists are filtered by."""
    matrix_row = MATRIX[action]
    return tuple(
        (membership, scope)
        for membership in (*actor.memberships, PUBLIC_MEMBERSHIP)
        for scope in matrix_row.get(membership.role, ())
        if scope is not Scope.ADMINISTERED or membership.administers
    )


def may(action: Action, actor: Actor, subject: Subject | None = None) -> bool:
    """Whether the actor may do the action with the subject.

    With `subject=None` the question is whether there is anything at all the actor may do it with: that is
    what opens a list (which is then filtered by `grants`) or an empty form.
    """
    held = grants(action, actor)
    if subject is None:
        return bool(held)
    return any(_holds(scope, membership, actor, subject) for membership, scope in held)


def needs_second_factor(actor: Actor) -> bool:
    """Whether a role that the actor holds asks for a second factor."""
    return any(grants(action, actor) for action in NEEDS_SECOND_FACTOR)


def acting_membership(action: Action, actor: Actor, subject: Subject) -> Membership | None:
    """The membership that lets the actor do the action with the subject: on whose behalf it is done."""
    for membership, scope in grants(action, actor):
        if _holds(scope, membership, actor, subject):
            return membership
    return None
