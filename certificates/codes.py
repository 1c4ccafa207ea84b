"""Check codes and public ids: random, and only a keyed hash of a code is kept."""

import hashlib
import hmac
import secrets

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 characters: no 0 O 1 I
CODE_LENGTH = 10  # 50 bits
_SEPARATORS = str.maketrans("", "", "-‐–_·.")


def new_check_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_public_id() -> str:
    """Names a certificate in addresses without saying its number."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12)).lower()


def read_check_code(typed: str) -> str:
    """A code as people type it: any case, with spaces or hyphens."""
    return "".join(typed.split()).translate(_SEPARATORS).upper()


def check_code_hash(public_id: str, code: str) -> str:
    """HMAC-SHA-256 over id and code; without the key a stolen table lets nobody try codes."""
    message = f"{public_id}:{read_check_code(code)}".encode()
    return hmac.new(settings.CHECK_CODE_KEY.encode(), message, hashlib.sha256).hexdigest()


def same_hash(one: str, other: str) -> bool:
    return hmac.compare_digest(one, other)
