"""Numbers as people type them."""

from __future__ import annotations

import phonenumbers


def forms(number: str, country: str | None) -> set[str]:
    """What a typed number may be kept as: as typed, without its signs, and in E.164 as dialled in `country`."""
    written = kept(number, country)
    return {number.strip(), _plain(number), written}


def kept(number: str, country: str | None) -> str:
    """The form a number is kept in: E.164, or its plain digits when it is none that `country` knows (an extension, say)."""
    plain = _plain(number)
    try:
        parsed = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return plain
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _plain(number: str) -> str:
    return "".join(character for character in number if character.isdigit() or character == "+")
