"""The characters of titles: site/templates/song.txt names those that the web font's first file must hold."""

import re
from pathlib import Path

from django.utils.translation import gettext

from cms.answers import ANSWERS
from cms.clock_words import CLOCK_STATES

TEMPLATES = Path(__file__).parents[2] / "site" / "templates"
SONG = set((TEMPLATES / "song.txt").read_text())
HEADING = re.compile(r"<h[123][^>]*>(.*?)</h[123]>", re.DOTALL)
WORDS = re.compile(r'\{% translate "([^"]+)" %\}')


def headings() -> list[str]:
    root = TEMPLATES.parents[1]
    folders = (TEMPLATES, *(root / package / "templates" for package in ("cms", "search", "casework")))
    texts = (
        path.read_text()
        for folder in folders
        for path in folder.rglob("*.html")
        if not {"admin", "components", "components.html"} & set(path.parts)
    )
    return [gettext(words) for text in texts for heading in HEADING.findall(text) for words in WORDS.findall(heading)]


def test_every_title_of_the_public_pages_is_in_the_first_file() -> None:
    titles = [*headings(), *(str(answer.title) for answer in ANSWERS.values())]
    titles += [state.title.format(n=3, reason="") for state in CLOCK_STATES.values()]

    missing = {title: "".join(sorted(set(title) - SONG)) for title in titles if set(title) - SONG}

    assert len(titles) > 15
    assert not missing, missing
