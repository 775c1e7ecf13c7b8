"""Whether a password is good enough: every rule it breaks, as a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator

import msgspec

from keryx.crds.kinds.password_policy import PasswordRules

MAX_LENGTH = 200
_SHORTEST_WORD = 4


class Fault(msgspec.Struct, frozen=True):
    """A rule that is broken; `rule` is the policy's own word for it."""

    rule: str
    message: str


def normal(password: str) -> str:
    """The spelling that is hashed: two keyboards may write one letter in two ways (NFKC, as NIST SP 800-63B-4 §3.1.1.2 wants)."""
    return unicodedata.normalize("NFKC", password)


def faults(rules: PasswordRules, password: str, *, own_words: Iterable[str], common: Container[str]) -> list[Fault]:
    """All that is wrong with a password. `own_words` are the person's and the company's names, `common` what everyone guesses
    first, in lower case."""
    plain = normal(password)
    found = list(_counts(rules, plain))
    if len(plain) > MAX_LENGTH:
        found.append(Fault("maxLength", f"It has more than {MAX_LENGTH} characters."))
    if rules.blocklist:
        found += _guesses(plain.lower(), own_words, common)
    return found


def _counts(rules: PasswordRules, password: str) -> Iterator[Fault]:
    if len(password) < rules.min_length:
        yield Fault("minLength", f"It needs at least {rules.min_length} characters.")
    kinds = (
        ("lower", rules.lower, sum(each.islower() for each in password), "lower-case letters"),
        ("upper", rules.upper, sum(each.isupper() for each in password), "upper-case letters"),
        ("digit", rules.digit, sum(each.isdigit() for each in password), "digits"),
        ("special", rules.special, sum(not each.isalnum() for each in password), "other characters"),
    )
    for rule, wanted, there, name in kinds:
        if there < wanted:
            yield Fault(rule, f"It needs at least {wanted} {name}.")


def _guesses(password: str, own_words: Iterable[str], common: Container[str]) -> Iterator[Fault]:
    if password in common or password.strip("0123456789!.?-_ ") in common:
        yield Fault("blocklist", "It is among the passwords that are guessed first.")
    if len(set(password)) < 5:
        yield Fault("blocklist", "It repeats the same few characters.")
    for word in own_words:
        word = word.lower()
        if len(word) >= _SHORTEST_WORD and word in password and len(password) - len(word) < 8:
            yield Fault("blocklist", f"It is little more than “{word}”.")
