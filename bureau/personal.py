"""Personal data (个人信息): each record under a key of its own, which is wrapped by the bureau's key.

To change the bureau's key, put a new line before the old ones in its file and run `rewrap_keys`: only the wrapped keys
are written anew. Fernet is AES-128 in CBC with HMAC-SHA-256, as the `cryptography` package specifies it.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bureau.calendar import now
from bureau.errors import Broken
from bureau.models.personal import PersonalRecord

Facts = Mapping[str, str]
TAIL = 4  # digits of a phone that its owner gives to be recognised


class PersonalDataLost(Broken):
    code = "bureau.personal_data_lost"
    message = _("What is known of this person cannot be read: the key that it was kept under is gone.")
    next_step = _("Put the bureau's old key back behind the new one, then try again.")


def keep(facts: Facts) -> PersonalRecord:
    """Kept encrypted; empty values are left out."""
    key = Fernet.generate_key()
    record = PersonalRecord(wrapped_key=_bureau().encrypt(key), kept_at=now())
    record.sealed = Fernet(key).encrypt(_json(facts))
    record.save()
    return record


def change(record: PersonalRecord, facts: Facts) -> None:
    """Other facts of the same person, under the key that the record has. Raises PersonalDataLost."""
    record.sealed = Fernet(_key_of(record)).encrypt(_json(facts))
    record.save(update_fields=["sealed"])


def read(record: PersonalRecord | None) -> dict[str, str]:
    """Nothing where nothing is kept, or no longer. Raises PersonalDataLost."""
    if record is None:
        return {}
    facts: dict[str, str] = json.loads(Fernet(_key_of(record)).decrypt(bytes(record.sealed)))
    return facts


def seal(facts: Facts, *, of: PersonalRecord) -> bytes:
    """More about the person of a record, under that record's key: it cannot be read once the record is gone."""
    return Fernet(_key_of(of)).encrypt(_json(facts))


def unseal(sealed: bytes | memoryview, *, of: PersonalRecord) -> dict[str, str]:
    facts: dict[str, str] = json.loads(Fernet(_key_of(of)).decrypt(bytes(sealed)))
    return facts


def forget(record: PersonalRecord) -> None:
    """With the letters that were written to this person, sent or not."""
    record.delete()


def rewrap_keys() -> int:
    """Wraps the key of every record under the bureau's newest key; returns how many. Safe to be cut off."""
    done = 0
    for record in PersonalRecord.objects.order_by("pk").iterator(chunk_size=500):
        record.wrapped_key = _bureau().encrypt(_key_of(record))
        record.save(update_fields=["wrapped_key"])
        done += 1
    return done


def first_unreadable() -> str | None:
    """The first record that no key of the bureau opens, in words."""
    for record in PersonalRecord.objects.order_by("pk").iterator(chunk_size=500):
        try:
            read(record)
        except PersonalDataLost:
            return f"personal record {record.pk} cannot be read under any key of the bureau"
    return None


def phone_hash(phone: str, *, of: str) -> str:
    """HMAC-SHA-256 of the last digits of a phone that belongs to ``of``, the name of a record.

    Who knows them is recognised, while a stolen table tells nobody what they are.
    """
    tail = "".join(filter(str.isdigit, phone))[-TAIL:]
    return hmac.new(settings.CHECK_CODE_KEY.encode(), f"phone:{of}:{tail}".encode(), hashlib.sha256).hexdigest()


def address_hash(address: str, *, of: str) -> str:
    """HMAC-SHA-256 of a mail address that was given for ``of``: the same one is recognised, and told to nobody."""
    message = f"address:{of}:{address.strip().casefold()}"
    return hmac.new(settings.CHECK_CODE_KEY.encode(), message.encode(), hashlib.sha256).hexdigest()


def _json(facts: Facts) -> bytes:
    return json.dumps({name: value for name, value in facts.items() if value}, ensure_ascii=False).encode()


def _key_of(record: PersonalRecord) -> bytes:
    try:
        return _bureau().decrypt(bytes(record.wrapped_key))
    except InvalidToken as error:
        raise PersonalDataLost from error


def _bureau() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys()])


def _keys() -> list[bytes]:
    """The newest first; whatever stands in the file, 32 bytes are made of each."""
    return [hashlib.sha256(line.encode()).digest() for line in settings.PERSONAL_KEYS.split()]
