"""Which projects have employees asked for behind them, and the parties' endorsement, as the programme's figures count them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from jobveu.projects.enums import AgreementKind, ProjectStatus
from jobveu.projects.models import Agreement, AgreementText, Endorsement, ProjectNeed, Signatory, Signature

_NEVER = date.max


def answers_first() -> Exists:
    """Whether the project that the query around it is about is the first to answer a need: one that several projects
    answer is counted with the one that started first."""
    earlier = (
        ProjectNeed.objects.filter(need=OuterRef("need"), project__source_key="")
        .exclude(project__status=ProjectStatus.CANCELLED)
        .alias(start=Coalesce("project__start_date", Value(_NEVER)))
        .filter(Q(start__lt=OuterRef("start")) | Q(start=OuterRef("start"), project__lt=OuterRef("project")))
    )
    own = ProjectNeed.objects.filter(project=OuterRef("pk"), need__head_count__gt=0)
    return Exists(own.alias(start=Coalesce("project__start_date", Value(_NEVER))).filter(~Exists(earlier)))


def is_endorsed() -> Q:
    """Whether the parties back the project: they have shown it, or signed the newest text of a partner agreement."""
    newest = AgreementText.objects.filter(agreement=OuterRef(OuterRef("agreement"))).order_by("-number")
    signed = Signature.objects.filter(
        text=Subquery(newest.values("pk")[:1]), organisation=OuterRef("organisation")
    )
    signatories = Signatory.objects.filter(agreement=OuterRef("pk"))
    agreements = Agreement.objects.filter(
        project=OuterRef("pk"), kind=AgreementKind.PARTNER, withdrawn_on__isnull=True
    )
    in_force = agreements.filter(Exists(signatories), ~Exists(signatories.filter(~Exists(signed))))
    return Q(Exists(Endorsement.objects.filter(project=OuterRef("pk")))) | Q(Exists(in_force))
