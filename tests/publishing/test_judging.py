"""Two readings have to agree: the look's own, without scripts, and that of a whole copy, made as copies are made."""

import uuid

import pytest
from django.utils import timezone

from casefiles.archive.models import Capture, Recheck
from casefiles.archive.states import Seen, State
from casefiles.editions.models import LiveState
from casefiles.lib.compare import PageText, Quoted
from casefiles.publishing.judging import Cited, Finding, judged
from tests.copies import archived

pytestmark = pytest.mark.django_db

PAGE = "A heading\nIt was APT31, said the ministry.\nThe end."
SHELL = "Loading"
QUOTE = uuid.uuid4()
ALTERED = PAGE.replace("APT31", "APT40")


def seen(text: str, result: Seen = Seen.CHANGED, url: str = "https://news.example/page") -> Recheck:
    return Recheck(result=result, text=text, digest=PageText(text).digest, final_url=url, at=timezone.now())


def said(look: Recheck, evidence: Capture | None, copy: str = PAGE) -> Finding:
    cited = Cited(archived(text=copy), PageText(copy), {QUOTE: Quoted("It was APT31")})
    return judged(cited, look, evidence)


def test_a_page_that_only_a_browser_can_read_is_judged_by_copies_of_a_browser() -> None:
    first = said(seen(SHELL), None)
    assert (first.state, first.wants_copy) == (None, True)
    same = said(seen(SHELL), archived(text=PAGE))
    assert (same.state, same.touched, same.wants_copy) == (LiveState.AS_ARCHIVED, frozenset(), True)
    altered = said(seen(SHELL), archived(text=ALTERED))
    assert (altered.state, altered.touched) == (LiveState.DIFFERS, {QUOTE})


def test_of_a_page_in_two_versions_nothing_is_said() -> None:
    assert said(seen(ALTERED), archived(text=PAGE)).state == LiveState.AS_ARCHIVED
    assert said(seen(PAGE + "\nMore."), None).state == LiveState.AS_ARCHIVED


@pytest.mark.parametrize("outcome", [State.BLOCKED_BY_SITE, State.GONE])
def test_a_copy_that_shows_no_page_decides_nothing(outcome: State) -> None:
    found = said(seen(ALTERED), archived(text="No.", outcome=outcome, status=403))
    assert (found.state, found.wants_copy) == (None, True)


def test_a_copy_from_elsewhere_decides_nothing() -> None:
    other = archived(text=ALTERED, final_url="https://news.example/another")
    assert said(seen(ALTERED), other).state is None


def test_gone_is_said_when_the_copy_found_it_gone_too() -> None:
    gone = Recheck(result=Seen.GONE, at=timezone.now())
    assert said(gone, None).state is None
    assert said(gone, archived(text=PAGE)).state is None
    assert said(gone, archived(text="Sorry.", outcome=State.GONE, status=410)).state == LiveState.GONE


def test_words_that_stand_in_neither_text_are_left_to_the_eye() -> None:
    found = said(seen("Another text."), None, copy="A picture book.")
    assert (found.state, found.unknown, found.elsewhere) == (LiveState.AS_ARCHIVED, 1, True)
