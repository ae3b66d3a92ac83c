"""The one exception of the launcher."""


class LauncherError(Exception):
    """Something the person at the keyboard must know or do. The message is shown as it stands."""
