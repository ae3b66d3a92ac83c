"""Reads about organisations, who belongs to them, and who has spoken with them."""

from jobveu.actors.queries.memberships import actor_for_user
from jobveu.actors.queries.search import organisation_source, organisations_by_ids, search_organisations

__all__ = ["actor_for_user", "organisation_source", "organisations_by_ids", "search_organisations"]
