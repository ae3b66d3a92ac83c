"""A server that lives as long as the process that wants it, for tests and measurements."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from pathlib import Path
from types import TracebackType

from jobveu.launcher.postgres import EmbeddedPostgres

PREFIX = "jobveu-temporary-"


class TemporaryDirectory:
    """A short-named folder that other accounts can pass through, locked for as long as its owner lives.

    Making one removes what owners that were killed left behind, running servers included.
    """

    def __init__(self) -> None:
        parent = Path(tempfile.gettempdir())
        _sweep(parent)
        # Made under another name, so that nobody's sweep finds it before it is locked.
        draft = Path(tempfile.mkdtemp(prefix="jobveu-new-", dir=parent))
        self._lock = os.open(draft / "owner", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        draft.chmod(0o711)
        self.path = draft.with_name(draft.name.replace("jobveu-new-", PREFIX))
        draft.rename(self.path)

    def remove(self) -> None:
        """Stops the server in the folder, if there is one, and deletes everything."""
        EmbeddedPostgres(self.path, temporary=True).remove()
        shutil.rmtree(self.path)
        os.close(self._lock)


class TemporaryServer:
    """`with TemporaryServer() as server:` gives a running EmbeddedPostgres with an empty database.

    A temporary server does not survive a crash of the machine; it is deleted when the block ends.
    """

    def __enter__(self) -> EmbeddedPostgres:
        self._directory = TemporaryDirectory()
        server = EmbeddedPostgres(self._directory.path, temporary=True)
        try:
            server.start()
        except BaseException:
            self._directory.remove()
            raise
        return server

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._directory.remove()


def _sweep(parent: Path) -> None:
    for directory in parent.glob(f"{PREFIX}*"):
        try:
            found = directory.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                continue  # anybody may make folders here, and name in them what is to be removed
            handle = os.open(directory / "owner", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue  # being removed by its owner
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # its owner lives
        else:
            EmbeddedPostgres(directory, temporary=True).remove()
            shutil.rmtree(directory, ignore_errors=True)
        finally:
            os.close(handle)
