"""The site as a worker process of the web server loads it.

A worker whose launcher was killed would go on serving, and hold the port against the next start. So the
kernel is asked to end it with its launcher.
"""

from __future__ import annotations

import ctypes
import os
import signal

from jobveu.config.wsgi import application

__all__ = ["application"]

PR_SET_PDEATHSIG = 1


def _end_with_launcher() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


_end_with_launcher()
