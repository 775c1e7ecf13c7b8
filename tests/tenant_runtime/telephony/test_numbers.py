"""Numbers as carriers give them. A wrong one is a caller nobody can call back or find again."""

import pytest

from keryx.tenant_runtime.telephony.numbers import dialled, e164, received


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("0142000000", "FR", "+33142000000"),
        ("0033142000000", "FR", "+33142000000"),
        ("+33142000000", "DE", "+33142000000"),
        ("3900", "FR", None),
        ("anonymous", "FR", None),
        (None, "FR", None),
    ],
)
def test_e164(raw: str | None, country: str, expected: str | None) -> None:
    assert e164(raw, country) == expected


def test_a_short_number_stays_as_it_was_dialled() -> None:
    assert dialled("3900", "FR") == "3900"
    assert dialled("01 42 00 00 00", "FR") == "+33142000000"


@pytest.mark.parametrize("raw", ["", "anonymous", "Anonymous", "Restricted", None])
def test_a_withheld_number_is_none(raw: str | None) -> None:
    assert received(raw) is None
