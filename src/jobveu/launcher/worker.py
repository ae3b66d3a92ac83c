"""The site as a worker process of the web server loads it: a worker that ends when it should."""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

from jobveu.launcher.processes import end_with_parent


def _load() -> Any:
    # Ctrl-C in the terminal is for the launcher, which then ends its workers; a worker that gets both
    # signals waits for ten seconds in vain.
    os.setpgid(0, 0)
    # While the site loads, the launcher's own handlers would be at work in here, and swallow the signal.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    # A worker whose launcher was killed would go on serving, and hold the port against the next start.
    end_with_parent(signal.SIGTERM)

    from django.urls import get_resolver

    from jobveu.config.wsgi import application

    # All pages' modules, here and now: otherwise the first visitors wait, and import them in several threads at once.
    get_resolver().reverse_dict  # noqa: B018 - reading it loads every address

    # What has been loaded stays for good: the collector need not go through it again at every full round.
    gc.collect()
    gc.freeze()
    return application


application = _load()
