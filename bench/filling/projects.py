"""Projects with their parties, needs and courses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.filling.register import (
    NOW,
    PLACES,
    TODAY,
    TRADES,
    Register,
    company_of,
    project_parties,
    provider_of,
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
