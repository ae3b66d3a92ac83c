"""Pure calculations: frozen values in, frozen values out. No Django, no database, no clock, no files."""
