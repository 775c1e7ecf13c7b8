"""Codes of an authenticator (TOTP, RFC 6238) and recovery codes: made, and checked so that each is good once."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import pyotp
from pyotp.utils import strings_equal

from keryx.control_plane.identity.passwords import generate
from keryx.control_plane.platform import Platform
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.second_factor.repository import SecondFactorRepository

DIGITS = 6
RECOVERY_CODES = 10
_GROUPS = 4
_STEPS_APART = 1
"""A code of the step before or after is taken too: clocks differ, and people type for a while."""

Means = Literal["one-time code", "recovery code"]


def new_secret() -> str:
    """160 bits, base 32: what RFC 4226 §4 recommends."""
    return pyotp.random_base32(32)


def enrolment_uri(secret: str, login: str, tenant: str) -> str:
    """What an authenticator reads from the QR code (otpauth:, Google's key URI format)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"Keryx {tenant}")


def new_recovery_codes() -> list[str]:
    """Some 79 bits each."""
    return [generate(_GROUPS) for _ in range(RECOVERY_CODES)]


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step of 30 s whose code was typed; None when it is of none about now."""
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    steps = range(present - _STEPS_APART, present + _STEPS_APART + 1)
    return next((step for step in steps if strings_equal(totp.generate_otp(step), typed)), None)


async def check(platform: Platform, scope: TenantScope, person: UUID, typed: str) -> Means | None:
    """What the typed code was, which from now on is good no more; None when it is not right.

    In transactions of its own: a code that was used stays used, whatever becomes of the request.
    """
    plain = "".join(typed.split())
    if len(plain) == DIGITS and plain.isdecimal():
        return "one-time code" if await _use_totp(platform, scope, person, plain) else None
    return "recovery code" if await _use_recovery_code(platform, scope, person, plain.lower()) else None


async def _use_totp(platform: Platform, scope: TenantScope, person: UUID, typed: str) -> bool:
    async with platform.transaction(scope) as session:
        repository = SecondFactorRepository(session, scope)
        secret = await repository.secret_of(person)
        step = step_of(secret, typed, datetime.now(UTC)) if secret else None
        return step is not None and await repository.use_step(person, step)


async def _use_recovery_code(platform: Platform, scope: TenantScope, person: UUID, typed: str) -> bool:
    async with platform.transaction(scope) as session:
        kept = await SecondFactorRepository(session, scope).codes(person)
    for encoded in kept:
        if await platform.passwords.check(encoded, typed):
            async with platform.transaction(scope) as session:
                return await SecondFactorRepository(session, scope).use_code(person, encoded)
    return False
