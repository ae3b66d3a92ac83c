"""The matrix as data: complete, used, and held by every address of the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jobveu.accounts.access import MATRIX, Action, Scope, Subject, grants, may
from jobveu.accounts.actor import ANONYMOUS, Actor, Membership
from jobveu.accounts.enums import Role
from jobveu.web.access import THIRD_PARTY_ACTIONS, Page
from jobveu.web.api.gate import asks_of


def all_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry)
        else:
            yield entry


PATTERNS = list(all_patterns(get_resolver()))


def is_for_programs(pattern: URLPattern) -> bool:
    """An address with several operations, each with an action of its own: see test_api_by_role."""
    return hasattr(pattern.callback, "path_view")


def action_of(pattern: URLPattern) -> Action | None:
    if is_for_programs(pattern):
        return asks_of(pattern.callback.path_view.operations[0]).action
    view = getattr(pattern.callback, "view_class", None)
    if view is not None and issubclass(view, Page):
        return view.action
    return THIRD_PARTY_ACTIONS.get(pattern.name or "")


def test_every_action_is_in_the_matrix() -> None:
    assert set(MATRIX) == set(Action)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name or str(pattern.pattern))
def test_every_address_has_a_name_and_declares_an_action(pattern: URLPattern) -> None:
    assert pattern.name
    assert isinstance(action_of(pattern), Action)


def test_names_of_addresses_are_unique() -> None:
    names = [pattern.name for pattern in PATTERNS]
    assert sorted(set(names)) == sorted(names)


def test_the_library_views_that_are_excused_exist() -> None:
    assert set(THIRD_PARTY_ACTIONS) <= {pattern.name for pattern in PATTERNS}


def test_the_public_may_only_read_what_is_public() -> None:
    assert {action for action in Action if may(action, ANONYMOUS)} == {Action.VIEW_PUBLIC, Action.LOG_IN}


def test_only_three_kinds_of_place_ever_see_an_identity() -> None:
    assert dict(MATRIX[Action.SEE_IDENTITY]) == {
        Role.CASEWORKER: (Scope.REGISTERED,),
        Role.COMPANY_CONSULTANT: (Scope.REGISTERED,),
        Role.PROVIDER: (Scope.OWN_COURSE,),
        Role.COMPANY: (Scope.PRESENTED,),
    }


MINE, THEIRS = 7, 8
SUBJECTS = {
    Scope.OWN_OFFICE: ("office_id", False),
    Scope.OWN_COUNCIL: ("council_id", False),
    Scope.COORDINATING: ("coordinating_organisation_id", False),
    Scope.PARTY: ("party_organisation_ids", True),
    Scope.OWN_ORGANISATION: ("organisation_ids", True),
    Scope.REGISTERED: ("registered_by_id", False),
    Scope.OWN_COURSE: ("course_provider_ids", True),
    Scope.PRESENTED: ("presented_to_ids", True),
    Scope.ADMINISTERED: ("members_of_id", False),
    Scope.SELF: ("user_id", False),
}


def subject_of(scope: Scope, owner: int) -> Subject:
    field, several = SUBJECTS[scope]
    return Subject(**{field: frozenset({owner}) if several else owner})


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_each_scope_opens_ones_own_and_nothing_else(action: Action, role: Role) -> None:
    """Every role × action × scope: allowed with one's own data exactly when the matrix says so."""
    membership = Membership(
        role=role,
        organisation_id=MINE,
        office_id=MINE,
        council_ids=frozenset({MINE}),
        administers=True,
    )
    actor = Actor(user_id=MINE, name="Prøve", memberships=(membership,))
    granted = {scope for _membership, scope in grants(action, actor)}
    assert may(action, actor) == bool(granted)
    for scope in SUBJECTS:
        assert may(action, actor, subject_of(scope, MINE)) == bool(granted & {scope, Scope.ALL})
        assert may(action, actor, subject_of(scope, THEIRS)) == (Scope.ALL in granted)
    assert may(action, actor, Subject()) == (Scope.ALL in granted)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PUBLIC, Role.ADMINISTRATOR)])
def test_only_a_member_who_administers_manages_members(role: Role) -> None:
    about = Subject(members_of_id=MINE)
    for administers in (True, False):
        held = Membership(role=role, organisation_id=MINE, administers=administers)
        actor = Actor(user_id=MINE, name="Prøve", memberships=(held,))
        assert may(Action.MANAGE_MEMBERS, actor) == administers
        assert may(Action.MANAGE_MEMBERS, actor, about) == administers
