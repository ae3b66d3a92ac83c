"""Everything that is held about somebody, in one value: shown on a page, written as a letter, and given as data
(articles 15 and 20)."""
