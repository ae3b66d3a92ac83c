"""Looks at everything the site stands on, and says what is wrong and what to do. Changes nothing."""
