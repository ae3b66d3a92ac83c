"""Where files lie: encrypted, whole or not at all."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from jobveu.attachments import store
from jobveu.config.secret_keys import Keys
from jobveu.upkeep.backup.making import _link_all


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_DIRECTORY = tmp_path / "attachments"
    return tmp_path / "attachments"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
def test_what_is_stored_is_read_back_and_cannot_be_read_in_the_folder(size: int, folder: Path) -> None:
    content = b"Jytte Opdigtet " * (size // 15 + 1)
    name = uuid4()
    store.write(BytesIO(content[:size]), name=name)
    assert b"".join(store.read(name)) == content[:size]
    [path] = files(folder)
    assert b"Jytte" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(store.names()) == [name]


@given(st.integers(0, 200_096), st.sampled_from(["flip", "cut", "grow"]))
def test_a_changed_file_is_never_read_to_its_end(at: int, how: str) -> None:
    name = uuid4()
    store.write(BytesIO(bytes(200_000)), name=name)
    path = store._path(name)
    data = bytearray(path.read_bytes())
    match how:
        case "flip":
            data[at] ^= 1
        case "cut":
            del data[at:]
        case "grow":
            data += data[-70_000:][: at + 1]
    path.write_bytes(data)
    with pytest.raises(store.UnreadableFile):
        b"".join(store.read(name))
    store.remove(name)


def test_files_that_have_changed_places_cannot_be_read() -> None:
    one, two = uuid4(), uuid4()
    store.write(BytesIO(b"den ene"), name=one)
    store._path(two).parent.mkdir(exist_ok=True)
    store._path(one).rename(store._path(two))
    for name in (one, two):
        with pytest.raises(store.UnreadableFile):
            next(store.read(name))


def test_another_key_reads_nothing(settings: Settings) -> None:
    name = uuid4()
    store.write(BytesIO(b"hemmeligt"), name=name)
    settings.KEYS = Keys(django_secret="", identity=os.urandom(32), lookup=b"")
    with pytest.raises(store.UnreadableFile):
        next(store.read(name))


class Breaking(BytesIO):
    """A file that cannot be read to its end."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 100_000:
            raise OSError("the disk is gone")
        return super().read(size)


def test_a_write_that_fails_leaves_nothing(folder: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        store.write(Breaking(bytes(300_000)), name=uuid4())
    assert files(folder) == []


def test_the_sweep_takes_what_nobody_names_and_only_when_it_is_old(folder: Path) -> None:
    now = timezone.now()
    named, unnamed, young = uuid4(), uuid4(), uuid4()
    for name in (named, unnamed, young):
        store.write(BytesIO(b"indhold"), name=name)
    half_written = folder / ".incoming" / "halvt"
    half_written.write_bytes(b"x")
    foreign = folder / "00" / "bilag.pdf"
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_bytes(b"x")
    long_ago = (now - timedelta(days=3)).timestamp()
    for path in (store._path(named), store._path(unnamed), half_written, foreign):
        os.utime(path, (long_ago, long_ago))
    assert store.sweep(named={named}, before=now - timedelta(days=1)) == 2
    assert set(store.names()) == {named, young}
    assert foreign.exists()
    assert not half_written.exists()


def test_a_backup_takes_what_is_complete_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    name = uuid4()
    store.write(BytesIO(b"indhold"), name=name)
    (folder / ".incoming" / "halvt").write_bytes(b"x")
    _link_all(folder, tmp_path / "held")
    assert [path.name for path in files(tmp_path / "held")] == [name.hex]
