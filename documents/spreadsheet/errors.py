"""Why a file that was handed in as a spreadsheet is not read at all.

    Refused
    └── SpreadsheetRefused
        ├── NothingChosen
        ├── FileTooLarge, UnpacksTooLarge, TooManyRows, TooManyColumns     more than anyone needs here
        ├── OldFormat, Encrypted, MacrosInside, LinksInside, NoSpreadsheet another kind of file
        └── Damaged                                                       cannot be opened

What is wrong with single cells is no error but a list of findings (cells.CellFinding).
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused

SAVE_AS_XLSX = _("Open it in your spreadsheet program, save it as “Excel workbook (.xlsx)”, then choose the new file.")
NEW_TEMPLATE = _("Download the template again and copy your entries into it.")
CHOOSE_AGAIN = _("Choose the spreadsheet (.xlsx) that you filled in.")


class SpreadsheetRefused(Refused):
    code = "documents.spreadsheet_refused"


class NothingChosen(SpreadsheetRefused):
    code = "documents.spreadsheet_nothing_chosen"
    message = _("No file was chosen, or it is empty.")
    next_step = CHOOSE_AGAIN


class FileTooLarge(SpreadsheetRefused):
    code = "documents.spreadsheet_too_large"
    message = _("The file has %(size)s MB; at most %(most)s MB.")
    next_step = _("Take out pictures and sheets that are not needed, then choose it again.")


class UnpacksTooLarge(SpreadsheetRefused):
    code = "documents.spreadsheet_unpacks_too_large"
    message = _("The file is small but unpacks to far more than a spreadsheet of this kind holds. It was not opened.")
    next_step = NEW_TEMPLATE


class TooManyRows(SpreadsheetRefused):
    code = "documents.spreadsheet_rows"
    message = _("Sheet %(sheet)s has more than %(most)s rows.")
    next_step = _("Take out the rows that do not belong here, then choose it again.")


class TooManyColumns(SpreadsheetRefused):
    code = "documents.spreadsheet_columns"
    message = _("Sheet %(sheet)s has more than %(most)s columns: something is in cell %(cell)s.")
    next_step = _("Take out the columns that are not in the template.")


class OldFormat(SpreadsheetRefused):
    code = "documents.spreadsheet_old_format"
    message = _("This is a file of the old Excel format (.xls) or of another office program, not .xlsx.")
    next_step = SAVE_AS_XLSX


class Encrypted(SpreadsheetRefused):
    code = "documents.spreadsheet_encrypted"
    message = _("The file is protected by a password and cannot be opened.")
    next_step = _("Take the password off in your spreadsheet program, save it, then choose it again.")


class MacrosInside(SpreadsheetRefused):
    code = "documents.spreadsheet_macros"
    message = _("The file holds macros (%(part)s). Files with programs in them are not opened.")
    next_step = SAVE_AS_XLSX


class LinksInside(SpreadsheetRefused):
    code = "documents.spreadsheet_links"
    message = _("The file refers to other files or holds embedded ones (%(part)s). It was not opened.")
    next_step = NEW_TEMPLATE


class NoSpreadsheet(SpreadsheetRefused):
    code = "documents.spreadsheet_other_file"
    message = _("By its content this is no .xlsx spreadsheet, whatever its name says.")
    next_step = CHOOSE_AGAIN


class Damaged(SpreadsheetRefused):
    code = "documents.spreadsheet_damaged"
    message = _("The file is damaged or not complete, so it cannot be read (%(what)s).")
    next_step = _("Open it in your spreadsheet program and save it again. If that fails, download the template again.")
