"""Every page of this part, as every role: nobody is shown an identity that is not theirs to see, and whoever
is shown one has been written down."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from jobveu.candidates.enums import (
    ActivityKind,
    DropoutReason,
    FollowUpChannel,
    Milestone,
    Motivation,
    OutcomeKind,
    ScreeningResult,
)
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    Enrolment,
    FollowUp,
    IdentityView,
    Presentation,
    WaitingPlace,
)
from jobveu.candidates.operations import activities, enrolments, outcomes, screening
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.common.cpr import Cpr
from jobveu.common.history import erasing
from jobveu.education.models import Course
from jobveu.journeys.enrolment import enrol
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting
from jobveu.web.staff.candidates.urls import urlpatterns
from tests import reference_tables
from tests.candidates.scene import NOW, TODAY, Scene, a_cpr, make_scene
from tests.kept import kept

ROLES = (
    "caseworker",
    "consultant",
    "other_caseworker",
    "coordinator",
    "manager",
    "other_coordinator",
    "provider",
    "other_provider",
    "company",
    "other_company",
    "union",
    "analyst",
    "council",
    "administrator",
)


@dataclass
class Known:
    """A candidate and the words that would tell who it is."""

    candidacy: Candidacy
    name: str
    cpr: Cpr
    phone: str

    def told_by(self, body: str) -> set[str]:
        words = {*self.name.split(), self.cpr.digits, self.cpr.formatted(), self.phone}
        return {word for word in words if word in body}


@pytest.fixture(scope="module")
def _made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Scene, dict[str, Known]]]:
    with kept(django_db_blocker):
        reference_tables.put_in()
        scene = make_scene()
        yield scene, _known(scene)


@pytest.fixture
def scene(_made: tuple[Scene, dict[str, Known]], db: None) -> Scene:
    return deepcopy(_made[0])


@pytest.fixture
def known(_made: tuple[Scene, dict[str, Known]], db: None) -> dict[str, Known]:
    return deepcopy(_made[1])


def _known(scene: Scene) -> dict[str, Known]:
    """Four candidates: one everywhere, one only added, one of the other job centre, one withdrawn."""
    found = {}
    for key, name, who in (
        ("everywhere", "Østrid Ærenprisfeldt", "caseworker"),
        ("added", "Bjarkhild Ulvemoselund", "caseworker"),
        ("theirs", "Cirkeline Rønnebærsholm", "other_caseworker"),
        ("withdrawn", "Dagfinnur Mosekonebryg", "caseworker"),
    ):
        cpr, phone = a_cpr(), f"5{len(found)}667788"
        found[key] = Known(scene.candidate(name, who, cpr=cpr, phone=phone), name, cpr, phone)
    by = scene.actor("caseworker")
    first = {"by": by, "at": NOW, "candidacy_id": found["everywhere"].candidacy.pk}
    screening.record_screening(
        **first, result=ScreeningResult.PASSED, reason="Har kørekort", screened_on=TODAY
    )
    screening.present_candidate(**first, company_ids=[scene.company.pk], presented_on=TODAY)
    enrolment = enrol(**first, course_id=scene.course().pk)
    enrolments.start_enrolment(by=by, at=NOW, enrolment_id=enrolment, version=1, started_on=TODAY)
    dropped = enrol(**first, course_id=scene.course().pk)
    enrolments.drop_out_enrolment(
        by=by,
        at=NOW,
        enrolment_id=dropped,
        version=1,
        ended_on=TODAY,
        reason=DropoutReason.ILLNESS,
        note="Hemmelig sygdom",
    )
    outcomes.record_follow_up(**first, held_on=TODAY, channel=FollowUpChannel.PHONE, note="Hemmeligt notat")
    outcomes.record_outcome(
        **first,
        milestone=Milestone.END,
        kind=OutcomeKind.ORDINARY_JOB,
        as_of=TODAY,
        employer_name="Hemmelig Arbejdsgiver",
    )
    meeting = Meeting.objects.create(project=scene.project, kind=MeetingKind.INFORMATION, starts_at=NOW)
    for invitation in (
        activities.Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=meeting.pk),
        activities.Invitation(kind=ActivityKind.INTERVIEW, starts_on=TODAY, note="Hemmelig aftale"),
    ):
        activities.invite(**first, invitation=invitation)
    activities.record_statement(
        **first, motivation=Motivation.UNSURE, agrees=True, stated_on=TODAY, note="Hemmelig tvivl"
    )
    WaitingPlace.objects.create(
        candidacy=found["everywhere"].candidacy,
        course_id=Enrolment.objects.get(pk=dropped).course_id,
        joined_on=TODAY,
        joined_by=scene.users["caseworker"],
    )
    withdraw_candidate(
        by=by, at=NOW, candidacy_id=found["withdrawn"].candidacy.pk, reason="Hemmelig begrundelse"
    )
    return found


def addresses(scene: Scene) -> list[str]:
    """Every address of this part, filled in with everything there is."""
    found = []
    enrolled = list(Enrolment.objects.order_by("id"))
    for pattern in urlpatterns:
        match sorted(pattern.pattern.converters):
            case []:
                found.append(reverse(pattern.name))
            case ["token"]:
                found.append(reverse(pattern.name, args=["udloebet"]))
            case ["person_id"]:
                found += [
                    reverse(pattern.name, args=[row.person_id]) for row in Candidacy.objects.order_by("id")
                ]
            case ["file_format", "person_id"]:
                # As Word, which the test can read into; the PDF is made of the same value.
                found += [
                    reverse(pattern.name, args=[row.person_id, "docx"])
                    for row in Candidacy.objects.order_by("id")
                ]
            case ["project_id"]:
                found.append(reverse(pattern.name, args=[scene.project.pk]))
            case ["course_id", "project_id"]:
                found += [reverse(pattern.name, args=[scene.project.pk, row.course_id]) for row in enrolled]
            case ["candidacy_id"]:
                found += [reverse(pattern.name, args=[row.pk]) for row in Candidacy.objects.order_by("id")]
            case ["candidacy_id", "enrolment_id"]:
                found += [reverse(pattern.name, args=[row.candidacy_id, row.pk]) for row in enrolled]
            case ["candidacy_id", "presentation_id"]:
                found.append(
                    reverse(
                        pattern.name,
                        args=[enrolled[0].candidacy_id, enrolled[0].candidacy.presentations.get().pk],
                    )
                )
            case ["meeting_id", "project_id"]:
                found += [
                    reverse(pattern.name, args=[scene.project.pk, row.meeting_id])
                    for row in Activity.objects.filter(meeting__isnull=False)
                ]
            case ["activity_id", "candidacy_id"]:
                found += [
                    reverse(pattern.name, args=[row.candidacy_id, row.pk]) for row in Activity.objects.all()
                ]
            case ["candidacy_id", "place_id"]:
                found += [
                    reverse(pattern.name, args=[row.candidacy_id, row.pk])
                    for row in WaitingPlace.objects.all()
                ]
            case ["candidacy_id", "milestone"]:
                found += [
                    reverse(pattern.name, args=[row.pk, "slut"]) for row in Candidacy.objects.order_by("id")
                ]
            case ["candidacy_id", "record_id", "what"]:
                # Of a kind that may be corrected and removed.
                found += [
                    reverse(pattern.name, args=[row.candidacy_id, "opfoelgning", row.pk])
                    for row in FollowUp.objects.order_by("id")
                ]
            case other:
                raise AssertionError(f"{pattern.name} has {other}: say here how it is filled in")
    for row in Candidacy.objects.order_by("id"):
        found += [
            reverse("person_history", args=[row.person_id]),
            reverse("candidacy_history", args=[row.pk]),
        ]
    lists = (reverse("person_list"), reverse("project_candidates", args=[scene.project.pk]))
    return found + [f"{url}?format={kind}" for url in lists for kind in ("csv", "xlsx")]


def body_of(client: Client, url: str) -> str:
    response = client.get(url)
    data = b"".join(response)
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())


MAY_SEE = {
    "caseworker": {"everywhere", "added", "withdrawn"},
    "consultant": {"everywhere", "added", "withdrawn"},
    "other_caseworker": {"theirs"},
    "provider": {"everywhere"},
    "company": {"everywhere"},
}


@pytest.mark.parametrize("who", ROLES)
def test_every_page_shows_each_role_only_the_names_it_may_see_and_records_each(
    scene: Scene, known: dict[str, Known], who: str
) -> None:
    client = scene.client(who)
    user_id = scene.users[who].pk
    seen: set[str] = set()
    for url in addresses(scene):
        with erasing():
            IdentityView.objects.all().delete()
        body = body_of(client, url)
        recorded = set(IdentityView.objects.filter(user_id=user_id).values_list("person_id", flat=True))
        for key, person in known.items():
            told = person.told_by(body)
            assert not told & {person.cpr.digits, person.cpr.formatted()}, f"{url} shows a CPR number"
            if told:
                seen.add(key)
                assert key in MAY_SEE.get(who, ()), f"{url} tells {who} {told}"
                assert person.candidacy.person_id in recorded, f"{url} shows {who} a name unrecorded"
        title = body.partition("<title>")[2].partition("</title>")[0]
        assert not any(person.told_by(title) for person in known.values()), (
            f"{url} names somebody in its title"
        )
    assert seen == MAY_SEE.get(who, set())


@pytest.mark.parametrize("who", sorted(set(ROLES) - {"caseworker"}))
def test_searching_and_asking_for_a_cpr_number_leads_nobody_else_to_it(
    scene: Scene, known: dict[str, Known], who: str
) -> None:
    client = scene.client(who)
    for person in known.values():
        if who in {"consultant", "other_caseworker"} and person is known["theirs"]:
            continue
        tries = [
            client.post(
                reverse("person_identity", args=[person.candidacy.person_id]), {"purpose": "casework"}
            )
        ]
        if who != "consultant":
            tries += [
                client.post(reverse("person_search"), {"identity_search": word}, follow=True)
                for word in (person.name, person.name.split()[1])
            ]
            tries.append(
                client.post(
                    reverse("candidate_add", args=[scene.project.pk]),
                    {"_search": "identity_persons", "identity_persons-q": person.name.split()[0][:3]},
                )
            )
            tries.append(
                client.post(
                    reverse("candidate_add", args=[scene.project.pk]),
                    {"identity_persons": str(person.candidacy.person_id)},
                )
            )
        for response in tries:
            # What was typed into the search box stands in it again: look behind it.
            body = response.content.decode().replace(f'value="{person.name}"', "")
            body = body.replace(f'value="{person.name.split()[1]}"', "")
            assert not person.told_by(body) & {
                *person.name.split(),
                person.cpr.digits,
                person.cpr.formatted(),
            }
    if who != "consultant":
        assert not IdentityView.objects.filter(
            user_id=scene.users[who].pk, person__job_centre=scene.centre
        ).exists()


@pytest.mark.parametrize("who", ["coordinator", "manager", "provider", "company"])
def test_what_the_job_centre_wrote_about_a_candidate_is_the_job_centres(
    scene: Scene, known: dict[str, Known], who: str
) -> None:
    url = reverse("candidacy", args=[known["everywhere"].candidacy.pk])
    mine = scene.client("caseworker").get(url).content.decode()
    theirs = scene.client(who).get(url).content.decode()
    for secret in (
        *("Har kørekort", "Hemmeligt notat", "Hemmelig Arbejdsgiver"),
        *("Hemmelig aftale", "Hemmelig tvivl"),
    ):
        assert secret in mine
        assert secret not in theirs
    for secret in ("Hemmelig sygdom", "Sygdom"):
        assert secret in mine
        assert (secret in theirs) == (who == "provider")  # the school that the participant left


def texts_of(body: str) -> str:
    """What is told about the candidate, without the page's frame and the project's tabs."""
    return body.partition("<main")[2].partition("</main>")[0]


def test_a_company_is_told_the_name_and_its_own_presentation_and_no_more(
    scene: Scene, known: dict[str, Known]
) -> None:
    person = known["everywhere"]
    screening.present_candidate(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=person.candidacy.pk,
        company_ids=[scene.other_company.pk],
        presented_on=TODAY,
        note="Kun til naboen",
    )
    Presentation.objects.filter(company=scene.company).update(note="Kun til jer")
    client = scene.client("company")
    body = texts_of(client.get(reverse("candidacy", args=[person.candidacy.pk])).content.decode())
    for told in (
        person.name,
        person.candidacy.pseudonym,
        scene.centre.name,
        scene.company.name,
        "Kun til jer",
    ):
        assert told in body
    titles = list(Course.objects.values_list("title", flat=True))
    secrets = (
        *titles,
        scene.other_company.name,
        "Kun til naboen",
        "Egnet",
        "Screening",
        "Opfølgning",
        "Sygdom",
        "Ordinært job",
        "Resultat",
        "Tilføjet",
        "Faldet fra",
        "På kursus",
    )
    for secret in secrets:
        assert secret not in body, secret
    url = reverse("project_candidates", args=[scene.project.pk])
    course = Enrolment.objects.order_by("id").first().course_id
    for query in ("", "?state=outcome", "?state=added", f"?course={course}", "?sorter=-state"):
        listed = texts_of(client.get(url + query).content.decode())
        assert person.name in listed, query
        for secret in (*titles, "Resultat registreret", "Tilføjet", 'name="state"', 'name="course"'):
            assert secret not in listed, secret
    file = body_of(client, f"{url}?format=csv")
    assert not [secret for secret in (*titles, "Resultat", "Tilføjet") if secret in file]


def test_a_provider_is_told_of_its_own_courses_and_what_it_has_noted_itself(
    scene: Scene, known: dict[str, Known]
) -> None:
    person = known["everywhere"]
    elsewhere = scene.course(provider=scene.other_provider, title="Naboens svejsekursus")
    enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=person.candidacy.pk, course_id=elsewhere.pk)
    outcomes.record_follow_up(
        by=scene.actor("provider"),
        at=NOW,
        candidacy_id=person.candidacy.pk,
        held_on=TODAY,
        channel=FollowUpChannel.COURSE_VISIT,
        note="Møder hver dag",
    )
    client = scene.client("provider")
    body = texts_of(client.get(reverse("candidacy", args=[person.candidacy.pk])).content.decode())
    own = list(Course.objects.filter(provider=scene.provider).values_list("title", flat=True))
    for told in (person.name, *own, "Møder hver dag", "På kursus", "Faldet fra"):
        assert told in body
    for secret in (
        elsewhere.title,
        scene.other_provider.name,
        scene.company.name,
        "Screening",
        "Hemmeligt notat",
        "Ordinært job",
        "Resultat",
        "Præsenteret",
        "Tilføjet",
    ):
        assert secret not in body, secret
    url = reverse("project_candidates", args=[scene.project.pk])
    listed = texts_of(client.get(url).content.decode())
    assert "På kursus" in listed
    assert elsewhere.title not in listed
    assert "badge-success" not in listed
    assert person.name not in texts_of(client.get(f"{url}?state=outcome").content.decode())
    assert person.name in texts_of(client.get(f"{url}?state=started").content.decode())
    theirs = texts_of(
        scene.client("other_provider").get(reverse("candidacy", args=[person.candidacy.pk])).content.decode()
    )
    assert elsewhere.title in theirs
    assert not [title for title in own if title in theirs]
    assert "Møder hver dag" not in theirs
    assert "Tilmeldt" in theirs


def test_another_job_centre_sees_numbers_and_no_pseudonyms(scene: Scene, known: dict[str, Known]) -> None:
    url = reverse("project_candidates", args=[scene.project.pk])
    body = scene.client("other_caseworker").get(url).content.decode()
    assert known["theirs"].candidacy.pseudonym in body
    assert known["everywhere"].candidacy.pseudonym not in body
    assert scene.centre.name in body
    assert (
        scene.client("other_caseworker")
        .get(reverse("candidacy", args=[known["everywhere"].candidacy.pk]))
        .status_code
        == 404
    )


def test_the_order_of_pseudonyms_says_nothing_of_the_order_of_names(
    scene: Scene, known: dict[str, Known]
) -> None:
    url = reverse("project_candidates", args=[scene.project.pk])
    body = scene.client("coordinator").get(url).content.decode()
    shown = sorted(
        (person.candidacy.pseudonym for person in known.values()), key=lambda pseudonym: body.index(pseudonym)
    )
    assert shown == sorted(shown)


def test_the_server_error_page_and_the_log_tell_nobodys_name(
    scene: Scene, known: dict[str, Known], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("jobveu.web.staff.candidates.persons.operations.register_person", broken)
    client = scene.client("caseworker")
    client.raise_request_exception = False
    cpr = a_cpr()
    response = client.post(
        reverse("person_create"),
        {
            "identity_name": "Navnløs Natteravn",
            "identity_cpr": cpr.formatted(),
            "situation": "unemployed",
            "skill_level": "unskilled",
        },
    )
    assert response.status_code == 500
    for text in (response.content.decode(), caplog.text):
        assert "Natteravn" not in text
        assert cpr.digits not in text
        assert cpr.formatted() not in text


def test_what_was_typed_of_an_identity_is_not_shown_when_the_session_has_ended(scene: Scene) -> None:
    cpr = a_cpr()
    client = Client()
    response = client.post(
        reverse("person_create"),
        {"identity_name": "Navnløs Natteravn", "identity_cpr": cpr.formatted(), "situation": "unemployed"},
    )
    assert response.status_code == 403
    assert "Natteravn" not in response.content.decode()
    assert cpr.formatted() not in response.content.decode()
