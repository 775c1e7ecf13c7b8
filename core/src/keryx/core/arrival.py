"""A contact's leg comes in: refused, or begun and sent to its entry."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import queueing, schedule
from keryx.core.ending import end
from keryx.core.inputs import ContactArrived
from keryx.core.state import Interaction
from keryx.core.turn import Turn
from keryx.crds.config import TenantConfig
from keryx.crds.kinds.entry import EntrySpec

_ANONYMOUS = frozenset({"", "anonymous", "unknown", "unavailable", "private", "restricted"})
NOT_FOUND, BUSY, UNAVAILABLE = 404, 486, 503


def on_arrived(turn: Turn, report: ContactArrived) -> None:
    """Begin an interaction, or refuse the call with a record of its own."""
    if report.leg in turn.state.legs:
        return
    found = find_entry(turn, report.site, report.dialled)
    refusal = _refusal(turn, report, found)
    if refusal is not None:
        _reject(turn, report, None if found is None else found[0], *refusal)
    elif found is not None:
        interaction = start(turn, report, *found)
        welcome(turn, interaction, found[1])


def find_entry(turn: Turn, site: str, dialled: str) -> tuple[str, EntrySpec] | None:
    """The entry of a number at a site."""
    name = turn.numbers.get((site, dialled))
    return None if name is None else (name, turn.config.entries[name])


def numbers_of(config: TenantConfig) -> dict[tuple[str, str], str]:
    """(site, number) -> entry; of two entries with one number the first by name."""
    found: dict[tuple[str, str], str] = {}
    for name in sorted(config.entries):
        for number in config.entries[name].numbers:
            found.setdefault((config.entries[name].site, number), name)
    return found


def _refusal(turn: Turn, report: ContactArrived, found: tuple[str, EntrySpec] | None) -> tuple[str, int] | None:
    """Why the call cannot be taken, and the SIP code that says so."""
    config, calls = turn.config, turn.state.interactions
    if turn.config.tenant.suspended:
        return "suspended", UNAVAILABLE
    if report.over_limit:
        return "over_limit", UNAVAILABLE
    if found is None:
        return "unknown_number", NOT_FOUND
    if len(calls) >= config.tenant.quotas.concurrent_calls:
        return "quota_calls", UNAVAILABLE
    site = config.sites.get(report.site)
    if site is not None and turn.board.calls["site", report.site] >= site.max_concurrent_calls:
        return "site_limit", UNAVAILABLE
    trunk = config.trunks.get(report.trunk) if report.trunk is not None else None
    if trunk is not None and turn.board.calls["trunk", report.trunk] >= trunk.max_concurrent_calls:
        return "trunk_limit", UNAVAILABLE
    name, entry = found
    if entry.lines_limit is not None and turn.board.calls["entry", name] >= entry.lines_limit:
        return "lines_limit", BUSY
    return None


def _reject(turn: Turn, report: ContactArrived, entry: str | None, cause: str, sip_code: int) -> None:
    interaction = turn.new_id()
    turn.emit(
        f.InteractionRejected(
            at=turn.now,
            interaction=interaction,
            site=report.site,
            dialled=report.dialled,
            caller_ref=turn.keep(interaction, "number", _number(report), in_memory=False),
            leg=report.leg,
            cause=cause,
            sip_code=sip_code,
            entry=entry,
        )
    )


def start(
    turn: Turn, report: ContactArrived, name: str | None, entry: EntrySpec | None, *, recovered: bool = False
) -> Interaction:
    """The interaction begins; nothing is answered yet."""
    interaction = turn.new_id()
    turn.emit(
        f.InteractionStarted(
            at=turn.now,
            interaction=interaction,
            site=report.site,
            entry=name,
            dialled=report.dialled,
            caller_ref=turn.keep(interaction, "number", _number(report)),
            caller_withheld=is_withheld(report.caller),
            party=turn.new_id(),
            leg=report.leg,
            bridge=turn.new_id(),
            trunk=report.trunk,
            language=_language(turn, report.site, entry),
            priority=50 if entry is None else entry.priority,
            config_version=turn.state.config_version,
            recovered=recovered,
        )
    )
    return turn.state.interactions[interaction]


def welcome(turn: Turn, interaction: Interaction, entry: EntrySpec) -> None:
    """Closed, or welcome, or straight to where the entry leads."""
    if not schedule.is_open_by_name(turn.config, entry.schedule, turn.now):
        if entry.closed is None:
            end(turn, interaction, "closed", cause="closed", by="overflow")
        else:
            queueing.say(turn, interaction, f"entry:{interaction.entry}", "closed", entry.closed)
    elif entry.welcome is not None:
        queueing.say(turn, interaction, f"entry:{interaction.entry}", "welcome", entry.welcome)
    else:
        queueing.enter_target(turn, interaction)


def is_withheld(caller: str | None) -> bool:
    return caller is None or caller.strip().lower() in _ANONYMOUS


def _number(report: ContactArrived) -> str:
    return "" if is_withheld(report.caller) else report.caller_e164 or report.caller or ""


def _language(turn: Turn, site: str, entry: EntrySpec | None) -> str:
    spec = turn.config.sites.get(site)
    return (
        (entry.language if entry is not None else None)
        or (spec.default_language if spec is not None else None)
        or turn.config.settings.default_language
    )
