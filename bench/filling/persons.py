"""Persons, and all that they go through."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.filling.register import FIRST, LAST, NOW, TODAY, Register, job_centre_of, project_of


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
