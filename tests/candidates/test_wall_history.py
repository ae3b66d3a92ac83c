"""The wall around the history: a change is read by whoever sees its row; where the row is gone, or is no longer shown to
them, by whoever sees all of its candidacy. The rule is stated here apart from the database, as in test_wall.py."""

from __future__ import annotations

import pytest

from jobveu.candidates.models import Candidacy, FollowUp, Outcome, Person, Statement, Wish
from jobveu.candidates.queries.candidacy import candidacy_place, insight_of
from jobveu.common.models import Change
from tests.candidates.wall_world import WALLED, by_matrix, let_through, make_world


@pytest.mark.parametrize("seed", [11, 12])
def test_a_change_is_read_by_whoever_sees_its_row_or_all_of_its_candidacy(reference: None, seed: int) -> None:
    world = make_world(seed)
    for model in (Outcome, FollowUp, Wish, Statement):
        model.objects.filter(
            pk__in=list(model.objects.order_by("pk").values_list("pk", flat=True)[::2])
        ).delete()
    given = by_matrix()
    models = {model._meta.label_lower: model for model in WALLED}
    of_persons = list(
        Change.objects.filter(person_id__isnull=False).values_list("id", "room", "record_id", "parent_id")
    )
    others = set(Change.objects.filter(person_id__isnull=True).values_list("id", flat=True))
    assert {room for _id, room, *_ in of_persons} >= {
        model._meta.label_lower for model in (Person, Candidacy, Wish)
    }
    assert others
    places = {
        id_: candidacy_place(candidacy_id=id_) for id_ in Candidacy.objects.values_list("pk", flat=True)
    }
    hanging = models.keys() - {Person._meta.label_lower, Candidacy._meta.label_lower}
    only_by_candidacy: set[int] = set()
    for actor in world.actors:
        seen = given(actor)
        whole = {id_ for id_, place in places.items() if insight_of(by=actor, subject=place.subject).whole}
        by_row = {id_ for id_, room, row, _parent in of_persons if row in seen[models[room]]}
        by_candidacy = {id_ for id_, room, _row, parent in of_persons if room in hanging and parent in whole}
        assert let_through(actor, Change) == by_row | by_candidacy | others, actor.roles
        only_by_candidacy |= by_candidacy - by_row
    assert only_by_candidacy
