"""Sending what is in the outbox, until the server has taken it.

A mail is written in the transaction of the change that asks for it, so a crash or restart loses none; its link is made when it is sent.
The server being away is waited for; a refusal that is for good ends the mail, and is told in the log.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import aiosmtplib
from prometheus_client import Counter

from keryx.control_plane.database import Database
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.links import INVITATION_GOOD_FOR, LINK_GOOD_FOR, new_link
from keryx.control_plane.mail import texts
from keryx.control_plane.mail.models import OutgoingMail
from keryx.control_plane.mail.repository import MailRepository, due
from keryx.control_plane.scope import PlatformScope, TenantScope
from keryx.kit.settings import MailSettings
from keryx.kit.signals import log

_LOOK_SECONDS = 5.0
_AT_ONCE = 20
_TRIES = 14
"""With waits that double from 5 s to 10 minutes: some hour and a half."""
_LONGEST_WAIT = timedelta(minutes=10)
_TIMEOUT_SECONDS = 20

_MAILS = Counter("keryx_mails", "Mails to people, by what became of them", ["tenant", "outcome"])


class Mailer:
    """Runs beside the API; `wake` after a mail was written makes it look at once."""

    def __init__(self, database: Database, settings: MailSettings) -> None:
        self._database, self._settings = database, settings
        self._written = asyncio.Event()

    def wake(self) -> None:
        self._written.set()

    async def run(self) -> None:
        """Send until cancelled. The database being away is no reason to end."""
        while True:
            self._written.clear()
            try:
                await self._round()
            except Exception as error:
                log.warning("mail_round_failed", reason=f"{type(error).__name__}: {error}")
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._written.wait()

    async def _round(self) -> None:
        now, scope = datetime.now(UTC), PlatformScope()
        async with self._database.transaction(scope) as session:
            found = await due(session, scope, now, _AT_ONCE)
        for mail in found:
            await self._send(mail)

    async def _send(self, seen: OutgoingMail) -> None:
        scope = TenantScope(seen.tenant)
        wait = min(timedelta(seconds=5) * 2**seen.tries, _LONGEST_WAIT)
        async with self._database.transaction(scope) as session:
            mail = await MailRepository(session, scope).claim(seen.id, seen.tries, datetime.now(UTC) + wait)
            if mail is None:
                return
            person = await PeopleRepository(session, scope).by_id(mail.person)
            if person is None or not person.active or not person.email:
                await MailRepository(session, scope).remove(mail.id)
                return
            good_for = INVITATION_GOOD_FOR if mail.kind == "invitation" else LINK_GOOD_FOR
            secret, _ = await new_link(session, scope, person.id, good_for)
        written = texts.message(
            mail.kind,
            person.language or person.languages[0],
            sender=self._settings.sender,
            to=person.email,
            origin=mail.origin,
            link=f"{mail.origin}/reset#{secret}",
            name=person.name,
            login=person.login,
        )
        outcome = await self._hand_over(written, last=mail.tries >= _TRIES)
        _MAILS.labels(mail.tenant, outcome).inc()
        if outcome != "waiting":
            async with self._database.transaction(scope) as session:
                await MailRepository(session, scope).remove(mail.id)

    async def _hand_over(self, mail: EmailMessage, *, last: bool) -> str:
        """sent, refused (for good, or once too often) or waiting."""
        own = self._settings
        try:
            await aiosmtplib.send(
                mail,
                hostname=own.host,
                port=own.port,
                username=own.user,
                password=own.password_file.read_text().strip() if own.password_file else None,
                use_tls=own.security == "tls",
                start_tls=own.security == "starttls",
                cert_bundle=str(own.ca_file) if own.ca_file else None,
                timeout=_TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            refused = last or _for_good(error)
            log.warning("mail_not_sent", reason=f"{type(error).__name__}: {error}", given_up=refused)
            return "refused" if refused else "waiting"
        return "sent"


def _for_good(error: Exception) -> bool:
    """Whether the server will never take this mail: RFC 5321 §4.2.1, codes of 5xx. A wrong password is ours to mend, so it waits."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(each.code >= 500 for each in error.recipients)
    named = isinstance(error, aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPDataError)
    return named and getattr(error, "code", 0) >= 500
