"""Settings that contradict each other are named before the first request, with what to change."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error

LOCAL = {"127.0.0.1", "localhost", "[::1]", "testserver"}  # the last one is Django's, in tests
ENGINES = {"sqlite": {"sqlite", "elasticsearch", "database"}, "postgresql": {"elasticsearch", "database"}}

Check = Callable[..., list[CheckMessage]]


def settings_check(function: Callable[[], Iterator[CheckMessage]]) -> Check:
    """Registers a check that yields what it finds and looks at nothing but the settings."""

    def check(app_configs: Any, **options: Any) -> list[CheckMessage]:
        return list(function())

    check.__name__ = function.__name__
    return checks.register("settings")(check)


@settings_check
def database_and_search() -> Iterator[CheckMessage]:
    allowed = ENGINES.get(settings.DATABASE)
    if allowed is None:
        yield Error(
            f"YIZHENG_DATABASE={settings.DATABASE} is unknown.", hint="Use sqlite or postgresql.", id="config.E001"
        )
    elif settings.SEARCH_ENGINE not in allowed:
        yield Error(
            f"YIZHENG_SEARCH_ENGINE={settings.SEARCH_ENGINE} does not go with YIZHENG_DATABASE={settings.DATABASE}.",
            hint=f"Use {' or '.join(sorted(allowed))}, or leave YIZHENG_SEARCH_ENGINE empty.",
            id="config.E002",
        )


@settings_check
def signing_key() -> Iterator[CheckMessage]:
    """A key that is half configured would fall back to the sample key without a word."""
    token = {name: getattr(settings, f"PKCS11_{name}") for name in ("MODULE", "TOKEN", "KEY", "PIN")}
    missing = [f"YIZHENG_PKCS11_{name}" for name, value in token.items() if not value]
    if any(token.values()) and missing:
        yield Error("The hardware key is half configured.", hint=f"Set {', '.join(missing)} too.", id="config.E003")
    if any(token.values()) and settings.SIGNING_KEY_FILE:
        yield Error(
            "A key file and a hardware key are both configured.",
            hint="Unset YIZHENG_SIGNING_KEY_FILE or the YIZHENG_PKCS11_ variables.",
            id="config.E004",
        )
    if settings.SIGNING_KEY_PASSWORD and not settings.SIGNING_KEY_FILE:
        yield Error("A password is set for no key file.", hint="Set YIZHENG_SIGNING_KEY_FILE.", id="config.E005")
    if settings.SIGNING_KEY_FILE and not os.access(settings.SIGNING_KEY_FILE, os.R_OK):
        yield Error(
            f"The key file {settings.SIGNING_KEY_FILE} cannot be read.",
            hint="YIZHENG_SIGNING_KEY_FILE names a PKCS#12 file that the server's account may read.",
            id="config.E006",
        )
    if settings.SAMPLE and (settings.SIGNING_KEY_FILE or any(token.values())):
        yield Error(
            "Sample data would be signed with the office's own key.",
            hint="Set YIZHENG_SAMPLE=no, or take the key away.",
            id="config.E007",
        )


@settings_check
def public_hosts() -> Iterator[CheckMessage]:
    public = [host for host in settings.ALLOWED_HOSTS if host not in LOCAL]
    address = urlsplit(settings.SITE_URL)
    if settings.DEBUG and public:
        yield Error(
            f"DEBUG is on for {', '.join(public)}: anyone there would read settings and data in tracebacks.",
            hint="Unset YIZHENG_DEBUG, or take the public names out of YIZHENG_HOSTS.",
            id="config.E008",
        )
    if "*" not in public and address.hostname not in {*settings.ALLOWED_HOSTS, "127.0.0.1", "localhost"}:
        yield Error(
            f"Certificates would carry {settings.SITE_URL}, which this site does not answer to.",
            hint=f"Add {address.hostname} to YIZHENG_HOSTS.",
            id="config.E009",
        )
    if public and address.scheme != "https":
        yield checks.Warning(
            "Passwords and check codes would cross the network in the clear.",
            hint="Serve behind HTTPS and set YIZHENG_SITE_URL=https://….",
            id="config.W001",
        )


@settings_check
def scanner() -> Iterator[CheckMessage]:
    """Of a system that strangers reach; one for trial takes nothing from them."""
    if not settings.SCANNER and any(host not in LOCAL for host in settings.ALLOWED_HOSTS):
        yield checks.Warning(
            "No scanner looks for malware in what people hand in.",
            hint="Set YIZHENG_SCANNER, such as 'clamdscan --no-summary -'.",
            id="config.W002",
        )


@settings_check
def data_folder() -> Iterator[CheckMessage]:
    folder = Path(settings.DATA)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield Error(
            f"The data folder {folder} cannot be written.",
            hint="Let YIZHENG_DATA name a folder that the server's account may write to.",
            id="config.E010",
        )
