"""What somebody wrote of a draft, however it was kept.

An edit screen orders the parts of a stream anew, gives lines of rich text a key and keeps empty parts; code does not.
"""

import json
import re
from contextlib import suppress
from typing import Any

KEYS_OF_LINES = re.compile(r'(<\w+) data-block-key="\w{1,10}"')  # the rich text editor's own; a longer one hides words


def written(value: Any) -> Any:
    """Equal for two values that say the same. Numbers become text, as in a form that is filled in."""
    if isinstance(value, dict):
        return {key: found for key, part in value.items() if (found := written(part)) not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [written(part) for part in value]
    if isinstance(value, str):
        return _text(value)
    return "" if value is None or value is False else str(value)


def _text(value: str) -> Any:
    if value.startswith("[{"):  # a stream in a revision
        with suppress(ValueError):
            return written(json.loads(value))
    return KEYS_OF_LINES.sub(r"\1", value)
