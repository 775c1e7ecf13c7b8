"""Whether it is open: weekly hours, holidays fixed and moving, days with hours of their own; in the schedule's zone.

A period is wall-clock time: on the day the clocks change, 09:00 is 09:00. A day named by `exceptions` has exactly
those hours; else a holiday is closed; else the week holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter

from keryx.crds.config import TenantConfig
from keryx.crds.kinds.schedule import Holidays, Period, ScheduleSpec

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open_by_name(config: TenantConfig, name: str | None, at: int) -> bool:
    """Whether the schedule `name` is open at `at` (ms UTC). No schedule is always open."""
    spec = config.schedules.get(name) if name is not None else None
    if spec is None:
        return True
    return is_open(spec, at, config.time_zone(schedule=name))


def is_open(spec: ScheduleSpec, at: int, zone: str) -> bool:
    """Whether `spec` is open at `at` (ms UTC) by the clocks of `zone`."""
    local = datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    minutes = local.hour * 60 + local.minute
    return any(_minutes(one.from_) <= minutes < _minutes(one.to) for one in hours_on(spec, local.date()))


def hours_on(spec: ScheduleSpec, day: date) -> Iterable[Period]:
    """The open periods of one day."""
    exception = next((one for one in spec.exceptions if one.date == day), None)
    if exception is not None:
        return exception.open
    if is_holiday(spec.holidays, day):
        return ()
    return tuple(one for one in spec.weekly if _DAYS[day.weekday()] in one.days)


def is_holiday(spec: Holidays, day: date) -> bool:
    if any((one.month, one.day) == (day.month, day.day) for one in spec.fixed):
        return True
    if any(easter(day.year) + timedelta(days=one.offset) == day for one in spec.easter):
        return True
    return spec.country is not None and day in _public(spec.country, spec.subdivision, day.year)


@lru_cache(maxsize=256)
def _public(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Public holidays of a year; those of the whole country when the library does not know the subdivision."""
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=year)
    except NotImplementedError:
        try:
            found = holidays.country_holidays(country, years=year)
        except NotImplementedError:
            return frozenset()
    return frozenset(found)


def _minutes(time_of_day: str) -> int:
    hours, minutes = time_of_day.split(":")
    return int(hours) * 60 + int(minutes)
