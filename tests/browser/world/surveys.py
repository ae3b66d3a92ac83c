"""Addresses of surveys, of their questions, and of what has been answered."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jobveu.insight.models import TextTheme
from jobveu.insight.surveys.queries import closed_round as closed_round_of
from jobveu.insight.surveys.texts import make_theme, read_texts
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.surveys.enums import RespondentType, RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.links import secret_of
from jobveu.surveys.models import SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire
from jobveu.surveys.operations.rounds import RoundFacts, make_round, open_round
from jobveu.surveys.synthetic import NAME as MADE_UP_ROUND
from tests.browser.world.finding import COORDINATOR, LONG, Address, actor_of, own_office
from tests.insight.surveys.made import made_round
from tests.insight.surveys.stored import store


def survey_draft() -> Address:
    return {"round_id": SurveyRound.objects.get(state=RoundState.DRAFT).pk}


def survey_open() -> Address:
    """The pulse of the project that has ended."""
    return {"round_id": SurveyRound.objects.get(project__isnull=False).pk}


def survey_invitation() -> Address:
    """Somebody who is asked in the pulse."""
    open_ = survey_open()
    return open_ | {"invitation_id": SurveyInvitation.objects.filter(round=open_["round_id"]).latest("pk").pk}


def survey_closed() -> Address:
    """The made-up one."""
    return {"round_id": SurveyRound.objects.get(name=MADE_UP_ROUND).pk}


def survey_secret() -> Address:
    """Of somebody who is asked with the standard instrument, which has the most pages."""
    by, name = actor_of(COORDINATOR), "Aktørerne, til at svare på"
    made = SurveyRound.objects.filter(name=name).first()
    if made is None:
        draft = SurveyRound.objects.get(pk=survey_draft()["round_id"])
        facts = RoundFacts(
            name=name,
            statuses=[ProjectStatus(each) for each in draft.statuses],
            project_types=list(ProjectType),
            respondent_types=list(RespondentType),
            closes_on=timezone.localdate() + timedelta(days=21),
            anonymous=False,
            office_id=draft.office_id,
        )
        round_id = make_round(by=by, at=timezone.now(), facts=facts, instrument=STANDARD)
        open_round(by=by, at=timezone.now(), round_id=round_id)
        made = SurveyRound.objects.get(pk=round_id)
    link_key = made.invitations.order_by("pk")[0].link_key
    assert link_key is not None
    return {"secret": secret_of(link_key)}


def survey_page() -> Address:
    return survey_secret() | {"page": 1}


def last_survey_page() -> Address:
    found = survey_secret()
    return found | {"page": len(questionnaire(secret=found["secret"]).pages)}


def ended_project() -> Address:
    return {"project_id": SurveyRound.objects.get(pk=survey_open()["round_id"]).project_id}


def closed_round() -> Address:
    """Of the coordinator's office, with answers in words."""
    name = f"Runde{LONG}"
    row = SurveyRound.objects.filter(name=name).first()
    if row is None:
        row = store(
            made_round(3, mean=4),
            name=name,
            office=own_office(),
            texts={"text-advice": [LONG, "Begynd tidligere"]},
        )
    return {"round_id": row.pk}


def some_closed_round() -> Address:
    closed_round()
    return {}


def survey_item() -> Address:
    return {**closed_round(), "item": "principle-1"}


def survey_text() -> Address:
    address = closed_round()
    found = closed_round_of(round_id=int(address["round_id"]))
    assert found is not None
    made_by = actor_of(COORDINATOR)
    if not TextTheme.objects.filter(round_id=found.id).exists():
        make_theme(by=made_by, at=timezone.now(), found=found, name="Tid til at planlægge")
    text = read_texts(by=made_by, at=timezone.now(), found=found).texts[0]
    return {**address, "text_key": text.key}
