"""Fills an empty database with a register of `scale` times the real volume. Run by bench.__main__.

The real volume is the evaluation's: 395 projects and 14,086 participations (act.projects.total,
act.participants.total). Every name is made of the words in filling/register.py; nothing stands for anybody.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time

import django

from bench.filling.actors import fill_actors
from bench.filling.persons import fill_candidacies, fill_persons
from bench.filling.phases import fill_phases
from bench.filling.projects import fill_projects
from bench.filling.register import Register
from jobveu.wall.acting import outside_requests_is_the_system


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


if __name__ == "__main__":
    sys.exit(main())
