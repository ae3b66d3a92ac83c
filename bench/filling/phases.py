"""What projects consist of, phase by phase."""

from __future__ import annotations

from datetime import timedelta

from bench.filling.register import NOW, TODAY, TRADES, Register, company_of, job_centre_of, provider_of


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
