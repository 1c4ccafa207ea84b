import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureau.access import Actor
from bureau.errors import YizhengError
from bureau.models import User
from certificates.models import CertificateType
from search.contract import Page, Query, Reading
from search.engines import ENGINES
from search.finding import find
from search.kinds import KINDS, split_kinds

MOST = 100


class Command(BaseCommand):
    help = "Search what the public may see, or what an account may see. At most 100 hits are printed; total counts all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", help="A number, its beginning or tail, or words; empty: everything.")
        parser.add_argument("--as", dest="username", default="", metavar="USER", help="Search as this account.")
        parser.add_argument("--engine", choices=list(ENGINES), default="", help="Instead of the configured engine.")
        parser.add_argument("--kind", default="", help="certificate or project, or the code of a kind such as WORKS.")
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print one JSON document.")

    def handle(self, *, query: str, username: str, engine: str, kind: str, as_json: bool, **options: Any) -> None:
        kinds, types = _kinds(kind)
        asked = Query(audience=frozenset(), text=query, kind=kinds, type=types, size=MOST)
        try:
            page = find(asked, _viewer(username), engine_name=engine)
        except YizhengError as error:
            if as_json:
                self._print(error.as_json())
            raise CommandError(f"{error} {error.next_step}", returncode=1) from error
        self._report(page, as_json=as_json)

    def _report(self, page: Page, *, as_json: bool) -> None:
        if any(each.reading is Reading.NUMBERS_ONLY for each in page.understood):
            self.stderr.write("This engine looks up numbers and nothing else.")
        hits = [{"kind": hit.kind, "id": hit.record_id, "number": hit.number, "title": hit.title} for hit in page.hits]
        if as_json:
            self._print({"total": page.total, "hits": hits})
            return
        self.stdout.write(f"{page.total:,}")
        for hit in hits:
            self.stdout.write("  ".join(hit.values()))

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False))


def _kinds(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kinds, types = split_kinds([kind] if kind else [])
    known = set(CertificateType.objects.values_list("code", flat=True))
    if set(types) - known:
        names = ", ".join(sorted([each.name for each in KINDS]) + sorted(known))
        raise CommandError(f"There is no kind {kind}. Kinds: {names}.", returncode=2)
    return kinds, types


def _viewer(username: str) -> Actor:
    if not username:
        return AnonymousUser()
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no active account {username}.", returncode=2) from error
