"""Asking for mail: by whoever forgot a password, and by an administrator who invites or helps."""

from datetime import UTC, datetime
from uuid import UUID

from keryx.control_plane.access.caller import Caller
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.identity.service import WINDOW
from keryx.control_plane.mail.models import OutgoingMail
from keryx.control_plane.mail.repository import MailRepository
from keryx.control_plane.platform import Platform
from keryx.control_plane.providers.declared import providers_of
from keryx.control_plane.providers.repository import ProviderRepository
from keryx.control_plane.scope import TenantScope
from keryx.kit.problems import Problem
from keryx.kit.signals import log

PER_LOGIN = 3
PER_ADDRESS = 30
"""Mails somebody can ask for within a quarter of an hour; more are dropped for a login, refused from an address."""


async def refuse_a_flood(platform: Platform, scope: TenantScope, address: str) -> None:
    """Problem 429 when an address asks too often, whatever for."""
    async with platform.transaction(scope) as session:
        asked = await IdentityRepository(session, scope).count_attempt(
            f"forgotten from {address}", datetime.now(UTC), WINDOW
        )
    if asked.failed > PER_ADDRESS:
        raise Problem(429, "too_often", "Too many mails were asked for from your address. Try again in 15 minutes.")


async def forgotten(platform: Platform, scope: TenantScope, typed: str, origin: str, address: str) -> None:
    """Write a mail to the person of this login, if there is one who can use it. Runs after the answer, which is the same for all."""
    login, now = typed.strip().lower(), datetime.now(UTC)
    async with platform.transaction(scope) as session:
        asked = await IdentityRepository(session, scope).count_attempt(f"forgotten {login}", now, WINDOW)
        person = await PeopleRepository(session, scope).by_login(login)
        specs = await providers_of(session, scope)
        forbidding = {name for name, spec in specs.items() if spec.password_login == "Forbidden"}
        linked = await ProviderRepository(session, scope).providers_of(person.id) if person else set()
        if person is None or not person.active or not person.email or linked & forbidding or asked.failed > PER_LOGIN:
            log.info("no_mail_for_forgotten_password", tenant=scope.tenant_id)
            return
        MailRepository(session, scope).add(_mail(platform, person, "reset", origin, now))
        trail = Trail(scope, Actor("nobody", address=address), int(now.timestamp() * 1000))
        trail.record("account.use", "mail", person.id, person.login, why="Somebody asked for it on the log-in page.")
        await trail.write(session)
    platform.wake_mailer()


def write_to(asking: Caller, person: PersonRow, kind: str, origin: str) -> None:
    """An invitation, or a link to a forgotten password, for a person. Problem 409 `no_mail` or `no_address`."""
    if not asking.platform.sends_mail:
        raise no_mail()
    if not person.email:
        raise Problem(409, "no_address", "There is no mail address for this person.")
    MailRepository(asking.session, asking.scope).add(_mail(asking.platform, person, kind, origin, datetime.now(UTC)))
    asking.trail.record("people.manage", "mail", person.id, person.login, after={"mail": kind})


def no_mail() -> Problem:
    return Problem(409, "no_mail", "This platform sends no mail; ask your administrator for a link.")


def _mail(platform: Platform, person: PersonRow, kind: str, origin: str, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        tenant=person.tenant, id=UUID(platform.ids()), person=person.id, kind=kind, origin=origin, next_at=now
    )
