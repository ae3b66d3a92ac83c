"""A backup made while people work, restored and compared with what was there: every table, sequence, function,
policy and right, and the attachments. And everything that must not be restored, or not over what is there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from jobveu.launcher.places import PORT
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory
from jobveu.upkeep.backup.facts import EMPTIED, Facts, facts_of
from jobveu.upkeep.backup.making import verify
from jobveu.upkeep.backup.target import embedded_target
from tests.launcher.helpers import clean_environment, jobveu
from tests.tables import give_to_a_site
from tests.upkeep.site import RunningSite, Visitor, hidden_fields

COORDINATOR = "koordinator@demo.example"
PASSWORD = "proev-job-veu"
RIGHTS = """
CREATE ROLE jobveu_test_reader NOLOGIN;
GRANT SELECT ON actors_organisation TO jobveu_test_reader;
GRANT UPDATE (name) ON actors_contact TO jobveu_test_reader;
ALTER TABLE projects_lesson ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects_lesson FORCE ROW LEVEL SECURITY;
CREATE POLICY own_lessons ON projects_lesson TO jobveu_test_reader USING (id > 1);
REVOKE CONNECT ON DATABASE jobveu FROM PUBLIC;
GRANT CONNECT ON DATABASE jobveu TO jobveu_test_reader;
ALTER DATABASE jobveu SET search_path TO "$user", public;
"""


class Keeper:
    """The embedded database of a site that has been stopped, and the site's command line."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "site"
        self.server = EmbeddedPostgres(self.data)
        self.environment = {"JOBVEU_DATA": str(self.data)}

    def __call__(self, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return jobveu(*map(str, words), environment=self.environment | environment, cwd=self.data.parent)

    def backup(self, *words: str | Path, **environment: str) -> Path:
        done = self("backup", "--json", *words, **environment)
        assert done.returncode == 0, done.stderr
        return Path(json.loads(done.stdout)["path"])

    def connect(self, name: str = "jobveu") -> psycopg.Connection:
        socket = str(self.server.socket_directory)
        return psycopg.connect(host=socket, port=PORT, user="postgres", dbname=name, autocommit=True)

    def facts(self) -> Facts:
        with self.server.in_use(), self.connect() as connection:
            return facts_of(connection)

    def schema(self) -> str:
        """Everything but the rows, as PostgreSQL itself writes it: constraints, indexes, functions, triggers,
        policies, rights, extensions."""
        with self.server.in_use():
            target = embedded_target(self.server)
            text = target.run("pg_dump", "--schema-only", "--no-owner", database="jobveu", as_admin=True)
        text = "\n".join(line for line in text.splitlines() if "restrict" not in line)
        # A list of values that was stored with one cast for all comes back with a cast for each.
        return re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)

    def owners(self) -> list[tuple[str, ...]]:
        with self.server.in_use(), self.connect() as connection:
            return connection.execute(
                "SELECT c.relname, pg_get_userbyid(c.relowner), ''"
                " FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
                " UNION ALL SELECT extname, pg_get_userbyid(extowner), extversion FROM pg_extension"
                " UNION ALL SELECT datname, pg_get_userbyid(datdba),"
                "  (SELECT string_agg(one::text, ',' ORDER BY one::text) FROM unnest(datacl) one)"
                "  FROM pg_database"
                "  WHERE datname = 'jobveu'"
                " UNION ALL SELECT datname, datlocale, datcollate || datctype FROM pg_database"
                "  WHERE datname = 'jobveu'"
                " UNION ALL SELECT 'settings', '', setconfig::text FROM pg_db_role_setting"
                " ORDER BY 1, 2, 3"
            ).fetchall()

    def databases(self) -> set[str]:
        with self.server.in_use(), self.connect("postgres") as connection:
            return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}

    def attachments(self) -> dict[str, str]:
        root = self.data / "attachments"
        return {
            str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*")
            if path.is_file()
        }

    def remains(self) -> list[str]:
        """What a restore could have left in the data directory."""
        names = [path.name for path in self.data.iterdir()]
        return [name for name in names if "restore" in name or name.startswith(".") or "progress" in name]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    directory = TemporaryDirectory()
    yield directory.path
    EmbeddedPostgres(directory.path / "site").remove()
    directory.remove()


