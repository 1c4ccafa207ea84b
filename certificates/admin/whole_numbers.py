"""Whole numbers as forms send them."""


def whole_number(text: str | None) -> int | None:
    """None for what is no number; Python refuses to read thousands of digits."""
    return int(text) if text and text.strip().isdecimal() and len(text) < 10 else None
