"""One candidate in line for a full course: joining, leaving, and answering an offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action
from jobveu.candidates.operations import waiting_list as operations
from jobveu.candidates.queries import waiting_list as queries
from jobveu.web.forms import ChoiceField, Form
from jobveu.web.staff.candidates.candidacy import CandidacyConfirm, CandidacyForm


class LineForm(Form):
    course = ChoiceField(label=gettext_lazy("Kursus"), radio=True)


class LineJoin(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = LineForm
    title = gettext_lazy("Sæt på venteliste")
    submit_label = gettext_lazy("Sæt på venteliste")
    success_message = gettext_lazy("Kandidaten står på ventelisten.")

    @cached_property
    def courses(self) -> Sequence[queries.LineOption]:
        return queries.full_courses(
            project_id=self.place.project_id, candidacy_id=self.place.id, today=self.today
        )

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        if not self.courses:
            return _(
                "Projektet har ingen kurser med et største antal deltagere, som kandidaten kan vente på."
            )
        return _(
            "Når en plads bliver ledig, tilbydes den til den næste i rækken, som har tre dage til at svare. "
            "Tilbuddet kommer på jobcentrets bord."
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"course": [(row.id, self._label(row)) for row in self.courses]}

    def _label(self, row: queries.LineOption) -> str:
        return ngettext("%(course)s (%(count)d venter)", "%(course)s (%(count)d venter)", row.waiting) % {
            "course": row.title,
            "count": row.waiting,
        }

    def save(self, form: Form) -> str:
        operations.join_line(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            course_id=form.cleaned_data["course"],
        )
        return self.candidacy_url


class OnPlace(CandidacyConfirm):
    action = Action.WORK_ON_CANDIDACY

    def prepare(self) -> None:
        super().prepare()
        found = queries.waiting_place(candidacy_id=self.place.id, place_id=self.kwargs["place_id"])
        if found is None:
            raise Http404
        self.waiting = found


class PlaceAccept(OnPlace):
    submit_label = gettext_lazy("Ja, tilmeld kandidaten")
    success_message = gettext_lazy("Kandidaten er tilmeldt kurset.")
    danger = False

    @property
    def question(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        return _("Siger kandidaten ja til pladsen på »%(course)s«?") % {"course": self.waiting.course}

    @property
    def consequences(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        seen = _("Kandidaten tilmeldes, og uddannelsesinstitutionen kan se navnet.")
        if self.waiting.answer_by is None:
            return seen
        deadline = _("Fristen for at svare er %(day)s.") % {
            "day": date_format(self.waiting.answer_by, "DATE_FORMAT")
        }
        return f"{seen} {deadline}"

    def save(self, form: Form) -> str:
        operations.accept_place(by=self.actor, at=self.now, place_id=self.waiting.id)
        return self.candidacy_url


class PlaceLeave(OnPlace):
    submit_label = gettext_lazy("Ja, tag af ventelisten")
    success_message = gettext_lazy("Kandidaten står ikke længere på ventelisten.")

    @property
    def question(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        return _("Tag kandidaten af ventelisten til »%(course)s«?") % {"course": self.waiting.course}

    consequences = gettext_lazy("En plads, der er tilbudt, går til den næste i rækken.")

    def save(self, form: Form) -> str:
        operations.leave_line(by=self.actor, at=self.now, place_id=self.waiting.id)
        return self.candidacy_url
