"""A new leader, and sites that are seen again: state and what is truly up are brought together.

People go on talking in Asterisk whatever happens to the engine. So what is up is believed: unknown contacts are
adopted, pairs are left talking, lone legs of our own are ended after a while, and an interaction whose contact's leg
is gone is ended as lost, at the time it was last known.
"""

from __future__ import annotations

from collections.abc import Mapping

from keryx.core import arrival, flow, offers, outside, presence, queueing, watches
from keryx.core import facts as f
from keryx.core.ending import SITE_RESTARTED, end
from keryx.core.inputs import ContactArrived, LeaderBegan, LegFound, SiteJoined, SiteLost
from keryx.core.state import Interaction
from keryx.core.turn import Turn

STRAY_MS = 30_000
"""How long a lone leg of ours is left, should its partner still be found."""


def on_leader(turn: Turn, report: LeaderBegan) -> None:
    """Sites count as down until they are joined; absent desks get one grace more."""
    known_until = turn.state.last_at or turn.now
    turn.emit(f.LeadershipTaken(at=turn.now, epoch=report.epoch, holder=report.holder))
    for site in [one.name for one in turn.state.sites.values() if one.up]:
        turn.emit(f.SiteDown(at=turn.now, site=site, cause="takeover", since=known_until))
    for agent in list(turn.state.agents.values()):
        if agent.state is not None and not agent.desk and agent.phone == "browser":
            until = turn.now + presence.grace_ms(turn)
            turn.emit(f.DeskPresence(at=turn.now, agent=agent.id, present=False, grace_until=until))


def on_lost(turn: Turn, report: SiteLost) -> None:
    """Only the connection is gone: nothing new is offered there, nothing is ended."""
    turn.emit(f.SiteDown(at=turn.now, site=report.site, cause=report.cause))


def on_joined(turn: Turn, report: SiteJoined) -> None:
    before = turn.state.sites.get(report.site)
    known_until = before.since if before is not None and not before.up else turn.state.last_at
    restarted = before is not None and before.instance not in ("", report.instance)
    if restarted:
        _forget_phones(turn, report.site)
    turn.emit(f.SiteUp(at=turn.now, site=report.site, instance=report.instance))
    found = {one.leg: one for one in report.legs}
    unknown = [one for one in report.legs if one.leg not in turn.state.legs]
    for interaction in [one for one in turn.state.interactions.values() if one.site == report.site]:
        _bring_together(turn, interaction, found, known_until, SITE_RESTARTED if restarted else "legs_gone")
    _take_in(turn, report.site, unknown)
    for interaction in turn.state.interactions.values():
        if interaction.site == report.site and interaction.state == "waiting":
            turn.board.fresh_contacts[interaction.id] = None


def _forget_phones(turn: Turn, site: str) -> None:
    """The site's Asterisk is a new one: phones register anew."""
    for agent in list(turn.state.agents.values()):
        endpoint = agent.endpoints.get(site)
        if endpoint is not None:
            turn.emit(f.PhoneReachable(at=turn.now, agent=agent.id, site=site, endpoint=endpoint, reachable=False))


def _bring_together(
    turn: Turn, interaction: Interaction, found: Mapping[str, LegFound], known_until: int, cause: str
) -> None:
    if interaction.leg not in found:
        end(
            turn,
            interaction,
            "lost",
            cause=cause,
            by="lost",
            contact_up=False,
            agent_leg_up=_talks(interaction, found),
            at=known_until,
        )
        return
    _join_offer(turn, interaction, found)
    _join_talk(turn, interaction, found)
    _join_outside(turn, interaction, found)
    _join_watches(turn, interaction, found)
    _play_again(turn, interaction)


def _talks(interaction: Interaction, found: Mapping[str, LegFound]) -> bool:
    return interaction.talk is not None and interaction.talk.leg in found


def _join_offer(turn: Turn, interaction: Interaction, found: Mapping[str, LegFound]) -> None:
    offer = interaction.offer
    if offer is None:
        return
    leg = found.get(offer.leg)
    if leg is None:
        offers.fail(turn, interaction, "technical", leg_up=False)
    elif leg.state == "up":
        offers.answered(turn, interaction)


def _join_talk(turn: Turn, interaction: Interaction, found: Mapping[str, LegFound]) -> None:
    current = interaction.talk
    if current is None:
        return
    if current.new_leg is not None and current.new_leg not in found:
        presence.agent_leg_ended(turn, interaction, current, current.new_leg, "failed")
    elif current.new_leg is not None and found[current.new_leg].state == "up":
        presence.replaced(turn, interaction)
    if current.leg_up and current.leg not in found:
        presence.agent_leg_ended(turn, interaction, current, current.leg, "normal")


def _join_outside(turn: Turn, interaction: Interaction, found: Mapping[str, LegFound]) -> None:
    side = interaction.outside
    if side is None:
        return
    leg = found.get(side.leg)
    if leg is None:
        outside.ended(turn, interaction, "lost")
    elif leg.state == "up" and not side.answered:
        outside.answered(turn, interaction)


def _join_watches(turn: Turn, interaction: Interaction, found: Mapping[str, LegFound]) -> None:
    for watch in list(interaction.watches.values()):
        leg = found.get(watch.leg)
        if leg is None:
            watches.end(turn, interaction, watch, "leg_ended", leg_up=False)
        elif leg.state == "up" and not watch.up:
            watches.place(turn, interaction, watch, watch.mode)


def _play_again(turn: Turn, interaction: Interaction) -> None:
    """Whether a playback ended meanwhile nobody knows: a step is begun again, an announcement counts as heard."""
    position, wait = interaction.position, interaction.wait
    if wait is not None and wait.playback is not None:
        queueing.announcement_ended(turn, interaction, wait.playback)
    elif interaction.state == "in_flow" and position is not None and not position.finished:
        flow.begin_again(turn, interaction, position)
    elif interaction.state == "arrived" and not interaction.recovered:
        queueing.enter_target(turn, interaction)


def _take_in(turn: Turn, site: str, unknown: list[LegFound]) -> None:
    """Legs no interaction knows."""
    ours = {one.bridge: one for one in unknown if one.ours and one.bridge is not None}
    for leg in unknown:
        if not leg.ours:
            _adopt(turn, site, leg, ours.pop(leg.bridge, None) if leg.bridge is not None else None)
    for leg in unknown:
        if leg.ours and leg.leg not in turn.state.legs and leg.leg not in turn.state.strays:
            turn.emit(f.StrayLegFound(at=turn.now, leg=leg.leg, site=site, until=turn.now + STRAY_MS))


def _adopt(turn: Turn, site: str, leg: LegFound, partner: LegFound | None) -> None:
    """An unknown contact goes to its entry; one that talks with a leg of ours is left talking."""
    report = ContactArrived(
        leg=leg.leg,
        site=site,
        dialled=leg.dialled or "",
        caller=leg.caller,
        caller_e164=leg.caller_e164,
        trunk=leg.trunk,
    )
    if partner is None:
        arrival.on_arrived(turn, report)
        return
    found = arrival.find_entry(turn, site, report.dialled)
    interaction = arrival.start(turn, report, *(found or (None, None)), recovered=True)
    turn.emit(f.PartnerRecovered(at=turn.now, interaction=interaction.id, leg=partner.leg, party=turn.new_id()))


def on_stray_due(turn: Turn, leg: str) -> None:
    if leg in turn.state.strays:
        turn.emit(f.StrayLegEnded(at=turn.now, leg=leg, hang_up_leg=True))