@pytest.fixture(scope="module")
def made_while_working(folder: Path, django_db_setup: None) -> Path:
    """The demonstration, and a backup of it that was made while somebody wrote without pause."""
    keeper = Keeper(folder)
    give_to_a_site(folder / "site")
    with RunningSite(folder / "site", workers=1, demo=True) as site:
        with keeper.connect() as connection:
            connection.execute(RIGHTS)
            row = connection.execute("SELECT id FROM actors_organisation ORDER BY id LIMIT 1").fetchone()
        for number in range(3):
            path = folder / "site" / "attachments" / f"{number}a" / f"bilag-{number}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)  # the demonstration's own files may lie there
            path.write_bytes(os.urandom(50_000 * number))
        assert row is not None
        enough, writing = threading.Event(), threading.Event()
        writer = threading.Thread(target=_write, args=(site, row[0], writing, enough))
        writer.start()
        try:
            assert writing.wait(60)
            path = keeper.backup("--to", folder / "while-working")
            refused = keeper("restore", path, "--replace")
        finally:
            enough.set()
            writer.join()
    assert refused.returncode == 1
    assert "the site runs" in refused.stderr
    assert keeper("database", "start").returncode == 0  # spares every command a start and a stop
    return path


def _write(site: RunningSite, company: int, writing: threading.Event, enough: threading.Event) -> None:
    with Visitor(site.port) as visitor:
        visitor.log_in(COORDINATOR, PASSWORD)
        address = f"/organisationer/{company}/kontakter/ny/"
        fields = hidden_fields(visitor.get(address)[1])
        count = 0
        while not enough.is_set():
            count += 1
            form = fields | {
                "submission": str(uuid4()),
                "name": f"Skrevet {count}",
                "email": f"{count}@test.dk",
            }
            status, body, _headers = visitor.post(address, form)
            assert status == 302, body
            if count == 5:
                writing.set()


@pytest.fixture
def keeper(folder: Path, made_while_working: Path) -> Keeper:
    return Keeper(folder)


@pytest.fixture(scope="module")
def backup(folder: Path, made_while_working: Path) -> Path:
    """One made when nobody works, for the tests that come after."""
    return Keeper(folder).backup("--to", folder / "quiet")


def test_a_restored_site_holds_everything_and_answers(keeper: Keeper, backup: Path) -> None:
    before = keeper.facts(), keeper.schema(), keeper.owners(), keeper.attachments()
    with keeper.server.in_use(), keeper.connect() as connection:
        connection.execute("SET jobveu.erasing = 'on'")
        connection.execute("DELETE FROM candidates_identityview; UPDATE actors_contact SET name = 'Ødelagt'")
        connection.execute("DROP TABLE common_submission; CREATE TABLE strange (id int)")
        connection.execute("DROP POLICY own_lessons ON projects_lesson")
    for path in (keeper.data / "attachments").rglob("*.pdf"):
        path.write_bytes(b"damaged")
    (keeper.data / "attachments" / "strange.pdf").touch()

    done = keeper("restore", backup, "--replace")

    assert done.returncode == 0, done.stderr
    facts, schema, owners, attachments = (
        keeper.facts(),
        keeper.schema(),
        keeper.owners(),
        keeper.attachments(),
    )
    kept = {name: table for name, table in before[0].tables.items() if name.partition(".")[2] not in EMPTIED}
    assert {name: facts.tables[name] for name in kept} == kept
    assert facts.tables.keys() == before[0].tables.keys()
    assert all(facts.tables[f"public.{name}"].rows == 0 for name in EMPTIED)
    assert facts.sequences == before[0].sequences
    assert (facts.extensions, facts.migrations, facts.roles) == (
        before[0].extensions,
        before[0].migrations,
        ["jobveu_test_reader"],
    )
    assert schema == before[1]
    assert owners == before[2]
    assert attachments == before[3]
    assert sum(table.rows > 0 for table in kept.values()) > 45, "the demonstration fills nearly every table"
    assert keeper.databases() == {"jobveu", "postgres", "template0", "template1"}
    assert keeper.remains() == []
    with RunningSite(keeper.data, workers=1, demo=True) as site, Visitor(site.port) as visitor:
        assert visitor.get("/readyz")[0] == 200
        visitor.log_in(COORDINATOR, PASSWORD)
        status, page, _headers = visitor.get("/projekter/")
        assert (status, "Fibersplejs" in page or "projekt" in page) == (200, True)


