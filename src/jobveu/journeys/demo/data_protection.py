"""What data protection leaves behind, where a newcomer looks for it: looks at a person, an answered request for insight,
corrections, a consent that its owner has withdrawn, and things that have grown older than they may."""

from __future__ import annotations

from typing import Any

from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Contact
from jobveu.actors.operations.consent_links import make_link, note_sent
from jobveu.actors.operations.contacts import create_contact, give_consent, remove_contact, withdraw_consent
from jobveu.candidates.enums import Purpose, Situation, SkillLevel
from jobveu.candidates.identity import reveal_full, reveal_names
from jobveu.candidates.models import Candidacy, FollowUp
from jobveu.candidates.operations.corrections import correct_text, remove_record
from jobveu.candidates.operations.erasure import erase_person
from jobveu.candidates.operations.persons import register_person
from jobveu.journeys.consents import change_own_consent
from jobveu.journeys.demo.people import RANDERS, invented_cpr, invented_name, invented_phone
from jobveu.journeys.demo.steps import COORDINATOR, Story
from jobveu.journeys.demo.world import World
from jobveu.privacy.enums import DataKind, Ground
from jobveu.privacy.operations.retention import carry_out, decide_period, order_run

_SEEN = 2
"""The candidate of the fibre project whose identity others have seen: of Randers, in work now."""
_FOLLOWED = 13
"""One on the project's second course, also of Randers."""


def data_protection(world: World, fibre: Story) -> None:
    _looks_and_insight(world, fibre)
    _corrections(fibre)
    _withdrawn_consent(world)
    _old_things(world)
    _an_objection(world)
    _what_is_due(world)


def _looks_and_insight(world: World, fibre: Story) -> None:
    """Each who needed the name for their part saw it; three days ago the person was told of all of it."""
    candidacy = Candidacy.objects.get(pk=fibre.candidates[_SEEN])
    if candidacy.person_id is None:
        raise ValueError("The person has been erased.")
    person_id, project_id = candidacy.person_id, candidacy.project_id
    reveal_full(
        by=world.actor("randers"), at=world.when(161, 15), purpose=Purpose.ENROLMENT, person_id=person_id
    )
    for user, days_ago, purpose in (
        ("firma", 160, Purpose.CANDIDATE_LIST),
        ("konsulent", 158, Purpose.CANDIDACY_PAGE),
        ("skole", 155, Purpose.COURSE_PARTICIPANTS),
        ("skole", 118, Purpose.CERTIFICATE_LIST),
        ("randers", 15, Purpose.CANDIDACY_STEP),
    ):
        reveal_names(
            by=world.actor(user),
            at=world.when(days_ago, 11),
            purpose=purpose,
            person_ids=[person_id],
            project_id=project_id,
        )
    for hour, purpose in ((9, Purpose.INSIGHT), (10, Purpose.INSIGHT_FILE)):
        reveal_full(by=world.actor("randers"), at=world.when(3, hour), purpose=purpose, person_id=person_id)


def _corrections(fibre: Story) -> None:
    """What was written of the wrong one: once put right, once removed."""
    about: dict[str, Any] = {
        "by": fibre.caseworker(_FOLLOWED),
        "what": "opfoelgning",
        "candidacy_id": fibre.candidates[_FOLLOWED],
    }
    fibre.follow_up(
        _FOLLOWED, days_ago=7, note="Vil gerne i praktik hos et andet firma end resten af holdet."
    )
    correct_text(
        **about,
        at=fibre.world.when(5),
        record_id=_newest(fibre),
        text="Vil gerne i praktik sammen med resten af holdet.",
        reason="Ringede og sagde, at det var misforstået.",
    )
    fibre.follow_up(_FOLLOWED, days_ago=5, note="Har fået lov til at møde en time senere om torsdagen.")
    remove_record(
        **about,
        at=fibre.world.when(4),
        record_id=_newest(fibre),
        reason="Aftalen gælder en anden på holdet.",
    )


def _newest(fibre: Story) -> int:
    return FollowUp.objects.filter(candidacy=fibre.candidates[_FOLLOWED]).order_by("-pk")[0].pk


def _withdrawn_consent(world: World) -> None:
    """By the contact's own link: the coordinator has yet to see it."""
    contact = Contact.objects.get(organisation=world.org("hotel"), name="Hanne Hotelsen")
    by = world.actor(COORDINATOR)
    secret = make_link(by=by, at=world.when(30), contact_id=contact.pk)
    note_sent(by=by, at=world.when(30), contact_id=contact.pk)
    change_own_consent(at=world.when(2), secret=secret, kind=ConsentKind.PUBLIC_CONTACT, given=False)


def _old_things(world: World) -> None:
    """A person who never became a candidate, a contact who left, and a consent that was withdrawn: all long ago."""
    serial = next(world.candidate_numbers)
    register_person(
        by=world.actor("randers"),
        at=world.when(430),
        job_centre_id=world.org(RANDERS),
        name=invented_name(serial),
        cpr=invented_cpr(serial),
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.UNSKILLED,
        synthetic=True,
    )
    by = world.actor(COORDINATOR)
    former = create_contact(
        by=by,
        at=world.when(880),
        organisation_id=world.org("lager"),
        name="Otto Ophørtsen",
        job_title="Lagerchef",
        email="otto@demo.example",
        phone=invented_phone(31),
    )
    remove_contact(by=by, at=world.when(800), contact_id=former)
    contact = Contact.objects.get(organisation=world.org("kabel"), name="Kim Kabelsen")
    withdrawn = give_consent(
        by=by,
        at=world.when(420),
        contact_id=contact.pk,
        kind=ConsentKind.PUBLIC_CONTACT,
        given_on=world.ago(420),
        shown_by="Mail fra kontaktpersonen",
    )
    withdraw_consent(by=by, at=world.when(240), consent_id=withdrawn, on=world.ago(240))


def _an_objection(world: World) -> None:
    """Somebody who did not want to be registered: nothing is left but that it was done."""
    serial = next(world.candidate_numbers)
    person_id = register_person(
        by=world.actor("randers"),
        at=world.when(40),
        job_centre_id=world.org(RANDERS),
        name=invented_name(serial),
        cpr=invented_cpr(serial),
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.SKILLED,
        synthetic=True,
    )
    erase_person(by=world.actor("randers"), at=world.when(33), person_id=person_id, ground=Ground.OBJECTION)


def _what_is_due(world: World) -> None:
    """One period has been decided; the list of what is too old waits for somebody to say that it may go."""
    by = world.actor("administrator")
    decide_period(
        by=by,
        at=world.when(60),
        kind=DataKind.PERSON_UNUSED,
        months=12,
        decision="Opdigtet: styrelsens slettepolitik, punkt 2",
    )
    run_id = order_run(by=by, at=world.at, lists_only=True)
    carry_out(run_id=run_id, at=world.at)
