"""The fourth phase with three job centres, two companies and one school, each from their own log-in: screened, matched
by a proposal that a worker calculates, decided on by people, on a course, and in a job."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Browser

from jobveu.candidates.models import Candidacy
from jobveu.journeys.matching.deciding import accept_placement
from tests.background import PATIENCE, a_worker
from tests.browser.chromium import DESKTOP, PHONE, new_context
from tests.browser.people import Person
from tests.candidates.scene import NOW
from tests.journeys.matching_scene import Match

OURS, THEIRS, OTHERS = "Fie Prøvedeltagersdatter", "Folmer Eksempelsen", "Frode Opdigtsen"


def test_three_job_centres_two_companies_and_a_school_match_their_candidates(
    chromium: Browser, site: str
) -> None:
    match = Match()
    scene = match.scene
    mine = scene.candidate(OURS)
    theirs = match.suitable(THEIRS, "other_caseworker", licence=False)
    others = match.suitable(OTHERS, "third_caseworker")
    project = f"/projekter/{scene.project.pk}/"
    people = {}
    for who in ("coordinator", "caseworker", "other_caseworker", "company", "other_company", "provider"):
        context, complaints = new_context(chromium, size=PHONE if who == "caseworker" else DESKTOP)
        people[who] = person = Person(site, context, complaints, scripts=True)
        person.log_in(scene.users[who].email)
    coordinator, caseworker, colleague = (
        people[who] for who in ("coordinator", "caseworker", "other_caseworker")
    )

    # Screened by the project's own criteria, and asked what they would rather.
    candidacy = f"/kandidater/{mine.pk}/"
    caseworker.open(candidacy)
    caseworker.follow("Registrér screening")
    caseworker.fill_in(
        {"Kørekort B (skal)": ("Opfyldt",), "Resultat": ("Egnet til forløbet",), "Begrundelse": "Kan og vil."}
    )
    caseworker.press(caseworker.submit_label)
    caseworker.follow("Kandidatens ønsker")
    caseworker.fill_in({"Nabofirmaet": "Vil helst"})
    caseworker.press("Gem")
    caseworker.sees("Vil helst")

    # The coordinator orders a proposal; a worker calculates it while the page looks on.
    coordinator.open_project(project, "Match")
    coordinator.sees("3 kandidater er screenet som egnede")
    coordinator.follow("Beregn et forslag")
    coordinator.press("Beregn")
    coordinator.sees("Beregningen venter på at komme til.")
    proposal = coordinator.path
    with a_worker():
        coordinator.page.get_by_text("Det er bevist, at intet andet forslag giver flere.").wait_for(
            timeout=PATIENCE * 1000
        )
        coordinator.sees(*(str(row.pseudonym) for row in (mine, theirs, others)))
        coordinator.sees_nothing_of(OURS, THEIRS, OTHERS)
        coordinator.page.get_by_text("Om beregningen").click()
        coordinator.press("Genspil forslaget")
        coordinator.page.get_by_text("Det gav præcis det samme forslag.").wait_for(timeout=PATIENCE * 1000)
    for stranger in (people["company"], people["provider"]):
        stranger.is_refused(proposal)

    # Each job centre decides on its own, told why.
    placement = f"{proposal}kandidater/{mine.pk}/"
    colleague.open(proposal)
    colleague.sees(THEIRS, "Jobcenter Prøvestad")
    colleague.sees_nothing_of(OURS, OTHERS, str(mine.pseudonym))
    colleague.is_refused(placement)
    caseworker.open(proposal)
    caseworker.follow(OURS)
    caseworker.sees("Foreslået: Medarbejder hos Nabofirmaet, efter kurset Fibersplidsning", "eget ønske")
    people["other_company"].is_refused(candidacy)
    caseworker.follow("Godkend")
    caseworker.press("Godkend forslaget", fails=True)
    caseworker.fill_in({"Begrundelse": "Det, kandidaten helst vil."})
    caseworker.press("Godkend forslaget")
    caseworker.sees("Forslaget er godkendt for kandidaten.", "Godkendt")
    colleague.follow(THEIRS)
    colleague.follow("Afvis")
    colleague.fill_in({"Begrundelse": "Er syg og kan ikke begynde i januar."})
    colleague.press("Afvis forslaget")
    accept_placement(
        by=scene.actor("third_caseworker"),
        at=NOW,
        proposal_id=int(proposal.rstrip("/").rpartition("/")[2]),
        candidacy_id=others.pk,
        reason="Passer godt",
    )

    # From then on the company and the school know who comes, and nobody else does.
    assert OURS in people["other_company"].read(candidacy)
    people["company"].is_refused(candidacy)
    school = people["provider"]
    school.open_project(project, "Kandidater")
    school.sees(OURS, OTHERS)
    school.sees_nothing_of(THEIRS)
    coordinator.open(proposal)
    coordinator.sees("Afvist", "Godkendt")

    # Through the course and into the job.
    caseworker.start(candidacy, "Fibersplidsning", date.today())
    caseworker.follow_up(candidacy, channel="Telefon", note="Glad for kurset.")
    caseworker.complete(candidacy, "Fibersplidsning", date.today())
    caseworker.record_outcome(
        candidacy, "ved afslutning", "Ordinært job", {"Opgjort den": date.today()}, employer="Nabofirmaet"
    )
    coordinator.open_project(project, "Kandidater")
    coordinator.sees("I job eller uddannelse")
    assert Candidacy.objects.filter(pk=mine.pk, outcomes__kind="ordinary_job").exists()
    for person in people.values():
        assert person.complaints.found == []
        person.context.close()
