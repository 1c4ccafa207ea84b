"""Which key signs, read from the settings. A hardware key goes before a file, a file before the sample key."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings

from documents.signing.base import Signer
from documents.signing.pkcs11 import load_pkcs11_signer
from documents.signing.pkcs12 import load_pkcs12_signer
from documents.signing.software import load_sample_signer


def keys_folder() -> Path:
    return Path(settings.DATA) / "keys"


def signer_from_settings() -> Signer:
    """Parsed once per process and again when a setting or the key file changes.

    Raises SigningFailed or a subclass with the next step when the key is missing, locked or unreadable.
    """
    if settings.PKCS11_MODULE:
        place = (settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_KEY)
        return _hardware(*place, settings.PKCS11_PIN, os.getpid())  # a child process needs a session of its own
    if settings.SIGNING_KEY_FILE:
        path = Path(settings.SIGNING_KEY_FILE)
        return _file(path, settings.SIGNING_KEY_PASSWORD, _changed(path))
    folder = keys_folder()
    return _sample(folder, _changed(folder))


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


@cache
def _hardware(module: str, token: str, key: str, pin: str, process: int) -> Signer:
    return load_pkcs11_signer(module=module, token=token, key=key, pin=pin)


@cache
def _file(path: Path, password: str, changed: int) -> Signer:
    return load_pkcs12_signer(path, password)


@cache
def _sample(folder: Path, changed: int) -> Signer:
    return load_sample_signer(folder)
