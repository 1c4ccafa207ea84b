"""What can go wrong between HTML and a PDF.

Refused
└── CharactersMissing   no font draws a character: change the text
Unavailable
├── FontsMissing        the cut fonts are not there: cut them
├── FontToolMissing     a system library is not installed
└── RenderingFailed     the page names a file that may not be read, or breaks a rule of PDF/UA
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, Unavailable


class CharactersMissing(Refused):
    code = "documents.characters_missing"
    message = _("No font draws these characters: %(characters)s.")
    next_step = _("Write them differently, or ask for a font that draws them.")


class FontsMissing(Unavailable):
    code = "documents.fonts_missing"
    message = _("The fonts for printing are not ready: %(file)s is missing.")
    next_step = _("Run: script/manage cut_fonts")


class FontToolMissing(Unavailable):
    code = "documents.font_tool_missing"
    message = _("The system package %(package)s is not installed.")
    next_step = _("Install it, then run: script/manage cut_fonts")


class RenderingFailed(Unavailable):
    code = "documents.rendering_failed"
    message = _("The page could not be made into a PDF: %(reason)s.")
    next_step = _("Nothing was changed. Tell the administrator this sentence.")
