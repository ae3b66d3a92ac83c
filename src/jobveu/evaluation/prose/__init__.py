"""Sentences from numbers, as pure functions: in the language that is active, and never of a number that is not there.

What is said of a share, of a change and of a comparison is decided here, once, by rules that can be tested; chapters put
the phrases into their sentences.
"""
