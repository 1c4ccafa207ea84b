"""What is worked out once in each process, because what it is made of never changes: facts, and pages made of them.

Not by the content version (cms.page_cache): that changes with every publication, after which all pages are built anew
and most of them say what they said before.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from django.utils.safestring import SafeString
from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")
Written = dict[tuple[str, str | None], SafeString]
MOST = 512  # of each function; a guide's sections take 20 kB


def once(function: Callable[P, T]) -> Callable[P, T]:
    """For pure functions that speak the reader's language. Arguments are hashable; answers are shared by all."""

    @lru_cache(maxsize=MOST)
    def said(language: str | None, *args: object) -> T:
        return cast(Callable[..., T], function)(*args)

    @wraps(function)
    def recalled(*args: P.args, **kwargs: P.kwargs) -> T:
        return said(get_language(), *args)

    return recalled


@lru_cache(maxsize=MOST)
def written_for(*said: Hashable) -> Written:
    """Where the template tag ``once`` keeps what it wrote of ``said``, which is all that its block shows."""
    return {}
