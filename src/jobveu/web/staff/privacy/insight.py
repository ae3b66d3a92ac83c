"""Everything that is held about somebody: on a page, and as the file they are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action
from jobveu.candidates.enums import Purpose
from jobveu.documents import pdf, word
from jobveu.privacy.insight.contact import about_contact
from jobveu.privacy.insight.person import about_person
from jobveu.privacy.insight.user import about_user
from jobveu.privacy.insight.value import Part, as_data
from jobveu.web.access import Page
from jobveu.web.forms import CheckField, ChoiceField, Form
from jobveu.web.forms.base import Text
from jobveu.web.lists.columns import shown
from jobveu.web.markup import html
from jobveu.web.staff.actors.contacts import OnContact
from jobveu.web.staff.administration.words import action_words
from jobveu.web.staff.candidates.persons import OnPerson
from jobveu.web.staff.privacy.letter import letter
from jobveu.web.ui import Crumb, Row

_FORMATS = (
    ("pdf", gettext_lazy("Brev som PDF")),
    ("docx", gettext_lazy("Brev som Word-dokument")),
    ("json", gettext_lazy("Data, som en maskine kan læse (JSON)")),
)
_TYPES = {"pdf": pdf.CONTENT_TYPE, "docx": word.CONTENT_TYPE, "json": "application/json; charset=utf-8"}


class FileForm(Form):
    file_format = ChoiceField(
        label=gettext_lazy("Hvad skal filen være?"), choices=_FORMATS, coerce=str, radio=True
    )


class PersonFileForm(FileForm):
    with_staff = CheckField(
        label=gettext_lazy("Tag navnene på de medarbejdere med, der har set eller ændret noget"),
        help_text=gettext_lazy(
            "Personen har ret til at få at vide, hvornår og til hvad oplysningerne er brugt, men som udgangspunkt "
            "ikke af hvem. Navnene gives, når personen har brug for dem for at kunne varetage sine rettigheder."
        ),
    )


class InsightPage(Page):
    """Shows everything, and by POST hands it out as a file. A subclass says about whom."""

    form_class: type[FileForm] = FileForm
    title: Text = ""
    intro: Text = ""
    template_name = "staff/privacy/insight.html"
    explains_rights = False
    """Whether the letter tells of purposes, rights and complaints, as one to a citizen must."""

    def parts(self, *, as_file: bool, with_staff: bool) -> tuple[Part, ...]:
        raise NotImplementedError

    def holder(self) -> str:
        """The organisation that answers for the data."""
        raise NotImplementedError

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def links(self) -> Sequence[tuple[str, str]]:
        """What can be done about what is held: text and address."""
        return ()

    @method_decorator(sensitive_variables())
    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        return self._show(self.form_class(initial={"file_format": "pdf"}))

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, **_address: int) -> HttpResponse:
        form = self.form_class(data=request.POST)
        if not form.is_valid():
            return self._show(form)
        ending = form.cleaned_data["file_format"]
        parts = self.parts(as_file=True, with_staff=form.cleaned_data.get("with_staff", False))
        response = HttpResponse(self._file(ending, parts), content_type=_TYPES[ending])
        name = _("Indsigt i oplysninger")
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or ""
        response["Cache-Control"] = "private, no-store"
        return response

    def _file(self, ending: str, parts: Iterable[Part]) -> bytes:
        if ending == "json":
            held = {"holder": self.holder(), "given_at": self.now.isoformat(), **as_data(parts)}
            return json.dumps(held, ensure_ascii=False, indent=2).encode()
        made = letter(parts, holder=self.holder(), at=self.now, explains_rights=self.explains_rights)
        return pdf.to_pdf(made) if ending == "pdf" else word.to_docx(made)

    def _show(self, form: FileForm) -> HttpResponse:
        values: dict[str, Any] = {
            "title": self.title,
            "intro": self.intro,
            "parts": [ShownPart(part) for part in self.parts(as_file=False, with_staff=True)],
            "form": form,
            "links": self.links(),
            "crumbs": self.crumbs(),
        }
        return render(self.request, self.template_name, values)


class ShownPart:
    """A part with its values in words."""

    def __init__(self, part: Part) -> None:
        self.name, self.heading, self.note, self.columns = part.name, part.heading, part.note, part.columns
        self.is_list = part.is_list
        self.records = [[(fact.label, shown(fact.value)) for fact in record] for record in part.records]

    @property
    def summaries(self) -> list[tuple[str, list[Row]]]:
        """Each record as a list of its own, with the caption that tells it from its likes."""
        several = len(self.records) > 1
        return [
            (
                _("%(heading)s, nr. %(number)d") % {"heading": self.heading, "number": number}
                if several
                else self.heading,
                [Row(label, _lines(value)) for label, value in record],
            )
            for number, record in enumerate(self.records, start=1)
        ]


def _lines(text: str) -> str:
    return html('<span class="jv-prewrap">{}</span>', text) if "\n" in text else text


class PersonInsight(OnPerson, InsightPage):
    action = Action.GIVE_INSIGHT
    form_class = PersonFileForm
    title = gettext_lazy("Indsigt: alt om personen")
    intro = gettext_lazy(
        "Alt, hvad systemet har om personen hos jeres jobcenter, til den, der beder om indsigt. Det er registreret, "
        "at du har set det."
    )
    explains_rights = True

    def parts(self, *, as_file: bool, with_staff: bool) -> tuple[Part, ...]:
        return about_person(
            by=self.actor,
            at=self.now,
            person_id=self.place.id,
            purpose=Purpose.INSIGHT_FILE if as_file else Purpose.INSIGHT,
            with_staff=with_staff,
            action_words=action_words,
        )

    def holder(self) -> str:
        return next(
            (
                membership.organisation_name
                for membership in self.actor.memberships
                if membership.organisation_id == self.place.job_centre_id
            ),
            "",
        )

    def links(self) -> Sequence[tuple[str, str]]:
        return (
            (_("Ret personens oplysninger"), reverse("person_edit", args=[self.place.id])),
            (_("Slet personen"), reverse("person_erase", args=[self.place.id])),
        )

    def crumbs(self) -> Sequence[Crumb]:
        number = _("Person nr. %(number)d") % {"number": self.place.id}
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(number, reverse("person", args=[self.place.id])),
            Crumb(_("Indsigt")),
        )


class ContactInsight(OnContact, InsightPage):
    intro = gettext_lazy(
        "Alt, hvad systemet har om kontaktpersonen, til den, der beder om indsigt. Det er registreret, at du har "
        "set det."
    )

    @property
    def title(self) -> str:
        return _("Indsigt: alt om %(name)s") % {"name": self.contact.name}

    def parts(self, *, as_file: bool, with_staff: bool) -> tuple[Part, ...]:
        return about_contact(
            by=self.actor,
            at=self.now,
            contact_id=self.contact.id,
            as_file=as_file,
            action_words=action_words,
        )

    def holder(self) -> str:
        return self.actor.primary_membership.organisation_name

    def links(self) -> Sequence[tuple[str, str]]:
        place = [self.organisation.id, self.contact.id]
        return (
            (_("Ret kontaktpersonen"), reverse("contact_edit", args=place)),
            (_("Fjern kontaktpersonen"), reverse("contact_remove", args=place)),
        )


class OwnData(InsightPage):
    action = Action.MANAGE_OWN_ACCOUNT
    title = gettext_lazy("Mine oplysninger")
    intro = gettext_lazy(
        "Alt, hvad systemet har om dig som bruger. Er noget forkert, så bed den, der administrerer brugerne, om at "
        "rette det."
    )

    def parts(self, *, as_file: bool, with_staff: bool) -> tuple[Part, ...]:
        return about_user(by=self.actor, at=self.now, as_file=as_file, action_words=action_words)

    def holder(self) -> str:
        return self.actor.primary_membership.organisation_name
