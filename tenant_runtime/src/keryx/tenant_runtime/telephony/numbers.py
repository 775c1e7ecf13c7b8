"""Telephone numbers: as received, and as E.164 where they can be made one."""

from __future__ import annotations

import re

import phonenumbers

_NOISE = re.compile(r"[\s().-]")
_WITHHELD = frozenset({"", "anonymous", "unknown", "restricted", "private", "unavailable", "asterisk"})


def received(raw: str | None) -> str | None:
    """A caller's number as the carrier gave it; None when it is withheld."""
    text = _NOISE.sub("", raw or "")
    return None if text.lower() in _WITHHELD else text


def e164(number: str | None, country: str) -> str | None:
    """`+33142000000`, reading national numbers as of `country` (ISO 3166-1 alpha-2). None for short or impossible numbers."""
    if number is None:
        return None
    text = f"+{number[2:]}" if number.startswith("00") else number
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def dialled(raw: str, country: str) -> str:
    """What was called: E.164 where it can be, else as it came (a short number such as 3900)."""
    number = _NOISE.sub("", raw)
    return e164(number, country) or number
