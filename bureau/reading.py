"""A request that only reads asks the database once for what every part of its page needs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
R = TypeVar("R")
READS = {"GET", "HEAD"}

_kept: ContextVar[dict[Any, Any] | None] = ContextVar("_kept", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it, what is `kept_while_reading` is asked for once. Actions stay outside: they see what holds now."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def is_reading() -> bool:
    return _kept.get() is not None


def kept_while_reading(function: Callable[P, R]) -> Callable[P, R]:
    """For a function of hashable arguments whose answer is the same for the whole of one page."""

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _kept.get()
        if answers is None:
            return function(*args, **kwargs)
        asked = function, args, tuple(kwargs.items())
        if asked not in answers:
            answers[asked] = function(*args, **kwargs)
        answer: R = answers[asked]
        return answer

    return kept


class ReadingMiddleware:
    """Around every request that only reads; what it streams afterwards, such as an export, is asked for anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            return self.get_response(request)
        with reading():
            return self.get_response(request)
