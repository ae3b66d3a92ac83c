"""The kernels' problems and answers as JSON files, in words, and on the command line. No database, no product."""
