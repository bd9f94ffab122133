"""Partial dates: a subset of EDTF (ISO 8601-2:2019) that keeps a date as exactly as it is known.

Accepted: ``2021``, ``2021-07``, ``2021-07-19``, seasons ``2020-21`` (spring) to ``2020-24`` (winter), each
with ``?`` (uncertain), ``~`` (approximate) or ``%`` (both) behind it, and intervals ``2011/2018``,
``../2018`` and ``2011/..``. Winter belongs to the year that it is written with and begins in December.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Self

# Digits are spelt out: \d takes those of every script.
_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[?~%])?")
_SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
_MARKS = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}
_EXAMPLES = "Write it like 2021-07-19, 2021-07, 2021, 2020-22 (summer) or 2021-03-03/2021-03-05."


class NotADate(ValueError):
    """The text is no partial date; the message says why and how to write one."""


@dataclass(frozen=True)
class Point:
    """One end of a partial date."""

    year: int
    month: int = 0
    day: int = 0
    mark: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _POINT.fullmatch(text)
        if not match:
            raise NotADate(f"“{text}” is not a date. {_EXAMPLES}")
        year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
        point = cls(year, month, day, match["mark"] or "")
        point._check(text, has_month=match["month"] is not None, has_day=match["day"] is not None)
        return point

    def _check(self, text: str, *, has_month: bool, has_day: bool) -> None:
        if self.year == 0:
            raise NotADate(f"“{text}”: there is no year 0000.")
        season = self.month in _SEASONS
        if has_month and not season and not 1 <= self.month <= 12:
            raise NotADate(f"“{text}”: there is no month {self.month:02}.")
        if has_day and season:
            raise NotADate(f"“{text}”: a season has no days.")
        if has_day and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise NotADate(f"“{text}”: that month has no day {self.day:02}.")

    @property
    def first(self) -> datetime.date:
        """The earliest day it can mean."""
        month = _SEASONS[self.month][1] if self.month in _SEASONS else self.month or 1
        return datetime.date(self.year, month, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The latest day it can mean."""
        if self.day:
            return self.first
        if self.month in _SEASONS:
            start = self.first
            months = start.year * 12 + start.month - 1 + 2
            year, month = min(divmod(months, 12), (datetime.MAXYEAR, 11))
            return datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def words(self) -> str:
        """How an English sentence says it: "19 July 2021", "summer 2020", "about 2018"."""
        if self.month in _SEASONS:
            said = f"{_SEASONS[self.month][0]} {self.year}"
        elif self.month:
            said = f"{self.day or ''} {calendar.month_name[self.month]} {self.year}".strip()
        else:
            said = str(self.year)
        return _MARKS.get(self.mark, "") + said


@dataclass(frozen=True)
class PartialDate:
    """A point in time or an interval, as it is known. An end that is ``None`` is open."""

    edtf: str
    start: Point | None
    end: Point | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an EDTF string of our subset. Raises ``NotADate``."""
        if "/" not in text:
            point = Point.parse(text)
            return cls(text, point, point)
        parts = text.split("/")
        if len(parts) != 2:
            raise NotADate(f"“{text}” is not a date. {_EXAMPLES}")
        start, end = (None if part == ".." else Point.parse(part) for part in parts)
        if start is None and end is None:
            raise NotADate("An interval that is open at both ends says nothing; leave the date blank.")
        if start and end and start.first > end.last:
            raise NotADate(f"“{text}” ends before it begins.")
        return cls(text, start, end)

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can mean; ``None`` where it is open."""
        return self.start.first if self.start else None

    @property
    def latest(self) -> datetime.date | None:
        """The last day it can mean; ``None`` where it is open."""
        return self.end.last if self.end else None

    @property
    def words(self) -> str:
        """How an English sentence says it: "July 2021", "from 2011 to 2018", "until 2018"."""
        if self.start is self.end and self.start:
            return self.start.words
        if self.start is None:
            return f"until {self.end.words}" if self.end else ""
        if self.end is None:
            return f"since {self.start.words}"
        return f"from {self.start.words} to {self.end.words}"
