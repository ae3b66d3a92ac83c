"""The web server's workers, whatever the launcher's other threads are doing at the moment they begin."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from pathlib import Path

from tests.launcher.helpers import clean_environment

SERVE_WHILE_A_THREAD_IMPORTS = """
import threading
from importlib._bootstrap import _get_module_lock

from jobveu.launcher import serving

held = threading.Event()

def importing():
    lock = _get_module_lock("jobveu.config.wsgi")
    lock.acquire()
    held.set()
    threading.Event().wait()

if __name__ == "__main__":
    threading.Thread(target=importing, daemon=True).start()
    held.wait()
    serving.serve(host="127.0.0.1", port={port}, workers=1, threads=1, ready=lambda: print("ready", flush=True))
"""


def test_a_worker_begins_while_another_thread_of_the_launcher_imports(tmp_path: Path) -> None:
    """A forked worker would inherit the module's lock and wait for it for ever."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    script = tmp_path / "serve.py"
    script.write_text(SERVE_WHILE_A_THREAD_IMPORTS.replace("{port}", str(port)))
    server = subprocess.Popen(
        [sys.executable, str(script)],
        env=clean_environment()
        | {"JOBVEU_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jobveu.config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == http.client.OK
        connection.close()
    finally:
        server.kill()  # its workers end with it
        server.communicate(timeout=10)
