"""The tenant's rules for passwords, as declared, and passwords held against them."""

from collections.abc import Iterable
from functools import cache

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # it has no stubs

from keryx.control_plane.scope import TenantScope
from keryx.control_plane.tenants.repository import ConfigRepository
from keryx.core.passwords import Fault, faults
from keryx.crds.kinds.password_policy import PasswordPolicy, PasswordRules
from keryx.kit.problems import Problem
from keryx.kit.signals import log


async def policy_of(session: AsyncSession, scope: TenantScope) -> PasswordPolicy:
    """The policy the tenant's settings declare; the default before any were pushed."""
    declared = await ConfigRepository(session, scope).password_policy()
    try:
        return PasswordPolicy.model_validate(declared or {})
    except ValidationError as error:
        # Pushed by a newer program: the strictest we know of is better than none, and nobody is locked out.
        log.error("password_policy_not_understood", tenant=scope.tenant_id, errors=error.error_count())
        return PasswordPolicy()


async def rules_of(session: AsyncSession, scope: TenantScope) -> PasswordRules:
    return (await policy_of(session, scope)).rules()


def broken(rules: PasswordRules, password: str, own_words: Iterable[str]) -> list[Fault]:
    """The rules a password breaks."""
    return faults(rules, password, own_words=[*own_words, "keryx"], common=_common())


def words_of(login: str, name: str) -> list[str]:
    """What a person's password must be more than."""
    return [login, *login.replace("@", ".").split("."), *name.split()]


def require_good(rules: PasswordRules, password: str, own_words: Iterable[str], field: str) -> None:
    """Problem 422 that lists every rule the password breaks."""
    found = broken(rules, password, own_words)
    if found:
        errors = [{"path": f"body.{field}", "message": fault.message, "rule": fault.rule} for fault in found]
        raise Problem(422, "weak_password", found[0].message, errors=errors)


@cache
def _common() -> frozenset[str]:
    """Some 30,000 passwords, the most used first, from the lists that zxcvbn carries."""
    return frozenset(FREQUENCY_LISTS["passwords"])