def test_a_backup_made_while_people_work_is_of_one_moment(keeper: Keeper, made_while_working: Path) -> None:
    assert keeper("restore", made_while_working, "--replace").returncode == 0
    with keeper.server.in_use(), keeper.connect() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM actors_contact WHERE name LIKE 'Skrevet %'),"
            " (SELECT count(*) FROM common_submission), (SELECT max(id) FROM actors_contact),"
            " (SELECT last_value FROM actors_contact_id_seq),"
            " (SELECT count(*) FROM common_auditentry a JOIN actors_contact c ON c.id = a.record_id"
            "   WHERE a.room = 'actors.contact' AND c.name LIKE 'Skrevet %')"
        ).fetchone()
    assert row is not None
    contacts, forms, highest, sequence, told = row
    assert contacts >= 5
    assert contacts == forms == told
    assert sequence >= highest


def test_the_keys_are_in_no_backup_and_nobody_else_reads_it(backup: Path, keeper: Keeper) -> None:
    keys = [path.read_bytes().strip() for path in (keeper.data / "keys").glob("*.key")]
    assert len(keys) >= 3
    data = backup.read_bytes()
    assert not [key for key in keys if key in data or bytes.fromhex(key.decode()) in data]
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    with tarfile.open(backup) as tar:
        names = tar.getnames()
    assert names[0] == "database.dump"
    assert names[-1] == "manifest.json"
    assert sum(name.startswith("attachments/") and "/bilag-" in name for name in names) == 3
    done = keeper("backup", "--to", backup.parent)
    assert "are not in it. Keep a copy of them in another place" in done.stdout


def test_nothing_is_overwritten_unasked(keeper: Keeper, backup: Path) -> None:
    before = keeper.facts()
    done = keeper("restore", backup)
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert keeper.facts().tables == before.tables


def test_an_empty_machine_is_restored_to_without_asking(keeper: Keeper, backup: Path, folder: Path) -> None:
    new = Keeper(folder / "new")
    new.data.mkdir(parents=True)
    keys = str(keeper.data / "keys")
    try:
        assert new("database", "start").returncode == 0
        done = new("restore", backup, JOBVEU_KEYS=keys)
        assert done.returncode == 1
        assert "CREATE ROLE jobveu_test_reader NOLOGIN" in done.stderr, "rights are granted to it"
        assert new.facts().tables == {}
        with new.server.in_use(), new.connect() as connection:
            connection.execute("CREATE ROLE jobveu_test_reader NOLOGIN")
        done = new("restore", backup, JOBVEU_KEYS=keys)
        assert done.returncode == 0, done.stderr
        assert new.attachments() == keeper.attachments()
        with tarfile.open(backup) as tar:
            manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        assert {name: table.rows for name, table in new.facts().tables.items() if table.rows} == {
            name: table["rows"]
            for name, table in manifest["facts"]["tables"].items()
            if table["rows"] and name.partition(".")[2] not in EMPTIED
        }
    finally:
        new.server.remove()


def test_without_its_keys_a_backup_is_refused_and_no_new_keys_are_made(
    backup: Path, keeper: Keeper, tmp_path: Path
) -> None:
    done = keeper("restore", backup, "--replace", JOBVEU_KEYS=str(tmp_path / "none"))
    assert done.returncode == 1
    assert "nobody can read the names and CPR numbers" in done.stderr
    assert not (tmp_path / "none").exists()


def test_other_keys_are_told_from_the_right_ones(backup: Path, keeper: Keeper, tmp_path: Path) -> None:
    for path in (keeper.data / "keys").glob("*.key"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "django.key").write_text("00" * 32)
    assert keeper("restore", backup, "--replace", JOBVEU_KEYS=str(tmp_path)).returncode == 0
    (tmp_path / "identity.key").write_text("00" * 32)
    done = keeper("restore", backup, "--replace", JOBVEU_KEYS=str(tmp_path))
    assert done.returncode == 1
    assert "made with (identity)" in done.stderr
    done = keeper("restore", backup, "--replace", "--other-keys", JOBVEU_KEYS=str(tmp_path))
    assert done.returncode == 0
    assert "its names cannot be read here" in done.stdout


