"""What takes more than one room: print a run, import a list, key from a file, report, export.

Window, command line and demonstration call the same jobs (``docs/decisions/0002-jobs.md``). A job reports its progress,
and is stopped by what its listener raises; it knows nothing of windows or terminals.
"""
