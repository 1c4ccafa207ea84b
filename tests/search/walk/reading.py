"""Lists as people read them: pages, tables, feeds. Each line names its record by what stands there, nothing else."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

from search.kinds import BY_NAME
from tests.search.walk.rules import Record
from tests.search.walk.world import World

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC_HIT = r'<h3 class="hit__title"><a href="[^"]*">(.*?)</a></h3>\s*<p class="hit__meta hit__meta--first">(.*?)</p>'
STAFF_HIT = r'<h3><a href="[^"]*">(.*?)</a></h3>\s*<p>(.*?)</p>'


@dataclass(frozen=True)
class Listed:
    """One line: the title, and the words under it, which begin with what kind of record it is."""

    title: str
    about: str

    def record_of(self, world: World) -> Record | None:
        same = [(label, each) for each in world.records if each.title == self.title for label in labels_of(each)]
        fitting = [(len(label), each) for label, each in same if self.about.startswith(label)]
        return max(fitting, key=lambda found: found[0])[1] if fitting else None


def labels_of(record: Record) -> list[str]:
    return [str(BY_NAME[record.kind].label), *([record.label] if record.label else [])]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def listed_in_page(html: str, hit: str) -> list[Listed]:
    return [Listed(words(title), words(about)) for title, about in re.findall(hit, html, re.DOTALL)]


def next_page(html: str) -> str:
    found = re.search(r'href="([^"]*)" rel="next"', html)
    return unescape(found[1]) if found else ""


def guesses(html: str) -> list[str]:
    """What the page asks: did you mean …?"""
    nothing = html.partition('<section class="nothing">')[2].partition("<ul>")[0]
    return [words(each) for each in re.findall(r'<a class="nowrap" href="[^"]*">(.*?)</a>', nothing)]


def listed_in_csv(content: bytes) -> Iterator[Listed]:
    for row in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]:
        yield Listed(title=row[3], about=row[0])


def listed_in_feed(xml: str) -> Iterator[Listed]:
    for entry in ElementTree.fromstring(xml).iter(f"{ATOM}entry"):
        title, about = entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")
        yield Listed(str(title), unescape(str(about)))


def addresses(xml: str) -> list[str]:
    return re.findall(r"<loc>(.*?)</loc>", xml)
