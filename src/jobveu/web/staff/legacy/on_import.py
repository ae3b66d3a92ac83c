"""What the pages of one import share."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.legacy.enums import ImportState
from jobveu.legacy.queries.imports import ImportRow, import_row
from jobveu.web.access import Page
from jobveu.web.ui import Crumb

_BADGES = {
    ImportState.MAPPING: "warning",
    ImportState.CHECKING: "info",
    ImportState.CHECKED: "info",
    ImportState.IMPORTING: "info",
    ImportState.IMPORTED: "success",
    ImportState.FAILED: "error",
}


class OnImport(Page):
    """Mix in before FormPage or ListPage, or use alone. The address holds `import_id`."""

    action = Action.IMPORT_REGISTER
    hidden = True
    of: ImportRow

    def prepare(self) -> None:
        found = import_row(import_id=self.kwargs["import_id"])
        if found is None:
            raise Http404
        self.of = found

    def subject(self) -> Subject | None:
        return Subject(office_id=self.of.office_id)

    @property
    def import_url(self) -> str:
        return reverse("import", args=[self.of.id])

    @property
    def cancel_url(self) -> str:
        return self.import_url

    def crumbs(self) -> Sequence[Crumb]:
        own = str(getattr(self, "question", "") or getattr(self, "title", ""))
        return (
            Crumb(_("Import"), reverse("import_list")),
            Crumb(import_title(self.of), self.import_url),
            Crumb(own),
        )


def state_words(of: ImportRow) -> str:
    """Where the import stands; of a file that is checked, what came of it."""
    if of.state is ImportState.CHECKED:
        return _("Har fejl") if of.errors else _("Kan importeres")
    return str(of.state.label)


def state_badge(of: ImportRow) -> str:
    """The variant of the badge that `state_words` are shown in."""
    if of.state is ImportState.CHECKED and of.errors:
        return "error"
    return _BADGES.get(of.state, "")


def import_title(of: ImportRow) -> str:
    return _("Import nr. %(number)d") % {"number": of.id}


def imports_of_all_offices(actor: Actor) -> bool:
    """Whether the actor may import the register of whatever office."""
    return any(scope is Scope.ALL for _membership, scope in grants(Action.IMPORT_REGISTER, actor))


def own_offices(actor: Actor) -> dict[int, str]:
    """The names of the offices whose register the actor may import, by id, besides that."""
    return {
        membership.office_id: membership.organisation_name
        for membership, scope in grants(Action.IMPORT_REGISTER, actor)
        if scope is Scope.OWN_OFFICE and membership.office_id is not None
    }
