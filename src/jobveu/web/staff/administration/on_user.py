"""What the pages of one user share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action
from jobveu.accounts.enums import Role
from jobveu.actors.queries.users import UserPage, user_page
from jobveu.actors.rules import ROLES_BY_KIND
from jobveu.journeys.left_alone import LeftAlone
from jobveu.web.access import Page
from jobveu.web.ui import Crumb

KINDS_WITH_USERS = tuple(kind for kind, roles in ROLES_BY_KIND.items() if roles)
ADMINISTERS = gettext_lazy("Administrerer organisationens brugere")
ROLES = [(role.value, role.label) for role in Role if role is not Role.PUBLIC]


class OnUser(Page):
    """Mix in before FormPage or ConfirmPage, or use alone. The address holds `user_id`."""

    action = Action.MANAGE_USERS
    user: UserPage

    def prepare(self) -> None:
        found = user_page(user_id=self.kwargs["user_id"])
        if found is None:
            raise Http404
        self.user = found

    @property
    def user_url(self) -> str:
        return reverse("user", args=[self.user.id])

    @property
    def cancel_url(self) -> str:
        return self.user_url

    def crumbs(self) -> Sequence[Crumb]:
        """Brugere › this one › this page; the last without a link."""
        return (
            Crumb(_("Brugere"), reverse("user_list")),
            Crumb(self.user.name, self.user_url),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )


def warnings(left: Iterable[LeftAlone]) -> list[str]:
    """What is said of organisations that nobody is left to act for."""
    return [
        _("Ingen andre har adgang for »%(organisation)s«, som har %(what)s. Giv en anden adgang først.")
        % {"organisation": row.organisation, "what": _what(row)}
        for row in left
    ]


def unadministered_warnings(names: Iterable[str]) -> list[str]:
    """What is said of organisations whose users nobody would be left to administer."""
    return [
        _("Ingen andre administrerer brugerne i »%(organisation)s«. Giv en anden administrationen først.")
        % {"organisation": name}
        for name in names
    ]


def _what(row: LeftAlone) -> str:
    persons = ngettext("%(count)d registreret person", "%(count)d registrerede personer", row.persons) % {
        "count": row.persons
    }
    projects = ngettext("%(count)d projekt i gang", "%(count)d projekter i gang", row.projects) % {
        "count": row.projects
    }
    if row.persons and row.projects:
        return _("%(persons)s og %(projects)s") % {"persons": persons, "projects": projects}
    return persons if row.persons else projects
