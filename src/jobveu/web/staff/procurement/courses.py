"""The courses of a project, and how many are on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action, Subject
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.queries import organisation_source
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.education import operations
from jobveu.education.enums import CourseStatus
from jobveu.education.queries import course_subject
from jobveu.journeys import courses as journey
from jobveu.journeys.courses import CourseWithEnrolled
from jobveu.reference.queries import municipality_choices
from jobveu.web.forms import (
    ChoiceField,
    ChoiceSource,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    PickerField,
    TextField,
    YesNoField,
)
from jobveu.web.lists import Column
from jobveu.web.lists.files import AlsoAsFile
from jobveu.web.lists.paging import page_of_all
from jobveu.web.staff.attachments.shown import files_of
from jobveu.web.staff.on_project import OnProject
from jobveu.web.staff.procurement.shown import ProjectPart
from jobveu.web.ui import Crumb

_BADGES = {CourseStatus.PLANNED: "info", CourseStatus.HELD: "success", CourseStatus.CANCELLED: "error"}


@dataclass(frozen=True, slots=True)
class CourseLine:
    item: CourseWithEnrolled
    href: str
    badge: str


class ProjectCourses(AlsoAsFile, ProjectPart):
    action = Action.VIEW_PROJECT
    tab = "project_courses"
    title = gettext_lazy("Kurser")
    template_name = "staff/procurement/courses.html"
    file_columns = (
        Column("title", gettext_lazy("Kursus"), value=lambda row: row.course.title, width=40),
        Column("course_code", gettext_lazy("Fagnummer"), value=lambda row: row.course.course_code),
        Column("provider", gettext_lazy("Udbyder"), value=lambda row: row.course.provider_name, width=30),
        Column("where", gettext_lazy("Sted"), value=lambda row: row.course.where, width=30),
        Column("starts_on", gettext_lazy("Første dag"), value=lambda row: row.course.starts_on),
        Column("ends_on", gettext_lazy("Sidste dag"), value=lambda row: row.course.ends_on),
        Column("merit", gettext_lazy("Giver merit"), value=lambda row: row.course.merit_giving),
        Column("least", gettext_lazy("Mindste antal"), value=lambda row: row.course.min_participants),
        Column("most", gettext_lazy("Største antal"), value=lambda row: row.course.max_participants),
        Column("taken", gettext_lazy("Tilmeldte"), value=lambda row: row.enrolled.places_taken),
        Column("status", gettext_lazy("Status"), value=lambda row: row.course.status.label),
    )

    @property
    def file_name(self) -> str:
        return f"kurser-{self.project.id}"

    def file_rows(self) -> Iterable[CourseWithEnrolled]:
        return journey.project_courses(project_id=self.project.id)

    def context(self) -> Mapping[str, Any]:
        found = journey.project_courses(project_id=self.project.id)
        page, number, pages = page_of_all(found, asked=self.request.GET.get("side", ""))
        return {
            "exports": self.exports,
            "lines": [
                CourseLine(
                    item=item,
                    href=reverse("course", args=[self.project.id, item.course.id]),
                    badge=_BADGES[item.course.status],
                )
                for item in page
            ],
            "number": number,
            "pages": pages,
            "held": sum(item.course.status is CourseStatus.HELD for item in found),
            "planned": sum(item.course.status is CourseStatus.PLANNED for item in found),
            "places_taken": sum(
                item.enrolled.places_taken
                for item in found
                if item.course.status is not CourseStatus.CANCELLED
            ),
            "total": len(found),
            "may_work": self.may(Action.WORK_ON_PROJECT),
        }


class OnCourse(OnProject):
    """A page about one course; the course's provider counts as its own."""

    tab = "project_courses"

    def prepare(self) -> None:
        super().prepare()
        found = journey.course_with_enrolled(project_id=self.project.id, course_id=self.kwargs["course_id"])
        if found is None:
            raise Http404
        self.item = found
        self.course = found.course

    def subject(self) -> Subject | None:
        return course_subject(project=self.project.subject, course=self.course)

    @property
    def course_url(self) -> str:
        return reverse("course", args=[self.project.id, self.course.id])

    @property
    def cancel_url(self) -> str:
        return self.course_url

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Kurser"), reverse("project_courses", args=[self.project.id])),
            Crumb(self.course.title, self.course_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class CoursePage(OnCourse, ProjectPart):
    action = Action.VIEW_PROJECT
    template_name = "staff/procurement/course.html"

    @property
    def title(self) -> str:
        return self.course.title

    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs()[:3], Crumb(self.course.title))

    def context(self) -> Mapping[str, Any]:
        may_run = self.may(Action.RUN_COURSE)
        return {
            "files": files_of(
                Owner(OwnerKind.COURSE, self.course.id, self.project.id),
                address=[self.project.id, self.course.id],
                may_change=may_run,
            ),
            "item": self.item,
            "course": self.course,
            "badge": _BADGES[self.course.status],
            "may_see_candidates": self.may(Action.LIST_CANDIDATES),
            "may_edit": may_run and self.course.status is not CourseStatus.CANCELLED,
            "may_cancel": may_run and self.course.status is CourseStatus.PLANNED,
            "may_hold": may_run
            and self.course.status is not CourseStatus.CANCELLED
            and self.course.starts_on is not None
            and self.course.starts_on <= self.today,
        }


