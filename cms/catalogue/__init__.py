"""The provincial basic catalogue (基本目录): what it fixes on matters, and what a new edition changes. Pure.

rows.py          one entry, as a row of the spreadsheet states it
citations.py     the legal basis: one citation a line
reading.py       a spreadsheet to rows, with findings cell by cell
values.py        what a single cell says
differences.py   what an edition changes, entry by entry
consequences.py  what that means for bound matters
bound.py         what the catalogue fixes on a matter: held, and what deviates
report.py        what deviates, is missing, was withdrawn
sheets.py        the catalogue and the report as spreadsheets to take away
errors.py        why an edition is not taken
"""

from cms.catalogue.bound import deviations, hold

__all__ = ["deviations", "hold"]
