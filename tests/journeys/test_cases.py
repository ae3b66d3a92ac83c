"""The evaluation's cases: loaded once, and saying nothing that the evaluation does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Affiliation, Contact, Membership, Organisation
from jobveu.candidates.models import Person
from jobveu.common.models import AuditEntry
from jobveu.journeys.cases.data import CASES, JOB_7
from jobveu.journeys.cases.loader import load_cases, organisations_of
from jobveu.projects.enums import CommitmentKind, ProjectStatus
from jobveu.projects.models import Commitment, Endorsement, Lesson, Party, Project, SteeringSeat
from jobveu.projects.operations.cases import record_case
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.shipped import load_shipped
from jobveu.showcase.queries import published_case
from tests.factories import NOW, TODAY
from tests.shared import shared

EVALUATION = "reference/job-veu-evaluation-2021.txt"
KEYS = [case.key for case in CASES]

FACTS = [
    # case, what its record says, what the evaluation says near each other (in at most 900 characters)
    (
        "sosu-esbjerg",
        "2018",
        ("SOSU-området afholdt RAR i 2018 en temadag", "Esbjerg Kommune, FOA og SOSU-skolen"),
    ),
    ("sosu-esbjerg", "FOA", ("Esbjerg Kommune, FOA", "udvidet til flere kommuner")),
    (
        "messecenter-herning",
        "Messecenter Herning",
        ("midt/nord", "Messecenter Herning", "opsagte og fastholdte"),
    ),
    ("ja-tak-efteruddannelse", "2019", ("Horesta og 3F", "2019", "kompetencefondens midler")),
    ("ja-tak-efteruddannelse", "3F PSHR", ("Ja tak efteruddannelse", "HORESTA og 3F PSHR")),
    (
        "ja-tak-efteruddannelse",
        "AMU-forløb",
        ("aflyste AMU-forløb", "regionalt katalog", "mest efterspurgte AMU-forløb"),
    ),
    (
        "koebenhavns-lufthavn",
        "Københavns Lufthavn",
        ("henvendelser til arbejdsmarkedskontoret eller jobcentre", "CPH Lufthavn"),
    ),
    ("oil-gas-denmark", "Oil Gas Denmark", ("Københavns Lufthavn og Oil Gas Denmark (off-shore)",)),
    (
        "industrioperatoerer-randers",
        "stående netværk",
        ("industrioperatør", "stående netværk", "Randers Kommune"),
    ),
    ("tagdaekkere", "kundeklub", ("tagdækkerprojekt", "materialeleverandør", "stående kundeklub")),
    (
        "tjenere-esbjerg",
        "Rybners",
        ("serveringspersonale/tjenere i Esbjerg", "jobcentret, 3F, Horestas og Rybners"),
    ),
    ("vvs", "TEKNIQ", ("VVS-projektet: TEKNIQ og BLIK & RØR", "Heringsholms kursusmateriale")),
    ("vvs", "»Heringsholm«", ("Heringsholms kursusmateriale",)),
    ("kabeltraekkere", "VVS-projektet", ("VVS-projektet", "Det samme for Kabeltrækkerprojektet")),
    (
        "fiberteknikere-randers",
        "Intego",
        ("Jobcenter Randers", "Intego og Xterna", "Tradium", "Dansk El-forbund"),
    ),
    ("fiberteknikere-randers", "efteråret 2020", ("det første hold i efteråret 2020",)),
    ("fiberteknikere-randers", "20 ledige", ("Intego", "Xterna", "en ansættelsesgaranti på 20 ledige")),
    ("hotel-restaurant-midt-nord", "HORESTA", ("Region Midt/Nord", "HORESTA", "hensigtserklæring")),
    ("letz-sushi", "Letz Sushi", ("Grundkursus i sushi for Letz Sushi", "udvalgte ledige")),
]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(by=COMMAND_LINE, at=NOW)
        load_cases(by=COMMAND_LINE, at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded: None, db: None) -> None:
    """The cases, with what the test itself changes rolled back."""


def _all_text(case: Project) -> str:
    parts = [case.title, case.description, case.area_basis, str(case.start_year or "")]
    parts += Party.objects.filter(project=case).values_list("organisation__name", flat=True)
    parts += [f"{row.head_count} ledige" for row in Commitment.objects.filter(project=case) if row.head_count]
    return " ".join(parts)


def test_a_second_run_changes_nothing(loaded: None) -> None:
    counted = (Project, Organisation, Affiliation, Party, Lesson, AuditEntry)
    before = [model.objects.count() for model in counted]

    report = load_cases(by=COMMAND_LINE, at=NOW)

    assert (report.cases, report.organisations, report.public_bodies) == (0, 0, 0)
    assert [model.objects.count() for model in counted] == before


def test_a_case_that_somebody_has_corrected_is_left_alone(loaded: None) -> None:
    Project.objects.filter(source_key="vvs").update(title="VVS-projektet, rettet")

    load_cases(by=COMMAND_LINE, at=NOW)

    assert Project.objects.get(source_key="vvs").title == "VVS-projektet, rettet"


def test_a_case_is_recorded_once_by_its_key(loaded: None) -> None:
    again = record_case(
        by=COMMAND_LINE, at=NOW, key="vvs", source_note="x", title="x", type=CASES[0].type, description="x"
    )

    assert again is None


def test_every_case_says_where_it_comes_from_and_is_shown_to_the_public(loaded: None) -> None:
    cases = Project.objects.exclude(source_key="")

    assert sorted(cases.values_list("source_key", flat=True)) == sorted(KEYS)
    for case in cases:
        assert case.source_note.startswith("Evaluering af Job-VEU-modellen (2021), ")
        assert re.search(r"boks|afsnit|tabel", case.source_note)
        assert case.published_at == NOW
        assert case.status == ProjectStatus.COMPLETED
        assert case.synthetic is False
        assert "Udledt af os: " in case.description
        assert "Står ikke i evalueringen: " in case.description
        assert published_case(project_id=case.pk, on=TODAY) is not None


@pytest.mark.parametrize(("key", "said", "quotes"), FACTS)
def test_each_fact_stands_in_the_case_and_in_the_evaluation(
    loaded: None, key: str, said: str, quotes: tuple[str, ...]
) -> None:
    assert said in _all_text(Project.objects.get(source_key=key))

    text = " ".join(shared(EVALUATION).read_text(encoding="utf-8").split())
    places = [found.start() for found in re.finditer(re.escape(quotes[0]), text)]
    assert any(all(quote in text[max(place - 450, 0) : place + 900] for quote in quotes) for place in places)


def test_every_case_has_a_fact_that_was_checked() -> None:
    assert {key for key, _said, _quotes in FACTS} == set(KEYS)


def test_every_organisation_named_stands_in_the_evaluation() -> None:
    text = shared(EVALUATION).read_text(encoding="utf-8").casefold()
    read_into_it = {
        "Jobcenter Esbjerg": "esbjerg",  # "jobcentret" of the waiters in Esbjerg
        "Herningsholm": "heringsholm",  # the evaluation's spelling
        "RAR Sydjylland": "sydjylland",
        "Arbejdsmarkedskontor Midt-Nord": "arbejdsmarkedskontoret i midt/nord",
    }
    for organisation in {JOB_7, *(named for case in CASES for named in organisations_of(case))}:
        assert read_into_it.get(organisation.name, organisation.name).casefold() in text, organisation.name


def test_nothing_is_dated_that_the_evaluation_does_not_date(loaded: None) -> None:
    assert not Party.objects.filter(joined_on__isnull=False).exists()
    assert not Endorsement.objects.filter(given_on__isnull=False).exists()
    assert not Commitment.objects.filter(given_on__isnull=False).exists()
    assert not SteeringSeat.objects.filter(since__isnull=False).exists()
    assert set(Project.objects.values_list("start_year", flat=True)) == {2018, 2019, 2020, None}
    assert set(
        Project.objects.filter(start_date__isnull=False).values_list("start_precision", flat=True)
    ) == {"year"}


def test_the_guarantee_of_twenty_is_recorded_once_for_the_two_who_gave_it(loaded: None) -> None:
    guarantee = Commitment.objects.get(kind=CommitmentKind.HIRING_GUARANTEE)

    assert guarantee.project.source_key == "fiberteknikere-randers"
    assert guarantee.head_count == 20
    assert guarantee.on_behalf_of == "Intego og Xterna"
    assert "siger ikke" in guarantee.conditions


def test_the_association_speaks_for_its_trade_without_a_number(loaded: None) -> None:
    intent = Commitment.objects.get(kind=CommitmentKind.LETTER_OF_INTENT)

    assert (intent.organisation.name, intent.head_count) == ("HORESTA", None)


def test_no_two_cases_share_a_text() -> None:
    for one, other in combinations(CASES, 2):
        assert one.told != other.told
        assert not {lesson.text for lesson in one.lessons} & {lesson.text for lesson in other.lessons}
        assert (one.key, one.title) != (other.key, other.title)


def test_no_sentence_is_the_evaluations_own() -> None:
    text = " ".join(shared(EVALUATION).read_text(encoding="utf-8").split()).casefold()
    for case in CASES:
        for part in (case.told, *(lesson.text for lesson in case.lessons)):
            words = part.casefold().split()
            for start in range(len(words) - 9):
                assert " ".join(words[start : start + 10]) not in text, (case.key, words[start : start + 10])


def test_no_persons_and_no_numbers_of_companies_are_loaded(loaded: None) -> None:
    assert not Person.objects.exists()
    assert not Contact.objects.exists()
    assert not Membership.objects.exists()
    assert not Organisation.objects.exclude(cvr="").exists()


def test_job_7_is_an_organisation_and_no_project(loaded: None) -> None:
    assert Organisation.objects.get(name="Job 7").kind == OrganisationKind.RECRUITMENT_COMMUNITY
    assert not Project.objects.filter(title__icontains="Job 7").exists()


def test_the_agency_its_offices_and_all_councils_are_organisations(loaded: None) -> None:
    kinds = list(Organisation.objects.values_list("kind", flat=True))

    assert kinds.count(OrganisationKind.NATIONAL_AGENCY) == 1
    assert kinds.count(OrganisationKind.LABOUR_MARKET_OFFICE) == 3
    assert kinds.count(OrganisationKind.REGIONAL_COUNCIL) == 13
    served = Affiliation.objects.filter(kind="office_serves")
    assert served.count() == 13
    assert served.filter(valid_to__isnull=True).count() == 5


def test_an_organisation_that_is_registered_already_is_used(loaded: None) -> None:
    """However it writes its name."""
    Organisation.objects.filter(name="HORESTA").update(name="Horesta")
    Project.objects.get(source_key="tjenere-esbjerg").delete()

    report = load_cases(by=COMMAND_LINE, at=NOW)

    assert (report.cases, report.organisations) == (1, 0)
    assert Party.objects.filter(organisation__name="Horesta", project__source_key="tjenere-esbjerg").exists()


def test_the_command_says_what_it_did(loaded: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_cases")

    assert f"Nye cases: 0 af {len(CASES)}." in capsys.readouterr().out
