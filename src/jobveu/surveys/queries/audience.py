"""Who a round asks, by its rule: whom and why, who not and why not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import ConsentKind, OrganisationKind
from jobveu.actors.models import Consent, Contact, ContactPause
from jobveu.common.sorting import DanishSortKey
from jobveu.education.models import Course
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.projects.models import Party, Project
from jobveu.surveys.enums import RESPONDENTS, RespondentType
from jobveu.surveys.models import SurveyRound
from jobveu.surveys.round_data import Stratum


class WhyNot(TextChoices):
    """Why somebody whom the rule is about is not asked."""

    NO_CONSENT = "no_consent", _("Har ikke givet samtykke til spørgeskemaer")
    NO_EMAIL = "no_email", _("Har ingen e-mail")
    PAUSED = "paused", _("Organisationen har sagt »ikke nu«")
    SAME_PERSON = "same_person", _("Bliver spurgt som kontaktperson et andet sted")


@dataclass(frozen=True, slots=True)
class AudienceRule:
    """Contacts of the parties and providers of these projects. Dates are both inclusive; None: no limit."""

    statuses: frozenset[ProjectStatus]
    project_types: frozenset[ProjectType]
    respondent_types: frozenset[RespondentType]
    office_id: int | None = None
    council_id: int | None = None
    project_id: int | None = None
    started_from: date | None = None
    started_to: date | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A contact whom the rule is about. `project_*`: the newest of their projects, which they would be asked about;
    `projects`: how many they took part in. `consent_on`: since when they may be asked. `why_not`: None for whoever is
    asked."""

    contact_id: int
    name: str
    email: str
    organisation_id: int
    organisation: str
    stratum: Stratum
    council_id: int | None
    project_id: int
    project_title: str
    projects: int
    consent_on: date | None
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody whom the rule is about, each person once as asked. In the order of respondent types, then of names."""

    considered: tuple[Considered, ...]

    @property
    def asked(self) -> tuple[Considered, ...]:
        return tuple(one for one in self.considered if one.why_not is None)

    @property
    def asked_by_type(self) -> Mapping[RespondentType, int]:
        counted = Counter(one.stratum.respondent_type for one in self.asked)
        return {each: counted[each] for each in RespondentType}

    @property
    def left_out(self) -> Mapping[WhyNot, int]:
        counted = Counter(one.why_not for one in self.considered if one.why_not is not None)
        return {each: counted[each] for each in WhyNot if counted[each]}

    @property
    def population(self) -> Mapping[Stratum, int]:
        """All persons by stratum, asked or not, each once."""
        return Counter(one.stratum for one in self.considered if one.why_not is not WhyNot.SAME_PERSON)


def consents() -> Exists:
    """Whether an invitation's contact consents to surveys now."""
    return Exists(
        Consent.objects.filter(
            contact=OuterRef("contact"), kind=ConsentKind.SURVEY, withdrawn_on__isnull=True
        )
    )


def rule_of(row: SurveyRound) -> AudienceRule:
    return AudienceRule(
        statuses=frozenset(ProjectStatus(each) for each in row.statuses),
        project_types=frozenset(ProjectType(each) for each in row.project_types),
        respondent_types=frozenset(RespondentType(each) for each in row.respondent_types),
        office_id=row.office_id,
        council_id=row.council_id,
        project_id=row.project_id,
        started_from=row.started_from,
        started_to=row.started_to,
    )


def audience(rule: AudienceRule, *, on: date) -> Audience:
    """Who would be asked on the day. Six SQL statements."""
    projects = {row.pk: row for row in _projects(rule).select_related("council__office")}
    of_organisation = _projects_of_organisations(projects, rule.respondent_types)
    contacts = (
        Contact.objects.filter(active=True, organisation__in=of_organisation)
        .select_related("organisation")
        .order_by(DanishSortKey("name"), "pk")
    )
    consents = dict(
        Consent.objects.filter(
            kind=ConsentKind.SURVEY,
            withdrawn_on__isnull=True,
            given_on__lte=on,
            contact__organisation__in=of_organisation,
        ).values_list("contact_id", "given_on")
    )
    paused = set(
        ContactPause.objects.filter(
            organisation__in=of_organisation, lifted_on__isnull=True, until__gt=on
        ).values_list("organisation_id", flat=True)
    )
    found = [
        _considered(row, [projects[each] for each in of_organisation[row.organisation_id]], consents, paused)
        for row in contacts
    ]
    order = list(RespondentType)
    once = _each_once(found)
    return Audience(tuple(sorted(once, key=lambda one: order.index(one.stratum.respondent_type))))


def _projects(rule: AudienceRule) -> Iterable[Project]:
    """Cases taken from publications are nobody's projects here."""
    wanted = Q(status__in=rule.statuses, type__in=rule.project_types, source_note="")
    for lookup, value in (
        ("pk", rule.project_id),
        ("council", rule.council_id),
        ("council__office", rule.office_id),
        ("start_date__gte", rule.started_from),
        ("start_date__lte", rule.started_to),
    ):
        if value is not None:
            wanted &= Q(**{lookup: value})
    return Project.objects.filter(wanted)


def _projects_of_organisations(
    projects: Collection[int], respondent_types: frozenset[RespondentType]
) -> dict[int, set[int]]:
    """The projects that each organisation whose contacts may be asked takes part in: as a party, or with a course."""
    kinds = [kind for kind, respondent_type in RESPONDENTS.items() if respondent_type in respondent_types]
    found: dict[int, set[int]] = defaultdict(set)
    parties = Party.objects.filter(project__in=projects, organisation__kind__in=kinds)
    courses = Course.objects.filter(project__in=projects, provider__kind__in=kinds)
    for pairs in (
        parties.values_list("organisation_id", "project_id"),
        courses.values_list("provider_id", "project_id"),
    ):
        for organisation_id, project_id in pairs:
            found[organisation_id].add(project_id)
    return found


def _considered(
    row: Contact, projects: Collection[Project], consents: Mapping[int, date], paused: Collection[int]
) -> Considered:
    newest = max(projects, key=lambda one: (one.start_date or date.min, one.pk))
    why_not = None
    if row.pk not in consents:
        why_not = WhyNot.NO_CONSENT
    elif not row.email:
        why_not = WhyNot.NO_EMAIL
    elif row.organisation_id in paused:
        why_not = WhyNot.PAUSED
    return Considered(
        contact_id=row.pk,
        name=row.name,
        email=row.email,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        stratum=Stratum(
            RESPONDENTS[OrganisationKind(row.organisation.kind)],
            newest.council.code if newest.council else None,
            ProjectType(newest.type),
            newest.council.office.code if newest.council else None,
        ),
        council_id=newest.council_id,
        project_id=newest.pk,
        project_title=newest.title,
        projects=len(projects),
        consent_on=consents.get(row.pk),
        why_not=why_not,
    )


def _each_once(found: Iterable[Considered]) -> list[Considered]:
    """An address is one person, in however many organisations: asked where they may be, about the newest project."""
    by_address: dict[str, list[Considered]] = defaultdict(list)
    for one in found:
        by_address[one.email.strip().lower() or f"#{one.contact_id}"].append(one)
    answer = []
    for of_one in by_address.values():
        kept = max(of_one, key=lambda one: (one.why_not is None, one.project_id, -one.contact_id))
        answer += [one if one is kept else _same_person(one) for one in of_one]
    return answer


def _same_person(one: Considered) -> Considered:
    return Considered(
        **{name: getattr(one, name) for name in Considered.__slots__ if name != "why_not"},
        why_not=WhyNot.SAME_PERSON,
    )