class CourseForm(Form):
    title = TextField(label=gettext_lazy("Kursus"), max_length=200, width="width-xl")
    course_code = TextField(
        label=gettext_lazy("Fagnummer"),
        help_text=gettext_lazy("AMU-kursets nummer, f.eks. 47669."),
        max_length=20,
        required=False,
        width="char-11",
    )
    merit_giving = YesNoField(
        label=gettext_lazy("Giver kurset merit?"),
        help_text=gettext_lazy("Merit er vejen fra ufaglært til faglært."),
    )
    provider_id = PickerField(label=gettext_lazy("Udbyder"))
    municipality_id = ChoiceField(
        label=gettext_lazy("Kommune"), required=False, empty_label=gettext_lazy("Ikke valgt")
    )
    place = TextField(
        label=gettext_lazy("Sted"),
        help_text=gettext_lazy("Skole, adresse eller virksomhed."),
        max_length=200,
        required=False,
    )
    starts_on = DanishDateField(label=gettext_lazy("Første dag"), required=False)
    ends_on = DanishDateField(label=gettext_lazy("Sidste dag"), required=False)
    min_participants = IntegerField(
        label=gettext_lazy("Mindste antal deltagere"),
        help_text=gettext_lazy("Med færre deltagere bliver kurset ikke gennemført."),
        min_value=1,
        max_value=10_000,
        required=False,
    )
    max_participants = IntegerField(
        label=gettext_lazy("Største antal deltagere"), min_value=1, max_value=10_000, required=False
    )

    fieldsets = (
        (gettext_lazy("Hvad"), "", ("title", "course_code", "merit_giving", "provider_id")),
        (gettext_lazy("Hvor og hvornår"), "", ("municipality_id", "place", "starts_on", "ends_on")),
        (gettext_lazy("Hvor mange"), "", ("min_participants", "max_participants")),
    )


_ONLY_COORDINATORS = ("title", "course_code", "merit_giving", "provider_id")


class _CourseChoices(FormPage):
    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality_id": [(choice.id, choice.label) for choice in municipality_choices()]}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        source = organisation_source(kinds=[OrganisationKind.EDUCATION_PROVIDER])
        return {"provider_id": ChoiceSource(*source)}


class CourseCreate(OnProject, _CourseChoices):
    action = Action.WORK_ON_PROJECT
    tab = "project_courses"
    title = gettext_lazy("Opret kursus")
    form_class = CourseForm
    submit_label = gettext_lazy("Opret kursus")
    success_message = gettext_lazy("Kurset er oprettet.")

    def save(self, form: Form) -> str:
        course_id = operations.create_course(
            by=self.actor, at=self.now, project_id=self.project.id, **form.cleaned_data
        )
        return reverse("course", args=[self.project.id, course_id])


