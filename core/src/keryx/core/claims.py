"""What an identity provider's claims make of a person here. Pure: the same for a log-in and for the preview of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from keryx.crds.kinds.identity_provider import ClaimRule, IdentityProviderSpec


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the claims have them. What no rule gives is None or empty, and then left to administrators."""

    subject: str
    login: str | None
    name: str | None
    role: str | None
    team: str | None
    site: str | None
    queues: tuple[str, ...]
    skills: dict[str, int]
    matched: tuple[int, ...]
    """Which rules matched, by their place from 0."""


def claimed(provider: IdentityProviderSpec, claims: Mapping[str, Any]) -> Claimed:
    """The person of these claims."""
    matched = [index for index, rule in enumerate(provider.rules) if _matches(rule, claims)]
    rules = [provider.rules[index] for index in matched]
    login = _text(claims, provider.login_claim)
    return Claimed(
        subject=_text(claims, "sub") or "",
        login=login.strip().lower() if login else None,
        name=_text(claims, "name") or login,
        role=next((rule.role for rule in rules if rule.role), provider.default_role),
        team=next((rule.team for rule in rules if rule.team), None),
        site=next((rule.site for rule in rules if rule.site), None),
        queues=tuple(dict.fromkeys(queue for rule in rules for queue in rule.queues)),
        skills={grant.skill: grant.level for rule in reversed(rules) for grant in rule.skills},
        matched=tuple(matched),
    )


def _matches(rule: ClaimRule, claims: Mapping[str, Any]) -> bool:
    found = _value(claims, rule.claim)
    values = found if isinstance(found, list) else [found]
    return any(_plain(value) == rule.value for value in values)


def _value(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name, else what its dotted path leads to; None when there is none."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def _plain(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def _text(claims: Mapping[str, Any], path: str) -> str | None:
    value = _value(claims, path)
    return value if isinstance(value, str) and value.strip() else None
