"""Why an edition of the catalogue is not taken.

SpreadsheetRefused (documents/spreadsheet/errors.py)
├── HeadsMissing, NoRows   a spreadsheet, but no catalogue
└── CellsWrong             a catalogue with cells to mend
Refused
├── NameMissing, NameUsed  of the edition
└── StaleCatalogue, UploadGone   what was shown is no longer what would happen: look again
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused
from documents.spreadsheet.errors import SpreadsheetRefused

LOOK_AGAIN = _("Choose the file again and look at the differences as they are now.")


class HeadsMissing(SpreadsheetRefused):
    code = "cms.catalogue_heads"
    message = _("No sheet has the columns of the catalogue. Missing: %(missing)s.")
    next_step = _("Download the catalogue here to see the columns, and give your file the same heads in one row.")


class NoRows(SpreadsheetRefused):
    code = "cms.catalogue_empty"
    message = _("There is no row below the heads. An empty catalogue would withdraw every entry, so it is not taken.")
    next_step = _("Choose the file that holds the whole catalogue.")


class CellsWrong(SpreadsheetRefused):
    code = "cms.catalogue_cells"
    message = _("Nothing was taken: %(count)s cells are to be mended first.")
    next_step = _("Mend them in the file, save it, and choose it again.")


class NameMissing(Refused):
    code = "cms.catalogue_name_missing"
    message = _("This edition has no name.")
    next_step = _("Name it as the province does, such as 湖南省政务服务事项基本目录（2022年版）.")


class NameUsed(Refused):
    code = "cms.catalogue_name_used"
    message = _("There is an edition with the name %(name)s already.")
    next_step = _("Give this one another name, with its year or month.")


class StaleCatalogue(Refused):
    code = "cms.catalogue_stale"
    message = _("Nothing was taken: the catalogue or a bound matter changed since you saw the differences.")
    next_step = LOOK_AGAIN


class UploadGone(Refused):
    code = "cms.catalogue_upload_gone"
    message = _("The file that you looked at is no longer kept; it is kept for one day, for you alone.")
    next_step = LOOK_AGAIN