class CourseEdit(OnCourse, _CourseChoices):
    """Whoever drives the project corrects everything, the provider when, where and for how many."""

    action = Action.RUN_COURSE
    title = gettext_lazy("Ret kursus")
    form_class = CourseForm
    success_message = gettext_lazy("Kurset er gemt.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.course.version
        return {name: getattr(self.course, name) for name in CourseForm.base_fields}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if not self.may(Action.WORK_ON_PROJECT):
            for name in _ONLY_COORDINATORS:
                del form.fields[name]
        return form

    def save(self, form: Form) -> str:
        change: Callable[..., None] = (
            journey.edit_course if "title" in form.fields else journey.arrange_course
        )
        change(
            by=self.actor, at=self.now, course=self.course, version=self.edited_version, **form.cleaned_data
        )
        return self.course_url


class CancelForm(Form):
    reason = TextField(label=gettext_lazy("Hvorfor er kurset aflyst?"), rows=3, max_length=300)


class CourseCancel(OnCourse, ConfirmPage):
    action = Action.RUN_COURSE
    form_class = CancelForm
    submit_label = gettext_lazy("Aflys kurset")
    success_message = gettext_lazy("Kurset er aflyst.")

    def prepare(self) -> None:
        super().prepare()
        self.current_version = self.course.version

    @property
    def question(self) -> str:
        return _("Vil du aflyse »%(title)s«?") % {"title": self.course.title}

    @property
    def consequences(self) -> Sequence[str]:
        taken = self.item.enrolled.unfinished
        told = [_("Kurset bliver stående på listen som aflyst med din begrundelse. Det kan ikke fortrydes.")]
        if taken:
            told.insert(
                0,
                ngettext(
                    "%(number)d deltager er tilmeldt. Jobcentret skal finde et andet kursus.",
                    "%(number)d deltagere er tilmeldt. Jobcentrene skal finde et andet kursus til dem.",
                    taken,
                )
                % {"number": taken},
            )
        return told

    def save(self, form: Form) -> str:
        operations.cancel_course(
            by=self.actor,
            at=self.now,
            course_id=self.course.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.course_url


class HeldForm(Form):
    ends_on = DanishDateField(label=gettext_lazy("Kursets sidste dag"))
    reported_participants = IntegerField(
        label=gettext_lazy("Deltagere, som ikke er registreret enkeltvis"),
        help_text=gettext_lazy(
            "Beskæftigede, som intet jobcenter har registreret. "
            "Tæl ikke dem med, der er tilmeldt her på siden."
        ),
        min_value=0,
        max_value=100_000,
        required=False,
    )


class CourseHeld(OnCourse, ConfirmPage):
    action = Action.RUN_COURSE
    form_class = HeldForm
    danger = False
    submit_label = gettext_lazy("Meld kurset afholdt")
    success_message = gettext_lazy("Kurset er meldt afholdt.")

    def prepare(self) -> None:
        super().prepare()
        self.current_version = self.course.version

    @property
    def question(self) -> str:
        return _("Er »%(title)s« afholdt?") % {"title": self.course.title}

    @property
    def consequences(self) -> Sequence[str]:
        unfinished = self.item.enrolled.unfinished
        if not unfinished:
            return [_("Kurset kan derefter ikke aflyses.")]
        return [
            _("Kurset kan derefter ikke aflyses."),
            ngettext(
                "%(number)d deltager står stadig som tilmeldt eller begyndt. "
                "Registrér også gennemført eller frafald.",
                "%(number)d deltagere står stadig som tilmeldt eller begyndt. "
                "Registrér også gennemført eller frafald for dem.",
                unfinished,
            )
            % {"number": unfinished},
        ]

    def initial(self) -> Mapping[str, Any]:
        return {
            "ends_on": self.course.ends_on or self.today,
            "reported_participants": self.course.reported_participants,
        }

    def save(self, form: Form) -> str:
        operations.mark_course_held(
            by=self.actor,
            at=self.now,
            course_id=self.course.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.course_url
