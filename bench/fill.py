"""Fills an empty database with a register of `scale` times the real volume. Run by bench.__main__.

The real volume is the evaluation's: 395 projects and 14,086 participations (act.projects.total,
act.participants.total). Every name is made of the words below; nothing stands for anybody.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

from jobveu.wall.acting import outside_requests_is_the_system

PROJECTS, PARTICIPATIONS = 395, 14_086
COORDINATORS, JOB_CENTRES, PROVIDERS, PARTNERS = 45, 94, 60, 40
COMPANIES = 400
"""Companies, for scale 1: as many as projects."""
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
FIRST = ("Prøve", "Test", "Fiktiv", "Opdigtet", "Påfund", "Eksempel", "Model", "Skygge", "Ørkesløs", "Åben")
LAST = ("Eksempelsen", "Testesen", "Fiktivsen", "Påhitsen", "Modelsen", "Ærligsen", "Øvesen", "Ådalsen")
TRADES = (
    "tjenere",
    "svejsere",
    "industrioperatører",
    "sosu-hjælpere",
    "chauffører",
    "tømrere",
    "kabeltrækkere",
)
PLACES = ("Randers", "Esbjerg", "Aalborg", "Odense", "Roskilde", "Herning", "Rønne", "Åbenrå", "Ærø")


@dataclass
class Register:
    """Ids of what has been filled in, for what points to it."""

    scale: int
    random: random.Random
    councils: list[Any] = field(default_factory=list)
    offices: list[int] = field(default_factory=list)
    coordinators: list[int] = field(default_factory=list)
    job_centres: list[int] = field(default_factory=list)
    providers: list[int] = field(default_factory=list)
    partners: list[int] = field(default_factory=list)
    companies: list[int] = field(default_factory=list)
    caseworker: int = 0

    @property
    def projects(self) -> int:
        return PROJECTS * self.scale

    @property
    def participations(self) -> int:
        return PARTICIPATIONS * self.scale


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=int, required=True)
    arguments = parser.parse_args()
    django.setup()
    outside_requests_is_the_system()

    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    started = time.perf_counter()
    register = Register(scale=arguments.scale, random=random.Random(20261102))  # noqa: S311  made-up data
    from bench.copying import finish, without_history, without_wall

    with without_wall(), without_history():
        for step in (fill_actors, fill_projects, fill_phases, fill_persons, fill_candidacies):
            step(register)
    from jobveu.accounts.models import User
    from jobveu.actors import models as actors
    from jobveu.candidates import models as candidates
    from jobveu.education.models import Course
    from jobveu.projects import models as projects

    finish(
        User,
        actors.Organisation,
        actors.Membership,
        actors.Dialogue,
        projects.Project,
        projects.Party,
        projects.Need,
        projects.ProjectNeed,
        projects.Endorsement,
        projects.PlanVersion,
        projects.Task,
        projects.Commitment,
        projects.Procurement,
        projects.Lesson,
        projects.Agreement,
        projects.AgreementText,
        projects.Signatory,
        projects.Signature,
        projects.ContributionTerms,
        Course,
        candidates.Person,
        candidates.Candidacy,
        candidates.Screening,
        candidates.Enrolment,
        candidates.Outcome,
    )
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{register.projects} projects, {register.participations} participations in {seconds:.0f} s\n"
    )
    return 0


def fill_actors(register: Register) -> None:
    """Offices, job centres, providers, partners and companies, each with a user of every role."""
    from bench.copying import copy_rows
    from jobveu.accounts.enums import Role
    from jobveu.accounts.models import User
    from jobveu.actors.enums import OrganisationKind
    from jobveu.actors.models import Dialogue, Membership, Organisation
    from jobveu.reference.models import Council, Industry, Municipality, Office

    pick = register.random
    municipalities = list(
        Municipality.objects.filter(kind="municipality").order_by("code").values_list("id", flat=True)
    )
    divisions = list(Industry.objects.filter(level="division").values_list("id", flat=True))
    register.councils = list(Council.objects.filter(valid_to__isnull=True).order_by("code"))
    offices = list(Office.objects.order_by("code"))
    organisations: list[dict[str, Any]] = []
    members: list[tuple[int, str, Role]] = []

    def add(kind: OrganisationKind, name: str, role: Role | None = None, **more: Any) -> int:
        number = len(organisations) + 1
        organisations.append(
            {
                "id": number,
                "kind": kind.value,
                "name": name,
                "cvr": "",
                "p_number": "",
                "municipality_id": pick.choice(municipalities),
                "industry_id": pick.choice(divisions),
                "office_id": None,
                "created_at": NOW,
            }
            | more
        )
        if role is not None:
            members.append((number, f"{role.value}{number}@example.dk", role))
        return number

    for office in offices:
        register.offices.append(
            add(OrganisationKind.LABOUR_MARKET_OFFICE, office.name, None, office_id=office.pk)
        )
    for index in range(JOB_CENTRES):
        place = Municipality.objects.get(pk=municipalities[index])
        register.job_centres.append(
            add(
                OrganisationKind.JOB_CENTRE,
                f"Jobcenter {place.name}",
                Role.CASEWORKER,
                municipality_id=place.pk,
            )
        )
    for index in range(PROVIDERS):
        register.providers.append(
            add(
                OrganisationKind.EDUCATION_PROVIDER,
                f"{PLACES[index % 9]} Erhvervsskole {index}",
                Role.PROVIDER,
            )
        )
    for index in range(PARTNERS):
        kind = (OrganisationKind.EMPLOYER_ASSOCIATION, OrganisationKind.TRADE_UNION)[index % 2]
        register.partners.append(add(kind, f"Part {index}", Role.SOCIAL_PARTNER))
    for index in range(COMPANIES * register.scale):
        role = Role.COMPANY if index < COMPANIES else None
        register.companies.append(
            add(OrganisationKind.COMPANY, f"{pick.choice(LAST)} {pick.choice(TRADES)} {index} ApS", role)
        )
    for index in range(COORDINATORS):
        members.append((register.offices[index % 3], f"koordinator{index}@example.dk", Role.COORDINATOR))
    copy_rows(Organisation, organisations)
    copy_rows(
        User,
        (
            {"id": number, "email": email, "name": f"Bruger {number}", "password": "!", "created_at": NOW}
            for number, (_organisation, email, _role) in enumerate(members, start=1)
        ),
    )
    copy_rows(
        Membership,
        (
            {
                "id": number,
                "user_id": number,
                "organisation_id": organisation,
                "role": role.value,
                "valid_from": date(2020, 1, 1),
            }
            for number, (organisation, _email, role) in enumerate(members, start=1)
        ),
    )
    by_role = {role: [n for n, member in enumerate(members, start=1) if member[2] == role] for role in Role}
    register.coordinators = by_role[Role.COORDINATOR]
    register.caseworker = by_role[Role.CASEWORKER][0]
    copy_rows(
        Dialogue,
        (
            {
                "id": number,
                "organisation_id": company,
                "contact_id": None,
                "spoken_by_id": pick.choice(register.coordinators),
                "spoken_for_id": pick.choice(register.offices),
                "held_on": TODAY - timedelta(days=pick.randrange(900)),
                "channel": "phone",
                "subject": f"Behov for {pick.choice(TRADES)}",
                "created_at": NOW,
            }
            for number, company in enumerate((c for c in register.companies for _ in range(2)), start=1)
        ),
    )


def fill_projects(register: Register) -> None:
    """Projects of five years with parties, needs and courses."""
    from bench.copying import copy_rows
    from jobveu.education.models import Course
    from jobveu.projects.enums import Initiative, ProjectType
    from jobveu.projects.models import Need, Party, Project, ProjectNeed
    from jobveu.reference.models import Industry, Municipality

    pick = register.random
    divisions = list(Industry.objects.filter(level="division").values_list("id", flat=True))
    municipalities = list(Municipality.objects.values_list("id", flat=True))
    types = ProjectType.values

    def projects() -> Iterator[dict[str, Any]]:
        for number in range(1, register.projects + 1):
            start = TODAY - timedelta(days=pick.randrange(1700))
            trade = pick.choice(TRADES)
            yield {
                "id": number,
                "title": f"{pick.choice(PLACES)}: {trade} {number}",
                "description": f"Opkvalificering af {trade}.",
                "type": types[number % 4],
                "status": "active" if number % 3 else "completed",
                "council_id": pick.choice(register.councils).pk,
                "industry_id": pick.choice(divisions),
                "target_groups": ["unemployed", "unskilled"],
                "initiative": pick.choice(Initiative.values),
                "initiative_organisation_id": None,
                "coordinator_id": pick.choice(register.coordinators),
                "coordinator_role": "coordinator",
                "coordinating_organisation_id": None,
                "area_kind": "shortage",
                "area_basis": "Arbejdsmarkedsbalancen",
                "start_date": start,
                "end_date": start + timedelta(days=180),
                "current_phase": 4,
                "published_at": NOW if number % 2 else None,
                "template_id": None,
                "synthetic": True,
                "created_at": NOW,
            }

    copy_rows(Project, projects())

    def parties() -> Iterator[dict[str, Any]]:
        number = 0
        for project in range(1, register.projects + 1):
            for organisation in project_parties(register, project):
                number += 1
                yield {
                    "id": number,
                    "project_id": project,
                    "organisation_id": organisation,
                    "joined_on": TODAY,
                    "in_first_dialogue": organisation in register_partners,
                    "defines_content": organisation in register_partners,
                    "note": "",
                }

    register_partners = frozenset(register.partners)
    copy_rows(Party, parties())
    copy_rows(
        Need,
        (
            {
                "id": project,
                "organisation_id": company_of(register, project),
                "stated_by_id": company_of(register, project),
                "occupation": pick.choice(TRADES),
                "head_count": pick.randrange(1, 25),
                "competences": "Kan læse en arbejdstegning.",
                "municipality_id": pick.choice(municipalities),
                "needed_by": TODAY + timedelta(days=90),
                "stated_on": TODAY - timedelta(days=pick.randrange(1700)),
                "created_at": NOW,
            }
            for project in range(1, register.projects + 1)
        ),
    )
    copy_rows(
        ProjectNeed,
        (
            {"id": project, "project_id": project, "need_id": project}
            for project in range(1, register.projects + 1)
        ),
    )
    copy_rows(
        Course,
        (
            {
                "id": course,
                "project_id": (course + 1) // 2,
                "title": f"Kursus {course}",
                "provider_id": provider_of(register, (course + 1) // 2),
                "municipality_id": pick.choice(municipalities),
                "starts_on": TODAY - timedelta(days=60),
                "ends_on": TODAY - timedelta(days=20),
                "merit_giving": True,
                "min_participants": 8,
                "max_participants": 60,
            }
            for course in range(1, 2 * register.projects + 1)
        ),
    )


def company_of(register: Register, project: int) -> int:
    return register.companies[project % len(register.companies)]


def provider_of(register: Register, project: int) -> int:
    return register.providers[project % len(register.providers)]


def job_centre_of(register: Register, project: int) -> int:
    return register.job_centres[project % len(register.job_centres)]


def project_parties(register: Register, project: int) -> list[int]:
    partner = project % (len(register.partners) - 1)
    return [
        company_of(register, project),
        provider_of(register, project),
        job_centre_of(register, project),
        job_centre_of(register, project + 1),
        register.partners[partner],
        register.partners[partner + 1],
    ]


def fill_phases(register: Register) -> None:
    """One piece of evidence of each kind for every project, and a contribution in force."""
    from bench.copying import copy_rows
    from jobveu.projects import models

    every = range(1, register.projects + 1)
    user = register.coordinators[0]
    partner = register.partners[0]
    copy_rows(
        models.Endorsement,
        (
            {
                "id": project,
                "project_id": project,
                "organisation_id": partner,
                "form": "logo",
                "shown_by": "Logo på folderen",
                "given_on": TODAY,
            }
            for project in every
        ),
    )
    copy_rows(
        models.PlanVersion,
        (
            {
                "id": project,
                "project_id": project,
                "number": 1,
                "purpose": "Flere i job.",
                "target_group": "Ledige.",
                "upskilling_need": "Faglige kurser.",
                "matching_model": "Samtaler før start.",
                "written_by_id": user,
                "written_at": NOW,
            }
            for project in every
        ),
    )
    copy_rows(
        models.Task,
        (
            {
                "id": 4 * (project - 1) + task,
                "project_id": project,
                "title": f"Opgave {task}",
                "phase": task,
                "responsible_id": job_centre_of(register, project),
                "due_on": TODAY + timedelta(days=task),
                "done_on": TODAY if task < 4 else None,
                "done_by_id": user if task < 4 else None,
            }
            for project in every
            for task in range(1, 5)
        ),
    )
    copy_rows(
        models.Commitment,
        (
            {
                "id": project,
                "project_id": project,
                "kind": "letter_of_intent",
                "organisation_id": company_of(register, project),
                "head_count": 5,
                "given_on": TODAY,
                "recorded_by_id": user,
            }
            for project in every
        ),
    )
    copy_rows(
        models.Procurement,
        (
            {
                "id": project,
                "project_id": project,
                "kind": "direct_choice",
                "subject": "Kursusforløb",
                "opened_on": TODAY,
                "deadline": None,
                "chosen_provider_id": provider_of(register, project),
                "choice_reason": "Nærmest virksomheden.",
                "chosen_on": TODAY,
                "chosen_by_id": user,
            }
            for project in every
        ),
    )
    copy_rows(
        models.Lesson,
        (
            {
                "id": project,
                "project_id": project,
                "phase": 1 + project % 5,
                "title": f"Tag kontakten tidligt ({project})",
                "text": "Alle parter skal med fra begyndelsen.",
                "tags": ["samarbejde", TRADES[project % len(TRADES)]],
                "organisation_id": None,
                "written_by_id": user,
                "written_at": NOW - timedelta(hours=project),
            }
            for project in every
        ),
    )
    copy_rows(
        models.Agreement,
        (
            {
                "id": project,
                "project_id": project,
                "kind": "contribution",
                "title": "Jobcentrets bidrag",
                "counterpart_id": job_centre_of(register, project),
                "created_at": NOW,
            }
            for project in every
        ),
    )
    copy_rows(
        models.AgreementText,
        (
            {
                "id": project,
                "agreement_id": project,
                "number": 1,
                "text": "Jobcentret finder kandidater.",
                "written_by_id": user,
                "written_at": NOW,
            }
            for project in every
        ),
    )
    copy_rows(
        models.ContributionTerms,
        (
            {
                "id": project,
                "text_id": project,
                "head_count": 20,
                "by_date": TODAY,
                "job_search_duty": "none",
                "transport_paid": True,
                "benefit_kept": True,
                "work_placement_weeks": 2,
            }
            for project in every
        ),
    )
    copy_rows(
        models.Signatory,
        (
            {"id": project, "agreement_id": project, "organisation_id": job_centre_of(register, project)}
            for project in every
        ),
    )
    copy_rows(
        models.Signature,
        (
            {
                "id": project,
                "text_id": project,
                "organisation_id": job_centre_of(register, project),
                "user_id": user,
                "at": NOW,
            }
            for project in every
        ),
    )


def fill_persons(register: Register) -> None:
    """One person for each participation, encrypted as on the site; names in order within a job centre."""
    from bench.copying import copy_rows
    from jobveu.candidates.models import Person
    from jobveu.candidates.sealing import CPR, NAME, context_of
    from jobveu.common.crypto import encrypt

    pick = register.random
    names = [f"{first} {last}" for first in FIRST for last in LAST]

    def persons() -> Iterator[dict[str, Any]]:
        for number in range(1, register.participations + 1):
            key = uuid.UUID(int=pick.getrandbits(128), version=4)
            yield {
                "id": number,
                "job_centre_id": job_centre_of(register, project_of(register, number)),
                "key": key,
                "name_encrypted": encrypt(pick.choice(names), context=context_of(key, NAME)),
                "cpr_encrypted": encrypt(
                    f"{610000 + number % 1000:06d}{number % 10000:04d}", context=context_of(key, CPR)
                ),
                "cpr_hash": number.to_bytes(32),
                "phone_encrypted": None,
                "email_encrypted": None,
                "name_position": number,
                "situation": "unemployed",
                "vulnerable": number % 7 == 0,
                "skill_level": "unskilled",
                "municipality_id": None,
                "driving_licences": "{B}" if number % 2 else "{none}",
                "danish_level": ("B1", "B2", "C2")[number % 3],
                "unemployed_since": NOW.date() - timedelta(days=30 * (number % 40)),
                "certificates": None,
                "available_from": None,
                "away": "{}",
                "travel_limit_km": 30 + number % 50,
                "synthetic": True,
                "registered_by_id": register.caseworker,
                "registered_at": NOW,
            }

    copy_rows(Person, persons())


def project_of(register: Register, participation: int) -> int:
    """Participations are dealt out evenly: about 36 to a project."""
    return 1 + participation % register.projects


def fill_candidacies(register: Register) -> None:
    """Each person screened, enrolled, through with the course and with an outcome."""
    from bench.copying import copy_rows
    from jobveu.candidates import models

    every = range(1, register.participations + 1)
    user = register.caseworker
    copy_rows(
        models.Candidacy,
        (
            {
                "id": number,
                "person_id": number,
                "project_id": project_of(register, number),
                "job_centre_id": job_centre_of(register, project_of(register, number)),
                "pseudonym": f"B-{number:07d}",
                "added_by_id": user,
                "added_on": TODAY - timedelta(days=90),
            }
            for number in every
        ),
    )
    copy_rows(
        models.Screening,
        (
            {
                "id": number,
                "candidacy_id": number,
                "result": "passed",
                "reason": "Motiveret.",
                "screened_on": TODAY - timedelta(days=80),
                "screened_by_id": user,
            }
            for number in every
        ),
    )
    copy_rows(
        models.Enrolment,
        (
            {
                "id": number,
                "candidacy_id": number,
                "course_id": 2 * project_of(register, number) - number % 2,
                "status": "completed",
                "enrolled_on": TODAY - timedelta(days=70),
                "enrolled_by_id": user,
                "started_on": TODAY - timedelta(days=60),
                "ended_on": TODAY - timedelta(days=20),
            }
            for number in every
        ),
    )
    copy_rows(
        models.Outcome,
        (
            {
                "id": number,
                "candidacy_id": number,
                "milestone": "end",
                "kind": "ordinary_education" if number % 3 else "unknown",
                "employer_id": None,
                "as_of": TODAY,
                "recorded_by_id": user,
            }
            for number in every
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
