"""What is wrong with one object by itself, or against its tenant's bounds, beyond what its model says. A table, one row a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_network
from typing import Any, NamedTuple
from zoneinfo import available_timezones

import holidays
import phonenumbers

from .flow_graph import flow_problems
from .kinds.base import Spec
from .kinds.disposition_set import DispositionSetSpec
from .kinds.entry import EntrySpec
from .kinds.flow import FlowSpec, SetVariable
from .kinds.schedule import ScheduleSpec
from .kinds.site import SiteSpec
from .kinds.tenant import TenantSpec
from .kinds.tenant_settings import SETTINGS_NAME, TenantSettingsSpec
from .kinds.trunk import TrunkSpec
from .problem import Problem
from .resource import Resource


class Surroundings(NamedTuple):
    """What an object is judged against."""

    tenant: TenantSpec
    settings: TenantSettingsSpec

    def languages(self) -> tuple[str, ...]:
        """Languages that contacts may be spoken to."""
        return tuple(
            dict.fromkeys((self.settings.default_language, *(self.settings.languages or self.tenant.languages)))
        )


def object_problems(resource: Resource, spec: Spec, around: Surroundings) -> list[Problem]:
    """All problems of `spec` that need no other object but its tenant's."""
    check = _CHECKS.get(resource.kind)
    return [] if check is None else list(check(resource, spec, around))


def tenant_problems(resource: Resource, spec: TenantSpec) -> Iterator[Problem]:
    """Problems of a Tenant by itself."""
    yield from _zone(resource, spec.time_zone)
    yield from _country(resource, "spec.country", spec.country)
    if spec.bounds.min_retention_months > spec.bounds.max_retention_months:
        yield resource.problem("spec.bounds.minRetentionMonths", "is more than maxRetentionMonths")
    for index, host in enumerate(spec.hosts):
        if ".." in host or "." not in host or max(map(len, host.split("."))) > 63:
            yield resource.problem(f"spec.hosts[{index}]", f"`{host}` is no host name such as acme.example.com")


def _settings(resource: Resource, spec: TenantSettingsSpec, around: Surroundings) -> Iterator[Problem]:
    tenant = around.tenant
    if resource.name != SETTINGS_NAME:
        yield resource.problem("metadata.name", f"the one TenantSettings of a tenant is called `{SETTINGS_NAME}`")
    allowed = f"the Tenant allows {', '.join(tenant.languages)}"
    for index, language in enumerate(spec.languages):
        if language not in tenant.languages:
            yield resource.problem(f"spec.languages[{index}]", f"`{language}` is not allowed: {allowed}", "OutOfBounds")
    if spec.default_language not in tenant.languages:
        message = f"`{spec.default_language}` is not allowed: {allowed}"
        yield resource.problem("spec.defaultLanguage", message, "OutOfBounds")
    bounds = tenant.bounds
    if not bounds.min_retention_months <= spec.retention_months <= bounds.max_retention_months:
        message = (
            f"{spec.retention_months} months; the Tenant allows "
            f"{bounds.min_retention_months} to {bounds.max_retention_months}"
        )
        yield resource.problem("spec.retentionMonths", message, "OutOfBounds")
    yield from _zone(resource, spec.time_zone)


def _site(resource: Resource, spec: SiteSpec, around: Surroundings) -> Iterator[Problem]:
    yield from _country(resource, "spec.country", spec.country)
    yield from _zone(resource, spec.time_zone)
    yield from _language(resource, "spec.defaultLanguage", spec.default_language, around)


def _trunk(resource: Resource, spec: TrunkSpec, _: Surroundings) -> Iterator[Problem]:
    for index, country in enumerate(spec.countries):
        yield from _country(resource, f"spec.countries[{index}]", country)
    for index, network in enumerate(spec.identify):
        if not _is_network(network):
            yield resource.problem(
                f"spec.identify[{index}]", f"`{network}` is no address or network such as 192.0.2.0/24"
            )


def _entry(resource: Resource, spec: EntrySpec, around: Surroundings) -> Iterator[Problem]:
    yield from _language(resource, "spec.language", spec.language, around)


def _flow(resource: Resource, spec: FlowSpec, around: Surroundings) -> Iterator[Problem]:
    yield from flow_problems(resource, spec)
    for index, step in enumerate(spec.steps):
        if isinstance(step.body, SetVariable) and step.body.variable == "language":
            yield from _language(resource, f"spec.steps[{index}].setVariable.value", step.body.value, around)


def _schedule(resource: Resource, spec: ScheduleSpec, _: Surroundings) -> Iterator[Problem]:
    yield from _zone(resource, spec.time_zone)
    country, subdivision = spec.holidays.country, spec.holidays.subdivision
    if country is not None and country not in _holiday_countries():
        yield resource.problem("spec.holidays.country", f"the public holidays of `{country}` are not known")
    elif subdivision is not None and (country is None or subdivision not in _subdivisions(country)):
        where = "without country" if country is None else f"in {country}"
        yield resource.problem("spec.holidays.subdivision", f"`{subdivision}` is not known {where}")
    for day, count in Counter(exception.date for exception in spec.exceptions).items():
        if count > 1:
            yield resource.problem("spec.exceptions", f"{day.isoformat()} is given {count} times", "Duplicate")


def _dispositions(resource: Resource, spec: DispositionSetSpec, _: Surroundings) -> Iterator[Problem]:
    for code, count in Counter(one.code for one in spec.dispositions).items():
        if count > 1:
            yield resource.problem("spec.dispositions", f"the code `{code}` is given {count} times", "Duplicate")


_CHECKS: dict[str, Callable[[Resource, Any, Surroundings], Iterator[Problem]]] = {
    "TenantSettings": _settings,
    "Site": _site,
    "Trunk": _trunk,
    "Entry": _entry,
    "Flow": _flow,
    "Schedule": _schedule,
    "DispositionSet": _dispositions,
}


def _zone(resource: Resource, zone: str | None) -> Iterator[Problem]:
    if zone is not None and zone not in _zones():
        yield resource.problem("spec.timeZone", f"`{zone}` is no time zone such as Europe/Paris")


def _country(resource: Resource, path: str, country: str) -> Iterator[Problem]:
    if country not in phonenumbers.SUPPORTED_REGIONS:
        yield resource.problem(path, f"`{country}` is no country such as FR")


def _language(resource: Resource, path: str, language: str | None, around: Surroundings) -> Iterator[Problem]:
    if language is not None and language not in around.languages():
        message = f"`{language}` is not among the tenant's languages {', '.join(around.languages())}"
        yield resource.problem(path, message, "OutOfBounds")


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _holiday_countries() -> dict[str, list[str]]:
    return dict(holidays.list_supported_countries())


def _subdivisions(country: str) -> list[str]:
    return _holiday_countries()[country]
