"""The command line: `jobveu` or `python -m jobveu`."""

from __future__ import annotations

import sys

from jobveu.launcher.commands import main

if __name__ == "__main__":
    sys.exit(main())
