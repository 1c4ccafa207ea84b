"""Readers who ask one page again and again, each as soon as the last answer is there; and readers who ask once."""

import http.client
import statistics
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from tests.bench.paging.serving import Server

READERS = 2  # at the same time; more only wait for the one worker


@dataclass(frozen=True, slots=True)
class Subject:
    """A page of a server."""

    server: Server
    path: str


@dataclass(frozen=True, slots=True)
class Pace:
    requests: float  # in a second
    processor: float  # milliseconds of the server for each


def paces(subjects: Sequence[Subject], *, seconds: float, rounds: int) -> list[Pace]:
    """Medians of several rounds in which the subjects take turns, so that a noisy moment meets all of them."""
    for subject in subjects:
        _pace(subject, seconds / 2)
    found = [[_pace(subject, seconds) for subject in subjects] for _ in range(rounds)]
    return [
        Pace(statistics.median(each.requests for each in of_one), statistics.median(each.processor for each in of_one))
        for of_one in zip(*found, strict=True)
    ]


def _pace(subject: Subject, seconds: float) -> Pace:
    before, start = subject.server.processor, time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        counts = list(readers.map(partial(_read, subject), [start + seconds] * READERS))
    spent, requests = time.perf_counter() - start, sum(counts)
    return Pace(requests / spent, (subject.server.processor - before) / requests * 1000)


def _read(subject: Subject, end: float) -> int:
    connection, done = _connection(subject.server), 0
    while time.perf_counter() < end:
        _answer(connection, subject.path)
        done += 1
    connection.close()
    return done


def ask(server: Server, path: str, language: str = settings.LANGUAGE_CODE) -> bytes:
    """Once, on a connection of its own."""
    connection = _connection(server)
    try:
        return _answer(connection, path, {"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}={language}"})
    finally:
        connection.close()


def _connection(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def _answer(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answers {response.status}.")
    return body
