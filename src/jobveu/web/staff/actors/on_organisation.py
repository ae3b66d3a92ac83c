"""What the pages of one organisation share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Subject
from jobveu.actors.queries.merges import merged_into
from jobveu.actors.queries.organisations import OrganisationHeader, organisation_header
from jobveu.web.access import Page
from jobveu.web.ui import Crumb


class OnOrganisation(Page):
    """Mix in before FormPage or ListPage, or use alone. The address holds `organisation_id`."""

    organisation: OrganisationHeader

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The address of an organisation or contact that has been merged into another leads to that one."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            now = self._merged(kwargs) if request.method == "GET" else None
            if now is None or request.resolver_match is None:
                raise
            answer: HttpResponseBase = redirect(str(request.resolver_match.url_name), **now)
            return answer

    def _merged(self, address: Mapping[str, Any]) -> dict[str, Any] | None:
        """The address with what has been merged put in; None when nothing of it has."""
        rooms = {"organisation_id": "actors.organisation", "contact_id": "actors.contact"}
        found = {
            name: merged_into(room=room, record_id=address[name])
            for name, room in rooms.items()
            if name in address
        }
        merged = {name: id_ for name, id_ in found.items() if id_ is not None}
        return {**address, **merged} if merged else None

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
