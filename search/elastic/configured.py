"""What is wrong with how the settings name the cluster. The system check says it; the client then asks nothing.

No message holds a password, nor an address that may hold one.
"""

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

HERE = {"127.0.0.1", "localhost", "::1"}  # what is sent to these crosses no network
PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    id: str
    message: str
    hint: str


def faults() -> Iterator[Fault]:
    if any("@" in address for address in settings.ELASTICSEARCH):
        hint = "Move name and password into YIZHENG_ELASTICSEARCH_USER and YIZHENG_ELASTICSEARCH_PASSWORD."
        yield Fault("search.E002", "An address of the search cluster holds a name or a password.", hint)
        return
    unreadable = [address for address in settings.ELASTICSEARCH if not _is_whole(address)]
    if unreadable or not settings.ELASTICSEARCH:
        yield Fault(
            "search.E003",
            f"YIZHENG_ELASTICSEARCH names no node, or one in a form that says too little: {', '.join(unreadable)}.",
            "Write each as https://host:9200, by comma.",
        )
        return
    yield from _login_faults()
    yield from _ca_faults()
    if not PREFIX.fullmatch(settings.ELASTICSEARCH_PREFIX):
        yield Fault(
            "search.E008",
            f"No index can be called {settings.ELASTICSEARCH_PREFIX}.",
            "YIZHENG_ELASTICSEARCH_PREFIX has at most 40 characters: small letters, digits, - and _.",
        )


def _login_faults() -> Iterator[Fault]:
    user, password = bool(settings.ELASTICSEARCH_USER), bool(settings.ELASTICSEARCH_PASSWORD)
    if user != password:
        missing = "PASSWORD" if user else "USER"
        yield Fault(
            "search.E004",
            "Of the account in the search cluster only half is set.",
            f"Set YIZHENG_ELASTICSEARCH_{missing} too, or neither.",
        )
    clear = [address for address in _in_clear() if urlsplit(address).hostname not in HERE]
    if (user or password) and clear:
        yield Fault(
            "search.E005",
            f"The password of the search cluster would cross the network in the clear, to {', '.join(clear)}.",
            "Give the nodes certificates and write https://; YIZHENG_ELASTICSEARCH_CA names who signed them.",
        )


def _ca_faults() -> Iterator[Fault]:
    if not settings.ELASTICSEARCH_CA:
        return
    if clear := _in_clear():
        yield Fault(
            "search.E006",
            f"A CA is named, but no certificate is looked at for {', '.join(clear)}.",
            "Write https://, or unset YIZHENG_ELASTICSEARCH_CA.",
        )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(settings.ELASTICSEARCH_CA)
    except OSError:
        yield Fault(
            "search.E007",
            f"{settings.ELASTICSEARCH_CA} cannot be read, or holds no certificate.",
            "YIZHENG_ELASTICSEARCH_CA names a PEM file that the server's account may read.",
        )


def _is_whole(address: str) -> bool:
    """Scheme, host and port, as the client wants them."""
    try:
        parts: SplitResult = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port is not None
    except ValueError:
        return False


def _in_clear() -> list[str]:
    return [address for address in settings.ELASTICSEARCH if urlsplit(address).scheme == "http"]
