"""Logging in by an identity provider: sent away with a state that is good once, back with a code, in as who the claims say."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.passwords import generate
from keryx.control_plane.identity.rules import rules_of
from keryx.control_plane.identity.service import Login, new_session
from keryx.control_plane.platform import Platform
from keryx.control_plane.providers.connect import ProviderRefused
from keryx.control_plane.providers.declared import client_secret, providers_of, require
from keryx.control_plane.providers.models import ProviderLogin
from keryx.control_plane.providers.people import keep
from keryx.control_plane.providers.repository import ProviderRepository
from keryx.control_plane.scope import TenantScope
from keryx.core.claims import claimed
from keryx.kit.problems import Problem
from keryx.kit.signals import log

AWAY_AT_MOST = timedelta(minutes=10)
"""How long a person may take at the provider."""


@dataclass(frozen=True)
class Browser:
    """Who comes: `secret` is the cookie the log-in began with."""

    secret: str
    address: str
    user_agent: str


async def send_away(
    platform: Platform, scope: TenantScope, name: str, return_to: str, redirect_uri: str
) -> tuple[str, str]:
    """Where the browser goes, and the secret it keeps meanwhile. Problem 404, 503."""
    now = datetime.now(UTC)
    state, browser, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
    async with platform.transaction(scope) as session:
        spec = require(await providers_of(session, scope), name)
    url = await platform.providers.authorization(
        spec, redirect_uri=redirect_uri, state=state, nonce=nonce, verifier=verifier
    )
    login = ProviderLogin(
        tenant=scope.tenant_id,
        state_hash=secret_hash(state),
        provider=name,
        browser_hash=secret_hash(browser),
        nonce=nonce,
        verifier=verifier,
        return_to=return_to,
        expires_at=now + AWAY_AT_MOST,
    )
    async with platform.transaction(scope) as session:
        repository = ProviderRepository(session, scope)
        await repository.forget_old(now)
        repository.begin(login)
    return url, browser


async def come_back(
    platform: Platform, scope: TenantScope, answer: Mapping[str, str], browser: Browser, redirect_uri: str
) -> tuple[Login, str]:
    """A session for who the provider says it is, and where to go on. Problem 401, 403, 409, 503."""
    async with platform.transaction(scope) as session:
        login = await ProviderRepository(session, scope).take(secret_hash(answer.get("state", "")))
        specs = await providers_of(session, scope)
    if login is None or login.expires_at <= datetime.now(UTC) or login.browser_hash != secret_hash(browser.secret):
        raise Problem(401, "login_over", "This log-in was not begun here, or is over; begin again.")
    spec = require(specs, login.provider)
    if answer.get("iss", spec.issuer) != spec.issuer:
        raise _refused(scope, login.provider, "the answer is another issuer's")
    if "code" not in answer:
        raise _refused(scope, login.provider, f"the provider says {answer.get('error', 'nothing')}")
    secret = client_secret(platform.secrets_dir, scope, spec)
    try:
        claims = await platform.providers.exchange(
            spec, secret, redirect_uri=redirect_uri, code=answer["code"], verifier=login.verifier, nonce=login.nonce
        )
    except ProviderRefused as refusal:
        raise _refused(scope, login.provider, str(refusal)) from refusal
    begun = await _begin(platform, scope, login.provider, claims, browser)
    platform.pusher.wake()
    return begun, login.return_to


async def log_out(platform: Platform, scope: TenantScope, name: str, token: str) -> None:
    """End every session of whom the provider says has logged out. Problem 400, 404."""
    async with platform.transaction(scope) as session:
        spec = require(await providers_of(session, scope), name)
    try:
        claims = await platform.providers.logout_claims(spec, token)
    except ProviderRefused as refusal:
        log.warning("backchannel_logout_refused", tenant=scope.tenant_id, provider=name, reason=str(refusal))
        raise Problem(400, "logout_refused", "This logout token is not believed.") from refusal
    async with platform.transaction(scope) as session:
        people = await _logged_out(session, scope, name, claims)
        trail = Trail(scope, Actor("program", f"provider {name}"), int(datetime.now(UTC).timestamp() * 1000))
        for person in people:
            trail.record("session.end", "person", person.id, person.login, why="The identity provider said so.")
        await trail.write(session)
    platform.pusher.wake()


async def _logged_out(
    session: AsyncSession, scope: TenantScope, name: str, claims: Mapping[str, Any]
) -> list[PersonRow]:
    repository, people = ProviderRepository(session, scope), PeopleRepository(session, scope)
    ids: set[UUID] = set()
    if subject := claims.get("sub"):
        ids |= {found for found in [await repository.person_of(name, str(subject))] if found}
    if not ids and claims.get("sid"):
        ids = await repository.people_of_session(name, str(claims["sid"]))
    if not ids:
        return []
    version = await people.next_version()
    found = [person for person in [await people.by_id(each) for each in sorted(ids)] if person]
    for person in found:
        person.session_epoch += 1
        person.directory_version = version
    return found


async def _begin(
    platform: Platform, scope: TenantScope, name: str, claims: Mapping[str, Any], browser: Browser
) -> Login:
    encoded = await platform.passwords.hash_generated(generate())  # nobody knows it: a new account has no password
    now = datetime.now(UTC)
    async with platform.transaction(scope) as session:
        spec = require(await providers_of(session, scope), name)
        trail = Trail(scope, Actor("program", f"provider {name}", address=browser.address), int(now.timestamp() * 1000))
        new = UUID(platform.ids())
        person = await keep(session, scope, name, spec, claimed(spec, claims), trail, new, encoded)
        rules = await rules_of(session, scope)
        row, secret = new_session(platform, person, rules, now, browser.address, browser.user_agent)
        row.provider, row.provider_session, row.must = name, _text(claims.get("sid")), None
        session.add(row)
        trail.actor = Actor("person", str(person.id), person.login, browser.address, str(row.id))
        trail.record("session.begin", "session", row.id, person.login, why=f"The identity provider {name} vouches.")
        await trail.write(session)
    return Login(person, row, secret)


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _refused(scope: TenantScope, provider: str, reason: str) -> Problem:
    log.warning("provider_login_refused", tenant=scope.tenant_id, provider=provider, reason=reason)
    return Problem(401, "provider_refused", "The identity provider's answer is not believed; begin again.")
