"""The words of a check, fixed once for every place that gives an answer (face.md, section 6)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Answer:
    icon: str
    tone: str
    title: Text
    line: Text  # may hold {checked_at}, {since} and {status}


_NO_LONGER = _("Status: {status}. From {since} on. Do not use it any more.")

ANSWERS: dict[str, Answer] = {
    "authentic": Answer(
        "tick",
        "malachite",
        _("Genuine and in force"),
        _("Now compare it with the certificate in your hand: every line below must be the same. Checked {checked_at}."),
    ),
    "superseded": Answer(
        "arrows", "ochre", _("Genuine, but replaced"), _("This one is no longer used from {since} on.")
    ),
    "revoked": Answer("cross", "crimson", _("Genuine, but no longer valid"), _NO_LONGER),
    "expired": Answer("cross", "ochre", _("Genuine, but no longer valid"), _NO_LONGER),
    "unknown": Answer(
        "question", "edge", _("No such certificate"), _("No certificate has both this number and this check code.")
    ),
    "altered": Answer(
        "torn", "crimson", _("This file was changed. Do not rely on it"), _("It differs from the one that we issued.")
    ),
    "unchecked": Answer(
        "clock", "white", _("We could not check"), _("This does not mean that anything is wrong with the certificate.")
    ),
    "offline": Answer(
        "tick",
        "edge",
        _("Signature genuine; status not checked"),
        _("Check again with a network: only then you know whether it was replaced or revoked."),
    ),
}

# The colour of each state of a certificate, for tags in lists.
TONES = {
    "issued": "malachite",
    "authentic": "malachite",
    "in_force": "malachite",
    "superseded": "ochre",
    "open": "ochre",
    "revoked": "crimson",
    "annulled": "crimson",
    "altered": "crimson",
    "expired": "surface",
    "closed": "surface",
}
