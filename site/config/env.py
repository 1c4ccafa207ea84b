"""Every variable that the environment may set, with its help; docs/settings.md is written from here."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from config import ROOT

PREFIX = "YIZHENG_"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: what it means and what holds when it is absent."""

    name: str
    default: Any
    help: str
    value: Any


VARIABLES: list[Variable] = []


def yes_or_no(text: str) -> bool:
    try:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[text.lower()]
    except KeyError as error:
        raise ValueError("use yes or no") from error


def hour(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo:
        raise ValueError("give a local time, as 17:00")
    return found


def names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def setting(name: str, *, default: T, help: str, kind: Callable[[str], T] | None = None) -> T:
    """The value of YIZHENG_<name>, or its default. A value that cannot be read stops the start with the help text."""
    raw = os.environ.get(PREFIX + name)
    value = default
    if raw is not None:
        try:
            value = (kind or str)(raw)  # type: ignore[assignment]  # str is T when no kind is given
        except ValueError as error:
            raise ImproperlyConfigured(f"{PREFIX}{name}={raw!r}: {error}. {help}") from error
    VARIABLES.append(Variable(PREFIX + name, default, help, value))
    return value


DATA = setting("DATA", kind=Path, default=ROOT / "var", help="Folder of everything a running system writes.").resolve()


def secret(name: str, *, help: str, size: int = 48) -> str:
    """A random secret of ``size`` bytes: YIZHENG_<NAME>, or the file that the first start makes in the data folder."""
    given = setting(name, default="", help=help)
    if given:
        return given
    path = DATA / "keys" / name.lower()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(size))
        try:
            os.link(draft, path)  # of two first starts exactly one wins
        except FileExistsError:
            pass  # the other process made it; its secret is the one to use
        finally:
            draft.unlink()
    return path.read_text()
