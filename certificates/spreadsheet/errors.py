"""Why a spreadsheet that could be read (documents.spreadsheet) is not entered.

    SpreadsheetRefused
    ├── NotOurTemplate, OutdatedTemplate, OtherProject, KindNotUsed   not for this
    ├── NoRows, TooManyCertificates, CellsWrong, ReplacesIssued       for this, but not to be entered as it is
    └── StaleSpreadsheet                                              somebody was faster

What is wrong with single cells is no error but a list of findings (reading.CellFinding).
"""

from django.utils.translation import gettext_lazy as _

from documents.spreadsheet.errors import NEW_TEMPLATE, SpreadsheetRefused


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
