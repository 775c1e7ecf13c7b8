"""What is asked of passwords. If these fail, somebody walks in with "password1", or nobody can choose one at all."""

import pytest

from keryx.core.passwords import faults
from keryx.crds.kinds.password_policy import PROFILES, PasswordPolicy

COMMON = {"correcthorsebatterystaple", "azertyuiopqsdfg"}


def _rules(policy: PasswordPolicy, password: str) -> list[str]:
    found = faults(policy.rules(), password, own_words=["lea", "Léa", "Martinique"], common=COMMON)
    return [fault.rule for fault in found]


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("plenty of words here", []),
        ("short", ["minLength"]),
        ("CorrectHorseBatteryStaple", ["blocklist"]),
        ("azertyuiopqsdfg2026!", ["blocklist"]),
        ("aaaaaaaaaaaaaaaaaaa", ["blocklist"]),
        ("martinique-12345", ["blocklist"]),
        ("x" * 201 + "abcdef", ["maxLength"]),
        ("ｐｌｅｎｔｙ　ｏｆ　ｗｏｒｄｓ", []),
    ],
)
def test_the_default_asks_for_length_and_refuses_what_everyone_guesses(password: str, broken: list[str]) -> None:
    assert _rules(PasswordPolicy(), password) == broken


def test_severity_asks_for_kinds_of_characters() -> None:
    iso = PasswordPolicy(profile="iso-27001")
    assert _rules(iso, "everything lower") == ["upper", "digit"]
    assert _rules(iso, "Every 1 is here") == []


def test_own_settings_stand_in_place_of_the_profiles_also_when_they_are_nought() -> None:
    rules = PasswordPolicy(profile="pci-dss-4", validity_days=0, min_length=20).rules()
    assert (rules.validity_days, rules.min_length, rules.history) == (0, 20, PROFILES["pci-dss-4"].history)
