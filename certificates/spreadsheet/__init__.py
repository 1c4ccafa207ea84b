"""A bundle from a spreadsheet: the template (template.py), its form (layout.py), and what comes back (reading.py).

A file that arrives is first judged as such (documents/spreadsheet); then the values are read cell by cell (reading.py).
"""
