"""Objects that cannot be right together: numbers that two entries want, trunks of another site, more sites than the Tenant may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import phonenumbers

from .declared import Key
from .kinds.base import Spec
from .kinds.entry import EntrySpec
from .kinds.flow import FlowSpec
from .kinds.site import SiteSpec
from .kinds.tenant import TenantSpec
from .kinds.trunk import TrunkSpec
from .problem import Reason


class Clash(NamedTuple):
    """`key` is the object to blame."""

    key: Key
    path: str
    message: str
    reason: Reason


def overlap_problems(chosen: Mapping[Key, Spec], unchanged: AbstractSet[Key]) -> Iterator[Clash]:
    """Numbers given twice at one site. Who ran with the number before (`unchanged`) keeps it, else the first by name."""
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    entries = [(key, spec) for key, spec in chosen.items() if isinstance(spec, EntrySpec)]
    for key, spec in sorted(entries, key=lambda one: (one[0] not in unchanged, one[0])):
        site = chosen.get(("Site", spec.site))
        country = site.country if isinstance(site, SiteSpec) else "FR"
        for index, number in enumerate(spec.numbers):
            place = (spec.site, e164(number, country))
            holder = taken.setdefault(place, (key[1], number))
            if holder == (key[1], number) and spec.numbers.index(number) == index:
                continue
            spelled = "" if holder[1] == number else f" (as {holder[1]})"
            owner = "this entry" if holder[0] == key[1] else f"Entry `{holder[0]}`"
            message = f"number {number} at site `{spec.site}` belongs to {owner} already{spelled}"
            yield Clash(key, f"spec.numbers[{index}]", message, "Overlap")


def crossing_problems(chosen: Mapping[Key, Spec]) -> Iterator[Clash]:
    """A call stays at its site's telephony: it is handed to trunks of that site only."""
    for key, entry in sorted(chosen.items()):
        if not isinstance(entry, EntrySpec):
            continue
        for path, where, trunk_name in _trunks_used(entry, chosen):
            trunk = chosen.get(("Trunk", trunk_name))
            if isinstance(trunk, TrunkSpec) and trunk.site != entry.site:
                message = f"{where} trunk `{trunk_name}`, which ends at site `{trunk.site}`, and this entry is at `{entry.site}`"
                yield Clash(key, path, message, "Invalid")


def _trunks_used(entry: EntrySpec, chosen: Mapping[Key, Spec]) -> Iterator[tuple[str, str, str]]:
    """Path in the entry, how it uses the trunk, and the trunk."""
    if entry.on_outage.trunk is not None:
        yield "spec.onOutage.trunk", "an outage hands calls to", entry.on_outage.trunk
    flow = chosen.get(("Flow", entry.flow or ""))
    if isinstance(flow, FlowSpec):
        for step in flow.steps:
            if step.transfer is not None:
                yield "spec.flow", f"step `{step.name}` of flow `{entry.flow}` hands calls to", step.transfer.trunk


def quota_problems(chosen: Mapping[Key, Spec], unchanged: AbstractSet[Key], tenant: TenantSpec) -> Iterator[Clash]:
    """Objects beyond what the Tenant may have; who ran before stays."""
    for kind, limit in (("Site", tenant.quotas.sites), ("Trunk", tenant.bounds.max_trunks)):
        keys = sorted((key for key in chosen if key[0] == kind), key=lambda key: (key not in unchanged, key))
        for key in reversed(keys[limit:]):
            message = f"the Tenant may have {limit} {kind}{'s' if limit > 1 else ''}, and this is one more"
            yield Clash(key, "", message, "OutOfBounds")


def e164(number: str, country: str) -> str:
    """`number` in international form if it is a full number of `country`; short numbers stay as they are."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
