"""The list is in the order of the names, without anybody having to read them."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.candidates import name_order
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.models import Person
from jobveu.candidates.operations.persons import edit_person
from jobveu.candidates.sealing import NAME, context_of, sealed
from jobveu.common.crypto import decrypt
from jobveu.common.sorting import danish_sort_key
from tests.candidates.scene import NOW, Scene

NAMES = st.text(alphabet="aAbBæÆøØåÅzé -'", min_size=1, max_size=6).filter(lambda text: bool(text.strip()))


def put(scene: Scene, name: str) -> Person:
    """A person with a name and a position, and nothing that is beside the point."""
    key = uuid4()
    return Person.objects.create(
        job_centre=scene.centre,
        key=key,
        name_encrypted=sealed(name, key=key, field=NAME),
        cpr_encrypted=b"-",
        cpr_hash=key.bytes,
        name_position=name_order.place(job_centre_id=scene.centre.pk, name=name),
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.UNSKILLED,
        registered_by=scene.users["caseworker"],
        registered_at=NOW,
    )


def listed(scene: Scene) -> list[str]:
    rows = Person.objects.filter(job_centre=scene.centre).order_by("name_position", "id")
    return [decrypt(row.name_encrypted, context=context_of(row.key, NAME)) for row in rows]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, max_size=12), renamed=st.lists(st.tuples(st.integers(0, 11), NAMES), max_size=4))
def test_the_list_is_in_the_order_of_the_decrypted_names(
    scene: Scene, names: list[str], renamed: list[tuple[int, str]]
) -> None:
    Person.objects.filter(job_centre=scene.centre).delete()
    persons = [put(scene, name) for name in names]
    for at, name in renamed:
        if at < len(persons):
            edit_person(
                by=scene.actor("caseworker"),
                at=NOW,
                person_id=persons[at].pk,
                version=Person.objects.get(pk=persons[at].pk).version,
                name=name,
                situation=Situation.UNEMPLOYED,
                skill_level=SkillLevel.UNSKILLED,
            )
    keys = [danish_sort_key(name) for name in listed(scene)]
    assert keys == sorted(keys)
    positions = list(Person.objects.filter(job_centre=scene.centre).values_list("name_position", flat=True))
    assert len(set(positions)) == len(positions)


def test_names_that_fall_in_the_same_gap_over_and_over_are_numbered_anew(scene: Scene) -> None:
    put(scene, "A")
    put(scene, "Z")
    names = [f"M{number:03d}" for number in range(80)]
    for name in names:
        put(scene, name)
    assert listed(scene) == ["A", *names, "Z"]
    decimals = [
        -position.as_tuple().exponent for position in Person.objects.values_list("name_position", flat=True)
    ]
    assert max(decimals) <= 65


def test_two_job_centres_are_ordered_each_for_themselves(scene: Scene) -> None:
    assert put(scene, "Berit").name_position == 0
    assert put(scene, "Anna").name_position == -1
    assert put(scene, "Carl").name_position == 1
    assert scene.person("Berit", "other_caseworker").name_position == 0


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=20, min_value=-1000, max_value=1000),
    st.decimals(allow_nan=False, allow_infinity=False, places=20, min_value=-1000, max_value=1000),
)
def test_the_middle_is_exact(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    middle = name_order.midpoint(low, high)
    assert middle - low == high - middle
    assert low <= middle <= high
