"""If these fail, callers hear "closed" while people sit ready, or ring an empty room."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from keryx.core.schedule import is_open, is_open_by_name
from keryx.crds.kinds.schedule import ScheduleSpec
from tests.core.acme import config

OFFICE = {"weekly": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}]}


def opened(at: str, zone: str = "Europe/Paris", **more: Any) -> bool:
    spec = ScheduleSpec.model_validate(OFFICE | more)
    return is_open(spec, int(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000), zone)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T09:00", True),
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T17:59:59", True),
        ("2026-11-23T18:00", False),
        ("2026-11-22T12:00", False),
        ("2026-03-30T09:00", True),  # the Monday after the clocks went forward
        ("2026-10-26T08:59", False),  # the Monday after they went back
    ],
)
def test_weekly_hours_are_wall_clock_hours(at: str, expected: bool) -> None:
    assert opened(at) is expected


@pytest.mark.parametrize(
    ("at", "expected"), [("2026-03-29T01:59", True), ("2026-03-29T03:00", True), ("2026-10-25T02:30", True)]
)
def test_the_night_the_clocks_change(at: str, expected: bool) -> None:
    assert opened(at, weekly=[{"days": ["sun"], "from": "01:00", "to": "04:00"}]) is expected


def test_public_holidays_fixed_and_moving() -> None:
    french = {"country": "FR"}
    assert not opened("2026-07-14T12:00", holidays=french)
    assert not opened("2026-04-06T12:00", holidays=french)  # Easter Monday
    assert not opened("2026-05-14T12:00", holidays=french)  # Ascension
    assert opened("2026-12-24T12:00", holidays=french)
    assert opened("2026-04-03T12:00", holidays=french)  # Good Friday is none in Paris
    assert not opened("2026-04-03T12:00", holidays={"easter": [{"offset": -2, "name": "Vendredi saint"}]})
    assert not opened("2026-12-24T12:00", holidays={"fixed": [{"month": 12, "day": 24, "name": "Réveillon"}]})


def test_an_exception_is_stronger_than_holiday_and_week() -> None:
    special = [{"date": "2026-07-14", "open": [{"from": "10:00", "to": "12:00"}]}, {"date": "2026-11-23"}]
    assert opened("2026-07-14T11:00", holidays={"country": "FR"}, exceptions=special)
    assert not opened("2026-11-23T11:00", exceptions=special)


def test_each_schedule_has_its_own_zone() -> None:
    tenant = config(schedules={"here": OFFICE, "there": OFFICE | {"timeZone": "America/Martinique"}})
    at = int(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
    assert is_open_by_name(tenant, "here", at)
    assert not is_open_by_name(tenant, "there", at)
    assert is_open_by_name(tenant, None, at)
