"""A bundle from a spreadsheet: the template (template.py), its form (layout.py), and what comes back (reading.py).

A file that arrives is judged in three steps, each only after the one before: what it is and whether it is safe to open
(package.py), what its sheets hold without reading a value (scan.py), then the values cell by cell (reading.py).
"""
