"""What an answer means, from its words alone, and what is said of it."""

import datetime
from collections.abc import Callable

import pytest

from casefiles.archive import store
from casefiles.archive.engines.verdict import LONGEST_WAIT, on_failure, retry_after
from casefiles.archive.fetching.errors import BlockedByPolicy, FetchError, OutOfReach, OverLimit, Unreachable
from casefiles.archive.models import Capture, CaptureFile, moment
from casefiles.archive.states import OUTCOMES, PAGES, State
from tests.archive.captures import begin, queue
from tests.archive.sentences import is_understandable
from tests.copies import archived

NOW = datetime.datetime(2021, 7, 19, 14, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("99999999", LONGEST_WAIT),
        ("Mon, 19 Jul 2021 14:03:00 GMT", 60.0),
        ("Mon, 19 Jul 2021 14:01:00 GMT", 0.0),
        ("Mon, 19 Jul 2021 16:03:00 +0200", 60.0),
        ("Mon, 19 Jul 2021 14:03:00", 60.0),
        ("Mon, 19 Jul 2031 14:03:00 GMT", LONGEST_WAIT),
        ("Mon, 99 Jul 2021 14:03:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("tomorrow", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize(
    ("error", "outcome", "again"),
    [
        (BlockedByPolicy("No."), State.BLOCKED_POLICY, False),
        (Unreachable("No."), State.FAILED, True),
        (OutOfReach("No."), State.FAILED, True),
        (OverLimit("No.", "length"), State.FAILED, False),
        (OverLimit("No.", "time"), State.FAILED, True),
    ],
)
def test_what_a_failure_means(error: FetchError, outcome: str, again: bool) -> None:
    verdict = on_failure(error)
    assert (verdict.outcome, verdict.sentence, verdict.again) == (outcome, "No.", again)


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_that_are_understood(state: State) -> None:
    for detail in ("", "The server said “404 not found”."):
        capture = Capture(state=state, outcome_detail=detail, started_at=NOW if state in PAGES else None)
        assert is_understandable(capture.words)
        assert capture.words.endswith(detail)
        assert capture.is_finished is (state in OUTCOMES)


def test_a_moment_is_said_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=-7))
    assert moment(NOW.astimezone(zone)) == "19 July 2021, 14:02 UTC"
    assert moment(None) == "at an unknown time"


# Copies


@pytest.mark.django_db
def test_a_damaged_text_is_said() -> None:
    capture = archived()
    assert capture.extracted_text() == "What the page says."
    path = store.path_of(CaptureFile.objects.get(capture=capture, role="text").digest)
    path.chmod(0o600)
    path.write_bytes(b"What the page SAYS.")
    with pytest.raises(store.Damaged):
        capture.extracted_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "has_copy"),
    [
        (archived, True),
        (lambda: archived(outcome=State.GONE, status=404), True),
        (lambda: archived(outcome=State.FAILED, status=None), False),
        (lambda: archived(warc=None), False),
        (lambda: begin(queue()), False),
    ],
    ids=["page", "not found", "no answer", "no record", "not yet"],
)
def test_what_a_copy_is(make: Callable[[], Capture], has_copy: bool) -> None:
    capture = make()
    assert capture.has_copy is has_copy
    assert Capture.objects.with_copy().filter(pk=capture.pk).exists() is has_copy
