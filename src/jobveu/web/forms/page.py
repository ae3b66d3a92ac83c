"""Pages with a form: every create, edit and confirm page of the site is a small subclass of one of these.

    class NeedEdit(FormPage):
        action = Action.EDIT_NEED
        form_class = NeedForm
        title = gettext_lazy("Ret behov")
        success_message = gettext_lazy("Behovet er gemt.")

        def prepare(self):
            self.need = queries.need(need_id=self.kwargs["need_id"])
            self.current_version = self.need.version

        def initial(self):
            return {"title": self.need.title}

        def save(self, form):
            operations.edit_need(by=self.actor, at=self.now, version=self.edited_version, **form.cleaned_data)
            return reverse("need", args=[self.need.id])

What the class sees to: what was typed is kept, errors are listed above the form and lead to their fields, a
double click saves once, and whoever saves a record that somebody else has changed is shown both versions.
An invalid form is answered with status 200: browsers report any other on their console, and the log would be
full of warnings about typing errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import AlreadySubmitted, DomainError, StaleEdit, constraint_error
from jobveu.common.submissions import run_once
from jobveu.web.access import Page
from jobveu.web.forms.base import Form, Text, summary_lines
from jobveu.web.forms.compare import Conflict, marks_of_initial, reconcile
from jobveu.web.forms.picker import ChoiceSource, PickerBoundField
from jobveu.web.ui import Crumb

_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "submission", "_default"})


class FormPage(Page):
    """Shows a form, checks it, and calls one domain operation with it.

    Any of the plain attributes may be a property in a subclass, where it depends on the record.
    """

    form_class: ClassVar[type[Form]] = Form
    template_name = "forms/page.html"
    title: Text = ""
    intro: Text = ""
    submit_label: Text = _("Gem")
    success_message: Text = ""
    cancel_url: str = ""
    danger = False
    current_version: int | None = None
    """The version of the record that the form was filled from: set by `prepare` on pages that edit one."""

    # What a subclass says

    def initial(self) -> Mapping[str, Any]:
        """The values that the form opens with."""
        return {}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        """Options, by field name, of the fields whose options are rows."""
        return {}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        """What the form's pickers search, by field name."""
        return {}

    def crumbs(self) -> Sequence[Crumb]:
        """The way to the page, its own title last."""
        return ()

    def context(self) -> Mapping[str, Any]:
        """What a template of the subclass's own needs besides the form."""
        return {}

    def saved_values(self, stale: StaleEdit) -> Mapping[str, Any]:
        """What somebody else has saved, by field name. Outside the transaction of `save`, which is rolled back:
        a page that has to record a look at what it shows does so here."""
        return stale.current

    def save(self, form: Form) -> str:
        """Calls one domain operation with `form.cleaned_data` and returns the URL to go to.

        Runs in a transaction. May raise DomainError and StaleEdit; edits pass on `self.edited_version`.
        """
        raise NotImplementedError

    @property
    def edited_version(self) -> int:
        """The version of the record that what is saved was written from. Raises BadRequest where the form was
        sent without one. A page that both creates and edits passes on `self.version`, which may be None."""
        if self.version is None:
            raise BadRequest("The form was sent without the version that it edits.")
        return self.version

    # How it is done

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.submission = uuid4()
        form = self.make_form()
        self.version = self.current_version
        self.marks = marks_of_initial(form) if self.version is not None else ""
        return self.show(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.submission = posted_token(request)
        self.version = _posted_version(request)
        self.marks = request.POST.get("marks", "")
        form = self.make_form(data=request.POST, files=request.FILES)
        if searched := self._searched(form):
            if request.headers.get("HX-Request"):
                return HttpResponse(searched.as_fragment())
            searched.autofocus = True
            form.leave_unchecked()
            return self.show(form)
        for field in self._pending(form):
            form.add_error(field.name, field.field.error_messages["pending"])
        if not form.is_valid():
            return self.show(form)
        try:
            url = run_once(
                token=self.submission,
                user_id=self.actor.user_id,
                path=request.path,
                at=self.now,
                fingerprint=_fingerprint(request),
                do=lambda: self.save(form),
            )
        except StaleEdit as stale:
            self.version = stale.version
            stale.current = self.saved_values(stale)
            conflict, data, self.marks = reconcile(form, stale, self.marks)
            form = self.make_form(data=data, files=request.FILES)
            form.leave_unchecked()
            return self.show(form, conflict=conflict)
        except AlreadySubmitted as earlier:
            self.submission = uuid4()
            return self.show(form, already_saved_url=earlier.result_url)
        except DomainError as error:
            form.add_domain_error(error)
        except IntegrityError as error:
            explained = constraint_error(error)
            if explained is None:
                raise
            form.add_domain_error(explained)
        else:
            if self.success_message:
                messages.success(request, str(self.success_message))
            return redirect(url)
        return self.show(form)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        return self.form_class(
            data=data, files=files, initial=self.initial(), choices=self.choices(), pickers=self.pickers()
        )

    def show(
        self,
        form: Form,
        *,
        conflict: Conflict | None = None,
        already_saved_url: str = "",
    ) -> HttpResponse:
        values = {
            "form": form,
            "title": self.title,
            "intro": self.intro,
            "submit_label": self.submit_label,
            "cancel_url": self.cancel_url,
            "danger": self.danger,
            "crumbs": self.crumbs(),
            "submission": self.submission,
            "version": self.version,
            "marks": self.marks,
            "summary": summary_lines(form),
            "conflict": conflict,
            "already_saved_url": already_saved_url,
        }
        return render(self.request, self.template_name, values | dict(self.context()))

    def _searched(self, form: Form) -> PickerBoundField | None:
        """The picker whose search was asked for: by its button, or by Enter while its search box held a new
        text. None when the form was sent to be saved."""
        asked_for = form.picker_fields.get(self.request.POST.get("_search", ""))
        if asked_for is not None:
            return asked_for
        if "_default" in self.request.POST:
            return next(iter(self._pending(form)), None)
        return None

    def _pending(self, form: Form) -> list[PickerBoundField]:
        return [field for field in form.picker_fields.values() if field.is_pending]


class ConfirmPage(FormPage):
    """Asks before a step that is not easily taken back: a question, what follows from it, and two ways out.

    `question` is the page's heading, `consequences` one text or several that are shown as a list. A
    `form_class` with fields (a reason, say) may be given. `cancel_url` is needed.
    """

    template_name = "forms/confirm.html"
    question: Text = ""
    consequences: Text | Sequence[Text] = ()
    submit_label: Text = _("Ja, fortsæt")
    danger = True

    def show(self, form: Form, **how: Any) -> HttpResponse:
        self.title = self.question
        return super().show(form, **how)

    def context(self) -> Mapping[str, Any]:
        several = isinstance(self.consequences, (list, tuple))
        return {"consequences": self.consequences if several else [self.consequences]}


def posted_token(request: HttpRequest) -> UUID:
    """The form's own token; a new one where there is none (a POST that no page of ours was the start of)."""
    try:
        return UUID(request.POST["submission"]) if "submission" in request.POST else uuid4()
    except ValueError as error:
        raise BadRequest("The submission token is no UUID.") from error


def _posted_version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("The version is no number.")
    return int(text)


def _fingerprint(request: HttpRequest) -> str:
    """Stands for what was submitted, without telling it: the key lies outside the database."""
    content = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_CONTENT)
    files = sorted(
        (name, file.name or "", file.size or 0) for name, sent in request.FILES.lists() for file in sent
    )
    return salted_hmac("jobveu.submission", repr((content, files)), algorithm="sha256").hexdigest()
