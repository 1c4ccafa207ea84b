"""Taking in supervision numbers on a project's page: typed or from a text file, all or none."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from bureau.errors import YizhengError
from certificates.actions.import_numbers import import_numbers
from certificates.admin.projects import ProjectRecordView
from certificates.definition import Minting
from certificates.models import CertificateType

LARGEST_FILE = 256 * 1024
MOST = 500


class NumbersView(ProjectRecordView):
    """One number a line, before it the kind by its code or name when the lines differ."""

    action = "import_numbers"
    template_name = "certificates/admin/numbers.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Import supervision numbers")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kinds=numbered_kinds(), typed=self.request.POST.get("numbers", ""), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text, problem = request.POST.get("numbers", ""), ""
        file = request.FILES.get("file")
        if isinstance(file, UploadedFile):
            read, problem = read_text(file)
            text = f"{text}\n{read}"
        pairs, wrong = read_lines(text, request.POST.get("kind", ""), numbered_kinds())
        problem = problem or wrong
        if not problem:
            try:
                imported = import_numbers(self.object, pairs, actor=self.actor)
            except YizhengError as error:
                problem = f"{error} {error.next_step}"
        if problem:
            messages.error(request, _("Nothing was imported.") + f" {problem}")
            return self.render_to_response(self.get_context_data(problem=problem), status=422)
        count = len(imported)
        messages.success(request, ngettext("%(n)s number imported.", "%(n)s numbers imported.", count) % {"n": count})
        return HttpResponseRedirect(self.back_url())


def numbered_kinds() -> list[CertificateType]:
    """Kinds whose numbers the national system gives."""
    kinds = CertificateType.objects.filter(current__isnull=False).select_related("current")
    return [each for each in kinds if each.current and each.current.definition.numbers.minting is Minting.NATIONAL_FROM]


def read_text(file: "UploadedFile[Any]") -> tuple[str, str]:
    """The text of an uploaded list, and what is wrong with it."""
    if (file.size or 0) > LARGEST_FILE:
        return "", _("The file is too large for a list of numbers. Save the list as text.")
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding), ""
        except UnicodeDecodeError:
            continue
    return "", _("The file is no text. Save the list as text (one number a line).")


def read_lines(text: str, default: str, kinds: list[CertificateType]) -> tuple[list[tuple[str, str]], str]:
    """Pairs of kind and number, and what is wrong with the first line that says neither."""
    codes = {name.casefold(): each.code for each in kinds for name in (each.code, each.name, each.short_name)}
    pairs = []
    for place, line in enumerate(text.splitlines(), start=1):
        words = line.replace(",", " ").replace("，", " ").split()
        if not words:
            continue
        code = codes.get(words[0].casefold())
        number = "".join(words[1:] if code else words)
        code = code or codes.get(default.casefold())
        if code is None or not number:
            return [], _("Line %(place)s names no kind and number. Write for example: WORKS 4309032025GG0000123.") % {
                "place": place
            }
        pairs.append((code, number))
    if not pairs:
        return [], _("There is no number. Write one a line.")
    if len(pairs) > MOST:
        return [], _("At most 500 numbers at once. Divide the list.")
    return pairs, ""
