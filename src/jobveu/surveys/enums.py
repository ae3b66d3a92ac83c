from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import SOCIAL_PARTNERS, WORKPLACES, OrganisationKind


class RespondentType(TextChoices):
    """Whom a contact answers for; decides which questions are asked, and in which words (def.survey.types)."""

    JOB_CENTRE = "job_centre", _("Jobcenter")
    SOCIAL_PARTNER = "social_partner", _("Arbejdsmarkedets parter")
    WORKPLACE = "workplace", _("Virksomhed eller offentlig arbejdsplads")
    EDUCATION_PROVIDER = "education_provider", _("Uddannelsesinstitution")


RESPONDENTS: Mapping[OrganisationKind, RespondentType] = {
    OrganisationKind.JOB_CENTRE: RespondentType.JOB_CENTRE,
    OrganisationKind.RECRUITMENT_COMMUNITY: RespondentType.JOB_CENTRE,
    OrganisationKind.EDUCATION_PROVIDER: RespondentType.EDUCATION_PROVIDER,
    **dict.fromkeys(WORKPLACES, RespondentType.WORKPLACE),
    **dict.fromkeys(SOCIAL_PARTNERS, RespondentType.SOCIAL_PARTNER),
}
"""The organisations whose contacts are asked. Offices, councils and the agency are not: the survey is about
their own work."""


class RoundState(TextChoices):
    DRAFT = "draft", _("Kladde")
    OPEN = "open", _("Åben")
    CLOSED = "closed", _("Lukket")


class Disposition(TextChoices):
    """What came of asking somebody, as response rates count it (AAPOR's classes, as far as they can be told apart
    in a survey by e-mail)."""

    COMPLETE = "complete", _("Har svaret")
    PARTIAL = "partial", _("Har svaret på noget")
    REFUSED = "refused", _("Vil ikke svare")
    NOT_REACHED = "not_reached", _("Mailen kom ikke frem")
    NO_ANSWER = "no_answer", _("Har ikke svaret")


UNANSWERED = (Disposition.NO_ANSWER, Disposition.PARTIAL)
"""Of those who may still answer."""


class AnswerRoute(TextChoices):
    """How somebody's answers came."""

    LINK = "link", _("Gennem det personlige link")
    PHONE = "phone", _("I telefonen")
    PAPER = "paper", _("På papir")


class Closeness(TextChoices):
    """How closely an item can be compared with what the evaluation of 2021 measured."""

    NEAR = (
        "near",
        _("Kan sammenlignes: samme emne, svargruppe og skala, men vores egne ord"),
    )
    PARTLY = (
        "partly",
        _("Kan delvist sammenlignes: samme emne, men evalueringens svargruppe eller afgrænsning er en anden"),
    )
    DIRECTION = (
        "direction",
        _("Kun retningen kan sammenlignes: evalueringens tal er usikkert eller modsagt af et andet"),
    )
