"""Spreadsheets (.xlsx) that people hand in or take away. Pure; knows nothing of what they hold.

A file that arrives is judged before any value is read: what it is and whether it is safe to open (package.py), then
what its sheets hold (scan.py); errors.py says why a file is not read at all. cells.py writes and reads single cells,
tables.py writes whole tables to take away.
"""
