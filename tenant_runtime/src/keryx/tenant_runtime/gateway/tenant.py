"""One tenant at this gateway: everything that belongs to it, and nothing that belongs to another."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from pydantic import ValidationError

from keryx.core.rights import ACTIONS, allowed
from keryx.kit.clock import Clock
from keryx.kit.ids import Ids
from keryx.kit.problems import Problem

from . import figures
from .auditing import Auditing, HeadSigner
from .contacts import Contacts
from .database_watch import DatabaseWatch
from .day import Days
from .hub import Hub
from .link import Answer, EngineLink
from .live_channel import LiveChannel
from .messages import BrowserPhone, QueuesView
from .people import Declared, People
from .recordings import Recordings
from .records import Records
from .reference import reference_of
from .schemas import Reference, SessionPerson, SessionTenant, SessionView, moment
from .sessions import Sessions
from .topics import View

if TYPE_CHECKING:
    from .access import Caller

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
_LIVE_SECONDS = 3.0


@dataclass
class TenantGateway:
    id: str
    clock: Clock
    people: People
    declared: Declared
    sessions: Sessions
    records: Records
    recordings: Recordings
    days: Days
    contacts: Contacts
    ids: Ids
    hub: Hub
    link: EngineLink
    channel: LiveChannel
    watch: DatabaseWatch
    auditing: Auditing
    head_signer: HeadSigner
    sip_sites: dict[str, str]
    """Site -> websocket address of its Asterisk's SIP."""

    async def run(self) -> None:
        """All that goes on in the background, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.watch.run(), name=f"{self.id}: database watch")
            group.create_task(self.link.run(), name=f"{self.id}: engine link")
            group.create_task(self.channel.run(), name=f"{self.id}: live channel")
            group.create_task(self._sweep(), name=f"{self.id}: session sweep")
            group.create_task(self.head_signer.run(), name=f"{self.id}: audit heads")

    async def _sweep(self) -> None:
        while True:
            await self.sessions.sweep()
            await self.watch.directory_changed(SWEEP_SECONDS)

    # --- desks ----------------------------------------------------------------------------------------------------

    def desk_connected(self, agent: str) -> None:
        self.hub.desk_connected(agent)
        self.link.presence_changed()

    def desk_gone(self, agent: str) -> None:
        self.hub.desk_gone(agent)
        self.link.presence_changed()

    async def command(self, caller: Caller, name: str, args: View, key: str) -> Answer:
        """Carry a person's command to the engine: about themselves, or about the `agent` it names."""
        about = str(args.pop("agent", caller.person.id))
        with figures.COMMAND_SECONDS.labels(self.id).time():
            answer = await self.link.command(about, caller.person.id, name, args, key)
        figures.COMMANDS.labels(self.id, name, "done" if answer.ok else answer.code).inc()
        if answer.ok and name == "phone":
            return await self._phone_given(caller, answer)
        return answer

    async def _phone_given(self, caller: Caller, answer: Answer) -> Answer:
        try:
            phone = BrowserPhone.model_validate(answer.data)
        except ValidationError as error:
            log.error("answer to phone not understood", errors=error.error_count())
            return Answer(False, {}, "bad_answer", "The engine's answer was not understood.")
        await self.sessions.give_phone(caller.session, phone.username)
        return answer

    # --- views ----------------------------------------------------------------------------------------------------

    def session_view(self, caller: Caller) -> SessionView:
        person = caller.person
        return SessionView(
            person=SessionPerson(
                id=person.id,
                name=person.name,
                login=person.login,
                role=person.role,
                team=person.team,
                site=person.site,
                languages=list(person.languages),
                phone=person.phone,
            ),
            actions=[action for action in sorted(ACTIONS) if allowed(caller.principal, action).allowed],
            tenant=self._tenant_view(),
            expires_at=moment(caller.session.expires),
        )

    def _tenant_view(self) -> SessionTenant:
        config = self.declared.config
        if config is None:
            return SessionTenant(
                id=self.id, display_name=self.id, languages=["fr"], default_language="fr", time_zone="UTC"
            )
        return SessionTenant(
            id=self.id,
            display_name=config.tenant.display_name,
            languages=list(config.languages()),
            default_language=config.settings.default_language,
            time_zone=config.time_zone(),
        )

    async def reference(self, caller: Caller) -> Reference:
        states = await self.records.agent_states()
        return reference_of(self.declared.config, self.people.directory, states)

    async def live_queues(self) -> QueuesView:
        """Problem 503 while they are not known: no engine was reached yet."""
        view = await self.hub.once("queues", _LIVE_SECONDS)
        if view is None:
            raise Problem(503, "engine_away", "The call centre's engine is not reachable right now.")
        return QueuesView.model_validate(view)
