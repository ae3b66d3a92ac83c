"""Files of an older register as rows of cells, read as a stream: whatever their size, little of them is in memory.

Knows files and nothing of projects.
"""
