"""Partial dates: kept as exactly as they are known, with a first and a last day, or refused with the reason."""

import datetime

import edtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casefiles.lib.dates import NotADate, PartialDate, Point


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2021", "2021-01-01", "2021-12-31", "2021"),
        ("2021-07", "2021-07-01", "2021-07-31", "July 2021"),
        ("2021-07-19", "2021-07-19", "2021-07-19", "19 July 2021"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "29 February 2020"),
        ("2020-21", "2020-03-01", "2020-05-31", "spring 2020"),
        ("2020-22", "2020-06-01", "2020-08-31", "summer 2020"),
        ("2020-23~", "2020-09-01", "2020-11-30", "about autumn 2020"),
        ("2020-24", "2020-12-01", "2021-02-28", "winter 2020"),
        ("2018?", "2018-01-01", "2018-12-31", "perhaps 2018"),
        ("2021-07~", "2021-07-01", "2021-07-31", "about July 2021"),
        ("2021-07-19%", "2021-07-19", "2021-07-19", "perhaps about 19 July 2021"),
        ("2011/2018", "2011-01-01", "2018-12-31", "from 2011 to 2018"),
        ("2021-03-03/2021-03-05", "2021-03-03", "2021-03-05", "from 3 March 2021 to 5 March 2021"),
        ("2020-24/2021-02", "2020-12-01", "2021-02-28", "from winter 2020 to February 2021"),
        ("2021-07/2021-07-01", "2021-07-01", "2021-07-01", "from July 2021 to 1 July 2021"),
        ("../2018", "", "2018-12-31", "until 2018"),
        ("2011~/..", "2011-01-01", "", "since about 2011"),
        ("0001", "0001-01-01", "0001-12-31", "1"),
        ("9999-24", "9999-12-01", "9999-12-31", "winter 9999"),
    ],
)
def test_a_date_is_kept_as_said_with_its_bounds(text: str, earliest: str, latest: str, words: str) -> None:
    date = PartialDate.parse(text)
    assert (date.edtf, date.earliest, date.latest, date.words) == (text, day(earliest), day(latest), words)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“” is not a date. Write it like 2021-07-19"),
        ("yesterday", "“yesterday” is not a date"),
        ("19 July 2021", "is not a date"),
        ("2021-7", "is not a date"),
        ("21-07-19", "is not a date"),
        ("2021-07-19T10:00", "is not a date"),
        (" 2021", "is not a date"),
        ("2021\n", "is not a date"),
        ("2021\x00", "is not a date"),
        ("-2021", "is not a date"),
        ("Y12021", "is not a date"),
        ("202X", "is not a date"),
        ("2021??", "is not a date"),
        ("٢٠٢١", "is not a date"),
        ("２０２１-07", "is not a date"),
        ("0000", "there is no year 0000"),
        ("2021-00", "there is no month 00"),
        ("2021-13", "there is no month 13"),
        ("2021-20", "there is no month 20"),
        ("2021-25", "there is no month 25"),
        ("2021-07-00", "that month has no day 00"),
        ("2021-02-29", "that month has no day 29"),
        ("2021-04-31", "that month has no day 31"),
        ("2020-22-01", "a season has no days"),
        ("2018/2011", "“2018/2011” ends before it begins"),
        ("2021-07-19/2021-07-18", "ends before it begins"),
        ("2011/2015/2018", "is not a date"),
        ("19/07/2021", "is not a date. Write it like 2021-07-19"),
        ("../..", "open at both ends says nothing; leave the date blank"),
        ("2011/", "“” is not a date"),
        ("/2018", "“” is not a date"),
        ("2011/....", "“....” is not a date"),
        ("2011/0000", "there is no year 0000"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADate) as refusal:
        PartialDate.parse(text)
    assert reason in str(refusal.value)


MARKS = st.sampled_from(["", "?", "~", "%"])
YEARS = st.integers(1, 9999).map("{:04}".format)
DAYS = st.dates().map(datetime.date.isoformat)
MONTHS = DAYS.map(lambda text: text[:7])
SEASONS = st.tuples(YEARS, st.sampled_from(["21", "22", "23", "24"])).map("-".join)
POINTS = st.tuples(st.one_of(YEARS, MONTHS, DAYS, SEASONS), MARKS).map("".join)
ENDS = st.one_of(POINTS, st.just(".."))
INTERVALS = st.tuples(ENDS, ENDS).map("/".join)
NEARLY = st.one_of(POINTS, INTERVALS, st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}[?~%]?(/[0-9]{4})?", fullmatch=True))


def read(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except NotADate:
        return None


@given(st.one_of(POINTS, INTERVALS))
def test_every_date_has_its_first_day_before_its_last(text: str) -> None:
    date = read(text)
    assume(date)
    assert date is not None
    assert date.edtf == text
    assert date.words
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    date = read(text)
    assert date is None or date.edtf == text


def judged(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The bounds by the ``edtf`` package, ``None`` where it finds no date."""
    try:
        parsed = edtf.parse_edtf(text)
    except edtf.EDTFParseException:
        return None
    first, last = (datetime.date(*end[:3]) for end in (parsed.lower_strict(), parsed.upper_strict()))
    return (first, last) if first <= last else None  # it takes an interval that ends before it begins


def can_be_judged(text: str) -> bool:
    """Can the package judge it, by the same rules as ours?

    It reads no marks behind a season, cannot bound an open end, ends winter with the year, and knows a year 0
    and the parts of a year above 24, which this subset leaves out.
    """
    points = [(point[:4], point[5:7], point[7:]) for point in text.split("/")]
    return ".." not in text and not any(
        year == "0000" or part > "23" or (part > "20" and rest) for year, part, rest in points
    )


def agrees(text: str) -> bool:
    date = read(text)
    return judged(text) == ((date.earliest, date.latest) if date else None)


@given(NEARLY)
def test_bounds_are_those_of_another_implementation(text: str) -> None:
    assume(can_be_judged(text))
    assert agrees(text)


def test_the_other_implementation_can_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a July that ends on the thirtieth is found, and so is a winter that ends with the year."""
    assert agrees("2021-07")
    assert not agrees("2020-24")
    monkeypatch.setattr(Point, "last", property(lambda point: point.first.replace(day=30)))
    assert not agrees("2021-07")
