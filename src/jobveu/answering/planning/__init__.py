"""Course planning as files, words and the command `jobveu plan`."""
