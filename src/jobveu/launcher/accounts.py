"""Which account of the operating system runs PostgreSQL, and how to run a command as that account."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobveu.launcher.errors import LauncherError

FOR_ROOT = ("jobveu", "postgres", "nobody")
"""PostgreSQL refuses to run as root. Root lends it the first of these accounts that exists."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()


def current_account() -> Account:
    """Raises LauncherError when the process runs under a number that no account has."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise LauncherError(
            f"This process runs as user number {os.geteuid()}, which has no account on this machine. "
            "PostgreSQL needs one: run as a user listed by `getent passwd`."
        ) from None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def server_account(data: Path) -> Account:
    """The account that owns the database's files, or is to own them when `data` does not exist yet."""
    me = current_account()
    try:
        owner = data.stat().st_uid
    except FileNotFoundError:
        return me if me.uid != 0 else _account_for_root()
    except PermissionError:
        raise LauncherError(f"{me.name} may not look at the database's files in {data}.") from None
    if owner == me.uid != 0:
        return me
    if me.uid != 0:
        raise LauncherError(
            f"The database's files in {data} belong to {_name(owner)}, and you are {me.name}. "
            f"Run this as {_name(owner)} or as root, or set JOBVEU_DATA to a folder of your own."
        )
    if owner == 0:
        raise LauncherError(
            f"The database's files in {data} belong to root, and PostgreSQL does not run as root. "
            "Give them to another account with chown -R."
        )
    entry = pwd.getpwuid(owner)
    return Account(name=entry.pw_name, uid=owner, gid=entry.pw_gid)


def run_as(
    account: Account, command: Sequence[str | Path], *, cwd: Path, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command as the account, with a small fixed environment; its messages come back as one text."""
    identity: dict[str, Any] = {}
    if not account.is_me:
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        umask=0o077,
        check=False,
        timeout=timeout,
        **identity,
    )


def can_enter(account: Account, directory: Path) -> bool:
    """Whether the account reaches the folder through every folder above it."""
    return run_as(account, ["test", "-x", directory], cwd=Path("/")).returncode == 0


def _account_for_root() -> Account:
    for name in FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise LauncherError(
        f"PostgreSQL does not run as root, and this machine has none of the accounts {', '.join(FOR_ROOT)}. "
        "Create a system account named jobveu, or run this as an ordinary user."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
