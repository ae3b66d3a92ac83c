"""The folder of the launcher's tests, for a whole site."""

from __future__ import annotations

from tests.launcher.conftest import folder

__all__ = ["folder"]
