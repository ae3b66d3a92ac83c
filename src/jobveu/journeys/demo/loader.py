"""Loads the demonstration: invented organisations, users and candidates, and projects in every phase."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.insight.operations import take_snapshot
from jobveu.journeys.demo import stories_begun, stories_running, story_fibre, story_hotels, story_lifts
from jobveu.journeys.demo.assessing import fibre_risks, hotel_level
from jobveu.journeys.demo.course_plans import course_planning
from jobveu.journeys.demo.data_protection import data_protection
from jobveu.journeys.demo.fibre_match import fibre_match
from jobveu.journeys.demo.files import fibre_files
from jobveu.journeys.demo.insight import goals, old_register, quarter_before
from jobveu.journeys.demo.organisations import a_company_registered_twice, contacts_and_dialogue
from jobveu.journeys.demo.people import USERS
from jobveu.journeys.demo.surveys import surveys
from jobveu.journeys.demo.world import World, build_world
from jobveu.journeys.phases import phases_kept_at_end
from jobveu.journeys.reminders import choose_reminders
from jobveu.journeys.waiting import kinds_for


@transaction.atomic
def load_demo(*, by: Actor, at: datetime) -> bool:
    """Loads the demonstration as of `at`, all or nothing; False when it is there already (one SQL statement).

    Raises ImproperlyConfigured outside the demonstration: the password of its users is public.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "The demonstration's passwords are public, so it is loaded only with JOBVEU_DEMO=1."
        )
    if User.objects.filter(email=USERS[0].email).exists():
        return False
    with phases_kept_at_end():
        _tell(build_world(by=by, at=at))
    return True


def _tell(world: World) -> None:
    contacts_and_dialogue(world)
    for name in ("koordinator", "randers"):
        by = world.actors[name]
        choose_reminders(by=by, at=world.at, kinds=kinds_for(by))
    a_company_registered_twice(world)
    template = story_hotels.hotels(world)
    stories_running.drivers(world)
    fibre = story_fibre.fibre(world)
    fibre_files(fibre)
    fibre_match(fibre)
    fibre_risks(fibre)
    quarter_before(world)
    stories_begun.heat_pumps(world)
    stories_running.metal_crisis(world)
    stories_running.warehouse(world)
    stories_begun.roofers(world)
    stories_running.cleaners(world)
    stories_begun.welders(world)
    stories_begun.care_workers(world)
    stories_begun.second_hotel_round(world, template.project_id)
    story_lifts.lifts(world)
    stories_begun.fresh_needs(world)
    hotel_level(template)
    course_planning(world)
    data_protection(world, fibre)
    surveys(world, template.project_id)
    goals(world)
    old_register(world)
    take_snapshot(by=world.actors["analytiker"], at=world.at, name="demo")
