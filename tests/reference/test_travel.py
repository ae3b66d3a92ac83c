"""Travel is estimated by road and ferry: near what is known between towns, and never across water."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.reference.distances import Point, straight_kilometres
from jobveu.reference.models import Municipality
from jobveu.reference.queries import municipality_places
from jobveu.reference.travel import NOWHERE, Place, bands, crossings, lands, over_land, tables, way

TOWNS = {
    "Aarhus": Place(Point(56.157, 10.210), "jylland"),
    "Aalborg": Place(Point(57.048, 9.919), "jylland"),
    "Randers": Place(Point(56.460, 10.036), "jylland"),
    "Viborg": Place(Point(56.453, 9.402), "jylland"),
    "Esbjerg": Place(Point(55.467, 8.452), "jylland"),
    "Kolding": Place(Point(55.490, 9.472), "jylland"),
    "Herning": Place(Point(56.137, 8.974), "jylland"),
    "Thisted": Place(Point(56.956, 8.694), "vendsyssel-thy"),
    "Hjørring": Place(Point(57.464, 9.983), "vendsyssel-thy"),
    "Skive": Place(Point(56.567, 9.027), "jylland"),
    "Nykøbing Mors": Place(Point(56.795, 8.860), "mors"),
    "Odense": Place(Point(55.404, 10.390), "fyn"),
    "København": Place(Point(55.676, 12.568), "sjaelland"),
    "Helsingør": Place(Point(56.036, 12.614), "sjaelland"),
    "Næstved": Place(Point(55.230, 11.760), "sjaelland"),
    "Nykøbing Falster": Place(Point(54.769, 11.875), "lolland-falster"),
}
KNOWN = (
    ("Aarhus", "Aalborg", 119, 80),
    ("København", "Odense", 165, 105),
    ("Odense", "Kolding", 70, 48),
    ("Esbjerg", "Kolding", 72, 50),
    ("Randers", "Viborg", 43, 42),
    ("Næstved", "Nykøbing Falster", 62, 55),
    ("Thisted", "Aalborg", 90, 80),
    ("Helsingør", "København", 46, 48),
    ("Skive", "Nykøbing Mors", 33, 33),
    ("Hjørring", "Aalborg", 50, 42),
    ("Herning", "Viborg", 48, 45),
    ("Herning", "Aarhus", 86, 65),
    ("Esbjerg", "Aarhus", 160, 100),
)
"""By road, rounded: kilometres, and minutes in a car without queues."""


@pytest.mark.parametrize(("one", "other", "kilometres", "minutes"), KNOWN)
def test_the_estimate_is_near_what_is_known_between_towns(
    one: str, other: str, kilometres: int, minutes: int
) -> None:
    found = way(TOWNS[one], TOWNS[other])
    assert 0.8 <= found.km / kilometres <= 1.2
    assert 0.8 <= found.minutes / minutes <= 1.45


def test_on_the_whole_it_is_rather_too_slow_than_too_fast() -> None:
    shares = [way(TOWNS[one], TOWNS[other]).minutes / minutes for one, other, _km, minutes in KNOWN]
    assert 1 <= sum(shares) / len(shares) <= 1.25


def test_water_is_crossed_where_there_is_a_bridge_or_a_ferry(reference: None) -> None:
    codes = dict(Municipality.objects.values_list("code", "pk"))
    places = municipality_places()

    def between(one: str, other: str) -> tuple[float, float, float]:
        here, there = places[codes[one]], places[codes[other]]
        found = way(here, there)
        return straight_kilometres(here.point, there.point), found.km, found.minutes

    # Syddjurs and Odsherred lie 80 km apart in a straight line, and a ferry of nearly two hours.
    straight, km, minutes = between("0706", "0306")
    assert straight < 85 < km
    assert minutes > 130
    # Bornholm and Stevns: over Sweden.
    assert between("0400", "0336")[2] > 220
    # Samsø and Odder: forty kilometres and more than an hour and a half.
    assert between("0741", "0727")[2] > 90
    # Halsnæs and Odsherred look at each other over the Isefjord; the ferry is quicker than round it.
    straight, _km, minutes = between("0260", "0306")
    assert straight < 35
    assert 60 < minutes < 120


def test_there_is_a_way_between_all_municipalities_and_it_takes_as_long_back(reference: None) -> None:
    places = list(municipality_places().values())
    assert len(places) == 99
    kilometres, minutes = tables(places)
    for table in (kilometres, minutes):
        assert all(table[one][one] == 0 for one in range(len(places)))
        assert all(table[one][other] == table[other][one] for one in range(99) for other in range(one))
    assert max(max(row) for row in minutes) < 15 * 60, "from Christiansø to Læsø"


def test_the_tables_say_when_they_were_set_down_and_what_they_rest_on() -> None:
    ends = [one.straight_km for one in bands()]
    assert ends == sorted(set(ends))
    known = set(lands().values())
    for one in crossings():
        assert set(one.lands) <= known
        assert one.km > 0 < one.minutes
    assert all(one.source and one.as_of.year >= 2026 for one in (*bands(), *crossings()))


@settings(max_examples=60)
@given(st.floats(0, 500), st.floats(0, 500))
def test_a_longer_line_takes_longer(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    assert over_land(shorter).minutes <= over_land(longer).minutes
    assert over_land(shorter).km <= over_land(longer).km
    assert over_land(longer).km >= longer


def test_where_no_crossing_leads_there_is_no_way() -> None:
    alone = Place(Point(55.0, 10.0), "nowhere")
    assert way(alone, TOWNS["Aarhus"]) == NOWHERE
    with pytest.raises(ValueError, match="no crossing"):
        tables([alone, TOWNS["Aarhus"]])