def test_a_damaged_backup_is_found_and_never_restored(backup: Path, keeper: Keeper, tmp_path: Path) -> None:
    before = keeper.facts()
    whole = backup.read_bytes()
    for name, data, reason in (
        ("flipped", whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], "is not what its manifest says"),
        ("cut", whole[: len(whole) // 2], "is damaged"),
        ("unfinished", whole[: whole.rindex(b"manifest.json")], "cut short"),
        ("other", b"no tar at all" * 1000, "is no backup"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        done = keeper("backup", "--verify", path)
        assert done.returncode == 1
        assert reason in done.stderr
    done = keeper("restore", tmp_path / "flipped", "--replace")
    assert done.returncode == 1
    assert "is not what its manifest says" in done.stderr
    assert keeper("backup", "--verify", backup).returncode == 0
    assert "There is no file" in keeper("restore", tmp_path / "missing").stderr
    assert keeper.facts().tables == before.tables


def _with_manifest(backup: Path, target: Path, change: dict[str, object]) -> None:
    """The same backup with another manifest."""
    with tarfile.open(backup) as tar, tarfile.open(target, "w") as copy:
        for member in tar.getmembers():
            file = tar.extractfile(member)
            if member.name == "manifest.json":
                assert file is not None
                values = json.load(file)
                values["facts"] |= change
                (target.parent / "manifest").write_text(json.dumps(values))
                copy.add(target.parent / "manifest", "manifest.json")
            else:
                copy.addfile(member, file)


def test_a_backup_of_a_newer_version_is_refused(backup: Path, keeper: Keeper, tmp_path: Path) -> None:
    with tarfile.open(backup) as tar:
        facts = json.load(tar.extractfile("manifest.json"))["facts"]  # type: ignore[arg-type]
    _with_manifest(
        backup, tmp_path / "newer", {"migrations": [*facts["migrations"], ["actors", "9999_later"]]}
    )
    done = keeper("restore", tmp_path / "newer", "--replace")
    assert done.returncode == 1
    assert "newer version" in done.stderr
    assert "actors.9999_later" in done.stderr


def test_a_restore_that_does_not_fit_its_manifest_leaves_nothing(
    backup: Path, keeper: Keeper, tmp_path: Path
) -> None:
    before, files = keeper.facts(), keeper.attachments()
    with tarfile.open(backup) as tar:
        tables = json.load(tar.extractfile("manifest.json"))["facts"]["tables"]  # type: ignore[arg-type]
    tables["public.actors_contact"]["rows"] += 1
    _with_manifest(backup, tmp_path / "false", {"tables": tables})
    done = keeper("restore", tmp_path / "false", "--replace")
    assert done.returncode == 1
    assert "the table public.actors_contact has" in done.stderr
    assert keeper.facts().tables == before.tables
    assert keeper.attachments() == files
    assert keeper.databases() == {"jobveu", "postgres", "template0", "template1"}
    assert keeper.remains() == []


def test_an_older_backup_is_brought_up_to_this_version(keeper: Keeper, backup: Path, folder: Path) -> None:
    assert keeper("manage", "migrate", "candidates", "0018").returncode == 0
    older = keeper.backup("--to", folder / "older")
    newest = len(keeper.facts().migrations)
    done = keeper("restore", older, "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["migrated"] >= 1
    assert len(keeper.facts().migrations) > newest
    assert keeper("restore", backup, "--replace").returncode == 0


KILLED = """
import os, sys
from jobveu.launcher import commands
from jobveu.upkeep.backup import databases, restoring
if sys.argv[1] == "before":
    databases.Databases.swap = lambda self: os._exit(9)
else:
    restoring._swap_attachments = lambda *_what: os._exit(9)
commands.main(["restore", sys.argv[2], "--replace"])
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_restore_that_is_killed_ends_at_one_of_its_two_ends(
    keeper: Keeper, backup: Path, moment: str
) -> None:
    with keeper.server.in_use(), keeper.connect() as connection:
        connection.execute("UPDATE actors_contact SET name = 'Endnu ikke gendannet'")
    (keeper.data / "attachments" / "new.pdf").write_bytes(b"since the backup")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(backup)],
        env=clean_environment() | keeper.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 9, done.stderr
    assert len(keeper.databases()) == 5
    assert keeper.remains()
    with RunningSite(keeper.data, workers=1, demo=True) as site, Visitor(site.port) as visitor:
        assert visitor.get("/readyz")[0] == 200
    with keeper.server.in_use(), keeper.connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM actors_contact WHERE name = 'Endnu ikke gendannet'"
        ).fetchone()
    assert row is not None
    assert (row[0] > 0) == (moment == "before")
    assert ("new.pdf" in keeper.attachments()) == (moment == "before")
    assert keeper.databases() == {"jobveu", "postgres", "template0", "template1"}
    assert keeper.remains() == []


def test_old_backups_go_and_nothing_else_in_the_folder(keeper: Keeper, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "jobveu-notes.tar").write_text("not ours")
    damaged = tmp_path / "jobveu-20200101T000000Z.tar"
    damaged.write_text("damaged")
    for second in range(3):
        os.link(backup, tmp_path / f"jobveu-20250101T00000{second}Z.tar")
    (tmp_path / ".jobveu-left").mkdir()
    done = keeper("backup", "--to", tmp_path, "--keep", "2", "--json")
    assert len(json.loads(done.stdout)["removed"]) == 2
    listed = keeper("backup", "--to", tmp_path, "--list", "--json")
    assert listed.returncode == 3, "one is damaged"
    found = json.loads(listed.stdout)
    assert [row["fault"] is None for row in found] == [True, True, False]
    assert found[0]["path"] == json.loads(done.stdout)["path"]
    assert {path.name for path in tmp_path.iterdir()} == {
        ".lock",
        "jobveu-notes.tar",
        damaged.name,
        "jobveu-20250101T000002Z.tar",
        Path(found[0]["path"]).name,
    }
    assert "no backups in" in keeper("backup", "--list", "--to", tmp_path / "none").stdout
    assert keeper("backup", "--keep", "0").returncode == 2


def test_a_server_of_ones_own_is_backed_up_and_restored(keeper: Keeper, backup: Path, folder: Path) -> None:
    """The role owns its database and is no superuser; here the server is another folder's embedded one."""
    other = Keeper(folder / "server")
    other.data.mkdir(parents=True)
    site = folder / "elsewhere"
    site.mkdir()
    try:
        with other.server.in_use(), other.connect() as connection:
            connection.execute("CREATE ROLE jobveu_test_reader NOLOGIN")
            options = {
                "JOBVEU_DATA": str(site),
                "JOBVEU_KEYS": str(keeper.data / "keys"),
                "JOBVEU_DATABASE_URL": other.server.url,
            }
            done = keeper("restore", backup, **options)
            assert done.returncode == 1
            assert "Somebody is connected" in done.stderr
            connection.close()
            done = keeper("restore", backup, **options)
            assert done.returncode == 1
            assert "ALTER ROLE jobveu CREATEDB" in done.stderr
            with other.connect("postgres") as maintenance:
                maintenance.execute("ALTER ROLE jobveu CREATEDB")
            done = keeper("restore", backup, **options)
            assert done.returncode == 0, done.stderr
            with other.connect() as again:
                assert facts_of(again).tables.keys() == keeper.facts().tables.keys()
            done = keeper("backup", "--to", folder / "of-server", **options)
            assert done.returncode == 1
            assert "may not read all rows of projects_lesson" in done.stderr
            with other.connect() as again:
                again.execute("ALTER TABLE projects_lesson NO FORCE ROW LEVEL SECURITY")
            made = keeper.backup("--to", folder / "of-server", **options)
            assert keeper("backup", "--verify", made).returncode == 0
            for name in ("candidates_person", "candidates_candidacy", "candidates_outcome"):
                table = verify(made).facts.tables[f"public.{name}"]
                assert table == keeper.facts().tables[f"public.{name}"], (
                    "the policies are asked, and hide nothing"
                )
                assert table.rows
        assert len(list((site / "attachments").rglob("*.pdf"))) == 3
    finally:
        other.server.remove()
