"""What the pages of one organisation share."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Subject
from jobveu.actors.queries.organisations import OrganisationHeader, organisation_header
from jobveu.web.access import Page
from jobveu.web.ui import Crumb


class OnOrganisation(Page):
    """Mix in before FormPage or ListPage, or use alone. The address holds `organisation_id`."""

    organisation: OrganisationHeader

    def prepare(self) -> None:
        found = organisation_header(organisation_id=self.kwargs["organisation_id"])
        if found is None:
            raise Http404
        self.organisation = found

    def subject(self) -> Subject | None:
        return self.organisation.subject

    @property
    def organisation_url(self) -> str:
        return reverse("organisation", args=[self.organisation.id])

    @property
    def cancel_url(self) -> str:
        return self.organisation_url

    def crumbs(self) -> Sequence[Crumb]:
        """Organisations › this one › this page; the last without a link."""
        return (
            Crumb(_("Organisationer"), reverse("organisation_list")),
            Crumb(self.organisation.name, self.organisation_url),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )
