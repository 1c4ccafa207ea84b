"""Why a file that was handed in as a spreadsheet is not read at all.

    Refused
    └── SpreadsheetRefused
        ├── NothingChosen
        ├── FileTooLarge, UnpacksTooLarge, TooManyRows, TooManyColumns     more than anyone needs here
        ├── OldFormat, Encrypted, MacrosInside, LinksInside, NoSpreadsheet another kind of file
        ├── Damaged                                                       cannot be opened
        ├── NotOurTemplate, OutdatedTemplate, OtherProject, KindNotUsed   a spreadsheet, but not for this
        ├── NoRows, TooManyCertificates, CellsWrong, ReplacesIssued       for this, but not to be entered as it is
        └── StaleSpreadsheet                                              somebody was faster

What is wrong with single cells is no error but a list of findings (reading.CellFinding).
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused

SAVE_AS_XLSX = _("Open it in your spreadsheet program, save it as “Excel workbook (.xlsx)”, then choose the new file.")
NEW_TEMPLATE = _("Download the template again and copy your entries into it.")


class SpreadsheetRefused(Refused):
    code = "certificates.spreadsheet_refused"


class NothingChosen(SpreadsheetRefused):
    code = "certificates.spreadsheet_nothing_chosen"
    message = _("No file was chosen, or it is empty.")
    next_step = _("Choose the template that you filled in.")


class FileTooLarge(SpreadsheetRefused):
    code = "certificates.spreadsheet_too_large"
    message = _("The file has %(size)s MB; at most %(most)s MB.")
    next_step = _("Take out pictures and sheets that are not needed, then choose it again.")


class UnpacksTooLarge(SpreadsheetRefused):
    code = "certificates.spreadsheet_unpacks_too_large"
    message = _("The file is small but unpacks to far more than a spreadsheet of this kind holds. It was not opened.")
    next_step = NEW_TEMPLATE


class TooManyRows(SpreadsheetRefused):
    code = "certificates.spreadsheet_rows"
    message = _("Sheet %(sheet)s has more than %(most)s rows.")
    next_step = _("A bundle holds at most 50 certificates, one a row. Take out the other rows.")


class TooManyColumns(SpreadsheetRefused):
    code = "certificates.spreadsheet_columns"
    message = _("Sheet %(sheet)s has more than %(most)s columns: something is in cell %(cell)s.")
    next_step = _("Take out the columns that are not in the template.")


class OldFormat(SpreadsheetRefused):
    code = "certificates.spreadsheet_old_format"
    message = _("This is a file of the old Excel format (.xls) or of another office program, not .xlsx.")
    next_step = SAVE_AS_XLSX


class Encrypted(SpreadsheetRefused):
    code = "certificates.spreadsheet_encrypted"
    message = _("The file is protected by a password and cannot be opened.")
    next_step = _("Take the password off in your spreadsheet program, save it, then choose it again.")


class MacrosInside(SpreadsheetRefused):
    code = "certificates.spreadsheet_macros"
    message = _("The file holds macros (%(part)s). Files with programs in them are not opened.")
    next_step = SAVE_AS_XLSX


class LinksInside(SpreadsheetRefused):
    code = "certificates.spreadsheet_links"
    message = _("The file refers to other files or holds embedded ones (%(part)s). It was not opened.")
    next_step = NEW_TEMPLATE


class NoSpreadsheet(SpreadsheetRefused):
    code = "certificates.spreadsheet_other_file"
    message = _("By its content this is no .xlsx spreadsheet, whatever its name says.")
    next_step = _("Choose the template that you filled in.")


class Damaged(SpreadsheetRefused):
    code = "certificates.spreadsheet_damaged"
    message = _("The file is damaged or not complete, so it cannot be read (%(what)s).")
    next_step = _("Open it in your spreadsheet program and save it again. If that fails, download the template again.")


class NotOurTemplate(SpreadsheetRefused):
    code = "certificates.spreadsheet_not_our_template"
    message = _("No sheet of this file comes from the template: its hidden second row is missing.")
    next_step = NEW_TEMPLATE


class OutdatedTemplate(SpreadsheetRefused):
    code = "certificates.spreadsheet_outdated"
    message = _("Sheet %(sheet)s was made for version %(had)s of %(kind)s; version %(now)s is in use now.")
    next_step = NEW_TEMPLATE


class OtherProject(SpreadsheetRefused):
    code = "certificates.spreadsheet_other_project"
    message = _("Sheet %(sheet)s was made for project %(had)s, but you are entering it for %(now)s.")
    next_step = _("Open that project and upload it there, or download the template of this one.")


class KindNotUsed(SpreadsheetRefused):
    code = "certificates.spreadsheet_kind_not_used"
    message = _("Sheet %(sheet)s is for the kind %(kind)s, of which no new certificates are made.")
    next_step = NEW_TEMPLATE


class NoRows(SpreadsheetRefused):
    code = "certificates.spreadsheet_no_rows"
    message = _("The template is empty: no row is filled in.")
    next_step = _("Fill in one row a certificate, from row 3 on, and save the file.")


class TooManyCertificates(SpreadsheetRefused):
    code = "certificates.spreadsheet_certificates"
    message = _("The file holds %(count)s certificates; a bundle holds at most %(most)s.")
    next_step = _("Divide them into two bundles.")


class CellsWrong(SpreadsheetRefused):
    code = "certificates.spreadsheet_cells"
    message = _("Nothing was saved: %(count)s cells are to be mended first.")
    next_step = _("Mend them in the file, save it, and choose it again.")


class ReplacesIssued(SpreadsheetRefused):
    code = "certificates.spreadsheet_replaces"
    message = _("Bundle %(reference)s replaces certificates that were issued; a spreadsheet cannot take its place.")
    next_step = _("Change the values on the bundle's page.")


class StaleSpreadsheet(SpreadsheetRefused):
    code = "certificates.spreadsheet_stale"
    message = _("Nothing was entered: somebody changed bundle %(reference)s since you opened the page.")
    next_step = _("Look at what it holds now. If your file is still right, upload it again.")
