"""One candidate's part of a proposal: the reasons, and accepting, changing or rejecting it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.enums import Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.journeys.matching import deciding
from jobveu.journeys.matching.ordering import order_explanation
from jobveu.journeys.matching.places import places
from jobveu.journeys.matching.reasons import Part, part_of
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage, TextField
from jobveu.web.staff.matching.base import OnProposal
from jobveu.web.staff.matching.proposal import DECISION_BADGES
from jobveu.web.staff.planning.base import PostOnly
from jobveu.web.ui import Crumb

HINT = gettext_lazy("Begrundelsen gemmes med forslaget. Skriv hverken navn eller CPR-nummer.")


class OnPlacement(OnProposal):
    """A page about one candidate's part: there is no such page for those who may not see the candidate."""

    hidden = True
    part: Part

    def prepare(self) -> None:
        super().prepare()
        found = part_of(
            proposal_id=self.proposal.id,
            candidacy_id=self.kwargs["candidacy_id"],
            by=self.actor,
            subject=self.project.subject,
        )
        if found is None:
            raise Http404
        self.part = found

    @property
    def placement_url(self) -> str:
        return reverse("placement", args=[self.project.id, self.proposal.id, self.part.candidacy_id])

    def between(self) -> Sequence[Crumb]:
        return (Crumb(_("Forslag"), self.proposal_url),)

    def name(self) -> str:
        """The candidate's name, "" for those who may not see it; the look is recorded."""
        names = reveal_names(
            by=self.actor,
            at=self.now,
            purpose=Purpose.MATCHING,
            person_ids=[self.part.person_id],
            project_id=self.project.id,
        )
        return names.get(self.part.person_id, "")


class PlacementShown(OnPlacement):
    @property
    def title(self) -> str:
        return self.part.pseudonym

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        part = self.part
        decides = self.may(Action.WORK_ON_CANDIDACY, Subject(registered_by_id=part.job_centre_id))
        values: Mapping[str, Any] = {
            **self.project_context(),
            "part": part,
            "name": self.name(),
            "badge": DECISION_BADGES[part.decided.decision] if part.decided else "",
            "decides": decides and part.can_be_decided,
        }
        return render(request, "staff/matching/placement.html", values)


class PlacementExplain(OnPlacement, PostOnly):
    success_message = gettext_lazy("Begrundelsen bliver regnet ud. Det tager som regel under et minut.")

    def do(self) -> None:
        order_explanation(
            by=self.actor, at=self.now, proposal_id=self.proposal.id, candidacy_id=self.part.candidacy_id
        )

    def next_url(self) -> str:
        return self.placement_url


class _Decision(OnPlacement, FormPage):
    action = Action.WORK_ON_CANDIDACY
    template_name = "staff/matching/decision.html"

    def subject(self) -> Subject | None:
        return Subject(registered_by_id=self.part.job_centre_id)

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return self.placement_url

    def between(self) -> Sequence[Crumb]:
        return (*super().between(), Crumb(self.part.pseudonym, self.placement_url))

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "part": self.part, "name": self.name()}

    @property
    def which(self) -> dict[str, Any]:
        """What each decision is told."""
        return {
            "by": self.actor,
            "at": self.now,
            "proposal_id": self.proposal.id,
            "candidacy_id": self.part.candidacy_id,
        }


class ReasonForm(Form):
    reason = TextField(label=gettext_lazy("Begrundelse"), help_text=HINT, rows=3, max_length=500)


class PlacementAccept(_Decision, ConfirmPage):
    form_class = ReasonForm
    template_name = "staff/matching/decision_confirm.html"
    question = gettext_lazy("Skal forslaget godkendes?")
    submit_label = gettext_lazy("Godkend forslaget")
    success_message = gettext_lazy("Forslaget er godkendt for kandidaten.")
    danger = False

    @property
    def consequences(self) -> list[str]:  # type: ignore[override]  # may be a property, see ConfirmPage
        lines = []
        if self.part.position:
            lines.append(_("Kandidaten præsenteres for virksomheden, som derefter kan se navnet."))
        if self.part.course:
            lines.append(_("Kandidaten tilmeldes kurset, og uddannelsesinstitutionen kan se navnet."))
        return lines

    def prepare(self) -> None:
        super().prepare()
        if not self.part.position and not self.part.course:
            raise Http404

    def save(self, form: Form) -> str:
        deciding.accept_placement(**self.which, reason=form.cleaned_data["reason"])
        return self.proposal_url


class ChangeForm(ReasonForm):
    target = ChoiceField(label=gettext_lazy("Hvad skal kandidaten have i stedet?"), coerce=str)
    field_order = ["target", "reason"]


class PlacementChange(_Decision):
    form_class = ChangeForm
    title = gettext_lazy("Vælg noget andet end det foreslåede")
    intro = gettext_lazy(
        "Kandidaten præsenteres for den virksomhed og tilmeldes det kursus, du vælger. De kan derefter se navnet."
    )
    submit_label = gettext_lazy("Gem ændringen")
    success_message = gettext_lazy("Ændringen er gemt.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        there = places(project_id=self.project.id, on=self.today)
        positions = [
            (
                one.key,
                _("%(position)s, efter kurset %(course)s") % {"position": one.name, "course": one.course},
            )
            if one.course
            else (one.key, one.name)
            for one in there.positions
        ]
        courses = [
            (one.key, _("Plads på kurset %(course)s") % {"course": one.title}) for one in there.courses
        ]
        return {"target": positions + courses}

    def save(self, form: Form) -> str:
        deciding.change_placement(
            **self.which, target=form.cleaned_data["target"], reason=form.cleaned_data["reason"]
        )
        return self.proposal_url


class PlacementReject(_Decision, ConfirmPage):
    form_class = ReasonForm
    template_name = "staff/matching/decision_confirm.html"
    question = gettext_lazy("Skal forslaget afvises?")
    consequences = gettext_lazy(
        "Kandidaten får ikke det foreslåede, og det foreslås ikke igen, medmindre den, der beregner, beder om det. Du kan "
        "stadig vælge noget andet."
    )
    submit_label = gettext_lazy("Afvis forslaget")
    success_message = gettext_lazy("Forslaget er afvist for kandidaten.")

    def save(self, form: Form) -> str:
        deciding.reject_placement(**self.which, reason=form.cleaned_data["reason"])
        return self.proposal_url
