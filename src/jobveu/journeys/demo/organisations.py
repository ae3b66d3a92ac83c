"""Contacts with their consents, conversations that belong to no project yet, and a company that was registered
twice."""

from __future__ import annotations

from jobveu.actors.enums import ConsentKind, DialogueChannel, OrganisationKind
from jobveu.actors.operations.agreed_tasks import add_agreed_task
from jobveu.actors.operations.contacts import create_contact, give_consent
from jobveu.actors.operations.organisations import create_organisation
from jobveu.journeys.demo.people import invented_phone
from jobveu.journeys.demo.steps import COORDINATOR
from jobveu.journeys.demo.world import World
from jobveu.journeys.dialogue import record_dialogue


def contacts_and_dialogue(world: World) -> None:
    """A contact in every organisation that takes part much; some have consented to surveys, one to being
    shown to the public."""
    contacts = {
        organisation: create_contact(
            by=world.actor(COORDINATOR),
            at=world.when(450),
            organisation_id=world.org(organisation),
            name=name,
            job_title=job_title,
            email=email,
            phone=invented_phone(number),
            user_id=world.actor(user).user_id if user else None,
        )
        for number, (organisation, name, job_title, email, user) in enumerate(
            (
                ("fiber", "Fie Firmasen", "Driftschef", "firma@demo.example", "firma"),
                ("pleje", "Pelle Plejesen", "Centerleder", "plejecenter@demo.example", "pleje"),
                ("kabel", "Kim Kabelsen", "Entrepriseleder", "kim@demo.example", ""),
                ("metal", "Mette Metalsen", "HR-chef", "mette@demo.example", ""),
                ("hotel", "Hanne Hotelsen", "Hoteldirektør", "hanne@demo.example", ""),
                ("lager", "Lone Lagersen", "Lagerchef", "lone@demo.example", ""),
                ("tag", "Tim Tagsen", "Direktør", "tim@demo.example", ""),
                ("skole", "Ulla Undervisningsen", "Kursuschef", "erhvervsskole@demo.example", "skole"),
                (
                    "fagforbund",
                    "Fanny Fagforbundsen",
                    "Faglig sekretær",
                    "fagforbund@demo.example",
                    "fagforbund",
                ),
                ("branche", "Bo Branchesen", "Konsulent", "branche@demo.example", "branche"),
            ),
            start=10,
        )
    }
    for organisation, kind in (
        ("fiber", ConsentKind.SURVEY),
        ("kabel", ConsentKind.SURVEY),
        ("hotel", ConsentKind.SURVEY),
        ("hotel", ConsentKind.PUBLIC_CONTACT),
        ("skole", ConsentKind.SURVEY),
        ("fagforbund", ConsentKind.SURVEY),
    ):
        give_consent(
            by=world.actor(COORDINATOR),
            at=world.when(430),
            contact_id=contacts[organisation],
            kind=kind,
            given_on=world.ago(430),
            shown_by="Mail fra kontaktpersonen",
        )
    talk = record_dialogue(
        by=world.actor("konsulent"),
        at=world.when(3),
        organisation_id=world.org("restaurant"),
        spoken_for_id=world.org("0730"),
        held_on=world.ago(3),
        channel=DialogueChannel.VISIT,
        subject="To køkkenmedhjælpere til weekenderne",
        notes="Ejeren laver alt selv og har ikke tid til at annoncere. Vil gerne have en prøvevagt først.",
        agreed="Jobcentret opretter behovet og finder to, der kan tage en prøvevagt.",
    )
    add_agreed_task(
        by=world.actor("konsulent"),
        at=world.when(3),
        dialogue_id=talk,
        title="Find to, der kan tage en prøvevagt",
        responsible_id=world.org("0730"),
        user_id=world.actor("konsulent").user_id,
        due_on=world.ahead(4),
    )
    record_dialogue(
        by=world.actor(COORDINATOR),
        at=world.when(8),
        organisation_id=world.org("metal"),
        spoken_for_id=world.org("office"),
        contact_id=contacts["metal"],
        held_on=world.ago(8),
        channel=DialogueChannel.PHONE,
        subject="Flere kurser, når robotterne kommer",
        notes="Fabrikken får to svejserobotter til foråret og spørger, hvad operatørerne kan få af kurser.",
        agreed="Vi tager det op på næste styregruppemøde.",
    )


def a_company_registered_twice(world: World) -> None:
    """A consultant did not see that the haulier was there already: the list of possible duplicates has it."""
    consultant = world.actor("konsulent")
    twin = create_organisation(
        by=consultant,
        at=world.when(20),
        kind=OrganisationKind.COMPANY,
        name="Tænkt Transport",
        municipality_id=world.municipalities["0730"],
        website="https://transport.example",
    )
    contact = create_contact(
        by=consultant,
        at=world.when(20),
        organisation_id=twin,
        name="Vera Vognsen",
        job_title="Disponent",
        email="vera@demo.example",
        phone=invented_phone(30),
    )
    record_dialogue(
        by=consultant,
        at=world.when(19),
        organisation_id=twin,
        spoken_for_id=world.org("0730"),
        contact_id=contact,
        held_on=world.ago(19),
        channel=DialogueChannel.PHONE,
        subject="En chauffør til nattekørsel",
        agreed="Disponenten ringer, når ruten er på plads.",
    )
