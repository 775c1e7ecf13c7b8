"""Schedule: when a queue or an entry is open."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .base import Country, DisplayName, Spec, TimeZone, rules

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", max_length=5)]


class Period(Spec):
    """From one time of day up to, not including, a later one."""

    model_config = rules(
        ("self.from < self.to", "hours over midnight are two periods: from is before to"),
    )

    from_: TimeOfDay = Field(alias="from", description="First minute, such as 09:00.")
    to: TimeOfDay = Field(description="First minute after, such as 18:00; 24:00 is the end of the day.")

    @model_validator(mode="after")
    def _forward(self) -> Period:
        if self.from_ >= self.to:
            raise ValueError(f"from {self.from_} is not before to {self.to}; hours over midnight are two periods")
        return self


class WeeklyPeriod(Period):
    """A period on days of the week."""

    days: tuple[Day, ...] = Field(min_length=1, max_length=7, description="Days of the week: mon … sun.")


class FixedHoliday(Spec):
    """A holiday on the same date each year."""

    month: int = Field(ge=1, le=12, description="Month, 1-12.")
    day: int = Field(ge=1, le=31, description="Day of the month.")
    name: DisplayName = Field(description="Name, for people.")

    @model_validator(mode="after")
    def _exists(self) -> FixedHoliday:
        if self.day > (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[self.month - 1]:
            raise ValueError(f"month {self.month} has no day {self.day}")
        return self


class EasterHoliday(Spec):
    """A holiday that moves with Easter (Western)."""

    offset: int = Field(
        ge=-100, le=100, description="Days after Easter Sunday; 1 is Easter Monday, 39 Ascension, 50 Whit Monday."
    )
    name: DisplayName = Field(description="Name, for people.")


class Holidays(Spec):
    """Days on which the weekly hours do not hold: closed."""

    country: Country | None = Field(
        None, description="Public holidays of this country, fixed and moving, ISO 3166-1 alpha-2."
    )
    subdivision: str | None = Field(
        None,
        max_length=40,
        pattern=r"^[A-Za-z0-9 -]+$",
        description="Part of the country with holidays of its own, such as Moselle.",
    )
    fixed: tuple[FixedHoliday, ...] = Field((), max_length=100, description="Holidays on the same date each year.")
    easter: tuple[EasterHoliday, ...] = Field((), max_length=50, description="Holidays that move with Easter.")


class ExceptionDay(Spec):
    """One date with hours of its own, stronger than holidays and weekly hours."""

    date: Date = Field(description="The date, such as 2026-12-24.")
    open: tuple[Period, ...] = Field((), max_length=20, description="Hours on that date; none: closed.")


class ScheduleSpec(Spec):
    """Opening hours."""

    display_name: DisplayName | None = Field(None, description="Name, for people.")
    time_zone: TimeZone | None = Field(None, description="IANA time zone; when absent that of the settings.")
    weekly: tuple[WeeklyPeriod, ...] = Field((), max_length=100, description="Hours of a usual week.")
    holidays: Holidays = Field(Holidays(), description="Days on which the weekly hours do not hold.")
    exceptions: tuple[ExceptionDay, ...] = Field((), max_length=400, description="Dates with hours of their own.")
