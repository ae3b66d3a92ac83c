"""What the demonstration has for those who read figures: a snapshot of the quarter before, goals, and an older register on
its way in, with something wrong in it."""

from __future__ import annotations

from io import BytesIO

from jobveu.insight.goals import set_goal
from jobveu.insight.operations import take_snapshot
from jobveu.insight.queries import snapshots
from jobveu.journeys.demo.people import OFFICE_CODE
from jobveu.journeys.demo.world import World
from jobveu.legacy.columns import guess
from jobveu.legacy.enums import RowKind
from jobveu.legacy.operations.files import take_file
from jobveu.legacy.operations.imports import map_columns, upload
from jobveu.reference.queries import offices

QUARTER = 92
"""Days, so that a day so many days ago lies in the quarter before."""
OLD_REGISTER = """\
Projektnr;Projekttitel;Projekttype;RAR;Branche;Startdato;Slutdato;Målgruppe;Kursister;Hovedaktør
0017;Truckførere til lagrene;Ledige;Østjylland;52;03-09-2018;30-11-2018;Ledige, ufaglærte;14;Jobcenter Randers
0021;Dansk på arbejdspladsen;Beskæftigede;Østjylland;81;31-02-2019;28-06-2019;Beskæftigede;22;
0034;Montører til vindmøller;Ledige og beskæftigede;Østjylland;28;01.04.2019;20.12.2019;Ledige; beskæftigede;1.2 hold;
0040;Rengøring med nyt udstyr;Beskæftigede;Østjylland;;marts 2020;;Beskæftigede;9;
"""
"""As an office may have kept it in a spreadsheet: an impossible date, a number that is none, an industry missing, and a
row in which a semicolon has moved all that follows."""


def quarter_before(world: World) -> None:
    """Before the newest of the stories are told, so that something has changed since."""
    at = world.when(QUARTER)
    name = f"{at.year}-k{(at.month + 2) // 3}"
    if not any(
        row.name == name for row in snapshots()
    ):  # the register had one of that quarter before the demo came
        take_snapshot(by=world.actor("analytiker"), at=at, name=name)


def goals(world: World) -> None:
    set_goal(
        by=world.actor("raad"),
        at=world.when(60),
        council_id=world.council_id(world.today),
        year=world.today.year,
        version=None,
        projects=6,
        participants=90,
    )


def old_register(world: World) -> None:
    """A worker checks it, as soon as there is one."""
    by = world.actor("koordinator")
    content = OLD_REGISTER.encode("cp1252")
    file = take_file(content=BytesIO(content), name="Projekter 2018-2020.csv", size=len(content))
    [office] = [one.id for one in offices() if one.code == OFFICE_CODE]
    import_id = upload(
        by=by, at=world.when(1), kind=RowKind.PROJECTS, system="VIREGO", office_id=office, file=file
    )
    map_columns(
        by=by,
        at=world.when(1),
        import_id=import_id,
        columns=guess(RowKind.PROJECTS, file.header),
        save_as="Kontorets regneark",
    )
