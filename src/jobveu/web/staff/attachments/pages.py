"""The three pages of a record's files: attach, fetch, remove. Each record's own are in `of_records`, with the action
and the subject of the page that shows the record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from itertools import chain
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.attachments import operations, store
from jobveu.attachments.operations import CheckedFile
from jobveu.attachments.queries import AttachmentRow, Owner, attachment
from jobveu.attachments.rules import ENDINGS, MOST_FILES_AT_ONCE
from jobveu.common.errors import DomainError
from jobveu.web.access import Page
from jobveu.web.forms import CheckField, ConfirmPage, Form, FormPage, TextField

logger = logging.getLogger(__name__)
_ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. The cleaned value is a list of CheckedFile; `check` is the page's."""

    widget = FilesInput
    width = "width-xl"
    check: Callable[..., CheckedFile]

    default_error_messages = {"required": gettext_lazy("Vælg mindst én fil.")}

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        sent = data if isinstance(data, list) else [data] if data else []
        if not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST_FILES_AT_ONCE:
            raise ValidationError(
                _("Vælg højst %(limit)s filer ad gangen.") % {"limit": MOST_FILES_AT_ONCE}, code="several"
            )
        found, faults = [], []
        for file in sent:
            try:
                found.append(self._checked(file))
            except DomainError as error:
                faults.append(ValidationError(str(error), code="refused"))
        if faults:
            raise ValidationError(faults)
        return found

    def _checked(self, file: UploadedFile) -> CheckedFile:
        return self.check(content=file.file, name=file.name or "", size=file.size or 0)


class AttachForm(Form):
    chosen_files = FilesField(label=gettext_lazy("Filer"))
    note = TextField(
        label=gettext_lazy("Hvad viser filerne?"),
        help_text=gettext_lazy("F.eks. »Underskrevet hensigtserklæring«. Teksten står ved hver af filerne."),
        max_length=300,
        required=False,
    )
    no_cpr_numbers = CheckField(
        label=gettext_lazy("Jeg har set efter: Der er ingen CPR-numre i filerne"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen_files"].widget.attrs["accept"] = _ACCEPTED
        self.fields["chosen_files"].help_text = _(
            "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, tekst (.txt) og CSV. "
            "Højst %(size)s MB pr. fil og %(count)s filer ad gangen."
        ) % {"size": settings.ATTACHMENT_BYTES >> 20, "count": MOST_FILES_AT_ONCE}
        if "no_cpr_numbers" not in self.data:
            del self.fields["no_cpr_numbers"]

    def ask_about_cpr(self) -> None:
        """Shows the box that is ticked when what looks like CPR numbers is something else."""
        self.fields["no_cpr_numbers"] = deepcopy(self.base_fields["no_cpr_numbers"])


class OnFilesOf(Page):
    """Mix in behind what loads the record and says whose file it is."""

    def owner(self) -> Owner:
        raise NotImplementedError


class AttachFiles(OnFilesOf, FormPage):
    """All the files that were chosen are attached, or none: a browser does not keep chosen files when a page is
    shown again, so whoever has to choose anew should not wonder which of them are there."""

    takes_files = True
    form_class = AttachForm
    title: Any
    template_name = "staff/attachments/attach.html"
    submit_label = gettext_lazy("Vedhæft")
    success_message = gettext_lazy("Filerne er vedhæftet.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data=data, files=files)
        form.fields["chosen_files"].check = partial(
            operations.check_file, owner=self.owner(), by=self.actor, at=self.now
        )
        return form

    def context(self) -> Mapping[str, Any]:
        return {"is_scanned": settings.CLAMD is not None}

    def save(self, form: AttachForm) -> str:  # type: ignore[override]  # the page's own form
        values = dict(form.cleaned_data)
        try:
            operations.attach(
                owner=self.owner(), files=values.pop("chosen_files"), by=self.actor, at=self.now, **values
            )
        except operations.LooksLikeCpr:
            form.ask_about_cpr()
            raise
        return self.cancel_url


class OnFile(OnFilesOf):
    """A page of one file of the record; the address ends with `attachment_id`."""

    @cached_property
    def file(self) -> AttachmentRow:
        found = attachment(owner=self.owner(), attachment_id=self.kwargs["attachment_id"])
        if found is None:
            raise Http404
        return found


class FetchFile(OnFile):
    """A download and never a page: a browser neither shows the file nor guesses what it is."""

    cancel_url: str

    def get(self, request: HttpRequest, **_address: object) -> HttpResponseBase:
        pieces = store.read(self.file.stored_as)
        try:
            first = next(pieces)
        except store.UnreadableFile:
            logger.exception("A stored attachment cannot be read.")
            messages.warning(
                request,
                _("»%(name)s« kan ikke læses. Kontakt systemadministratoren.") % {"name": self.file.name},
            )
            return redirect(self.cancel_url)
        response = StreamingHttpResponse(_logged(chain([first], pieces)), content_type=self.file.content_type)
        response["Content-Length"] = str(self.file.size)
        response["Content-Disposition"] = content_disposition_header(True, self.file.name) or "attachment"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        response["Content-Encoding"] = "identity"  # compressing them again would only take time
        return response


def _logged(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A file that turns out damaged on the way is cut short: the browser sees that it is not all there."""
    try:
        yield from pieces
    except store.UnreadableFile:
        logger.exception("A stored attachment cannot be read to its end.")
        raise


class RemoveFile(OnFile, ConfirmPage):
    submit_label = gettext_lazy("Ja, fjern")
    success_message = gettext_lazy("Filen er fjernet.")
    asks: Any
    """The question, with %(name)s for the file's."""

    @property
    def question(self) -> str:
        return str(self.asks) % {"name": self.file.name}

    @property
    def consequences(self) -> tuple[str, ...]:
        return (
            _("Filen slettes og kan ikke hentes frem igen, heller ikke af andre."),
            _("Det noteres, at den har været her, og hvem der fjernede den."),
        )

    def save(self, form: Form) -> str:
        operations.remove_attachment(
            owner=self.owner(), attachment_id=self.file.id, by=self.actor, at=self.now
        )
        return self.cancel_url
