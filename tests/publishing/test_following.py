"""An altered sentence on a cited page marks what is quoted from it; an altered advertisement or date line does not."""

import copy
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from pytest_django.fixtures import Settings

from casefiles.archive.actions import captures_of, hold_site, release_site
from casefiles.archive.models import Capture, Recheck, RecheckCopy, Watch
from casefiles.archive.states import Seen, State, WatchState
from casefiles.dossiers.actions import archive_again
from casefiles.editions.models import LiveState, SourceState
from casefiles.publishing import judging, tasks
from casefiles.publishing.following import follow, renew_watches
from casefiles.publishing.models import Observation
from casefiles.review.actions import cite_copy
from casefiles.review.models import Decision
from tests.archive.origin import answer, hang_up, redirect, serving
from tests.conftest import Kept
from tests.newsroom import current
from tests.publishing.conftest import Prepared
from tests.publishing.pages import PAGE, Followed, at_another_case, make_copies, published_source, visiting
from tests.publishing.shortcuts import change, stored, withdrawn

pytestmark = pytest.mark.django_db

ALTERED = ("It was APT31", "It was APT40")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def made(kept: Kept[Followed], prepared: Prepared, store: Path) -> Iterator[Followed]:
    """A published source on a server of this module's, which the archive may visit."""
    with serving() as server, override_settings(ARCHIVE_ROOT=store, **visiting(server)):
        yield kept(lambda: published_source(copy.deepcopy(prepared.empty), server))


@pytest.fixture
def page(db: None, made: Followed, settings: Settings, store: Path) -> Followed:
    """The same, with the page as it was copied."""
    settings.ARCHIVE_ROOT = store
    made.origin.routes = {"/": answer(PAGE.encode())}
    kept = {name: copy.deepcopy(getattr(made, name)) for name in ("room", "source", "claim", "denial")}
    return replace(made, **kept)


def test_one_altered_sentence_marks_the_claim_and_leaves_a_copy_that_shows_it(page: Followed) -> None:
    page.becomes(*ALTERED)
    assert page.pass_week() == Seen.CHANGED
    seen, statement = page.observed, page.claim.statement_id
    assert (seen.state, page.touched) == (LiveState.DIFFERS, {statement})
    assert page.told == [(LiveState.DIFFERS, {statement})]
    assert seen.since == Recheck.objects.get().at
    assert seen.evidence is not None
    assert "APT40" in seen.evidence.extracted_text()
    assert (seen.evidence.requested_by, seen.evidence.access) == (None, "sealed")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Buy our boots.", "Fly to the sun."),
        ("3 December 2026, 14:02", "11 December 2026, 09:30"),
        ("<p class=ad>", "<p>Most read: a cat.</p><p>17 comments</p><p class=ad>"),
    ],
    ids=["advertisement", "date line", "most read"],
)
def test_an_altered_advertisement_or_date_line_marks_nothing(page: Followed, old: str, new: str) -> None:
    page.becomes(old, new)
    assert page.pass_week() == Seen.CHANGED
    assert (page.observed.state, page.observed.elsewhere, page.touched) == (LiveState.AS_ARCHIVED, True, set())
    assert page.told == []


def test_the_passages_are_what_tells_the_two_apart(page: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: by the whole text an advertisement would mark every claim."""
    whole = judging.Cited.read

    def by_the_whole(cited: judging.Cited, text: str) -> judging.Reading:
        found = whole(cited, text)
        return found if found.same else judging.Reading(frozenset(cited.quotes), same=False)

    monkeypatch.setattr(judging.Cited, "read", by_the_whole)
    page.becomes("Buy our boots.", "Fly to the sun.")
    page.pass_week()
    assert page.observed.state == LiveState.DIFFERS


def test_a_page_that_is_as_it_was_again_is_told_so(page: Followed) -> None:
    for alter in (ALTERED, ALTERED, ("", "")):
        page.becomes(*alter)
        page.pass_week()
    assert (page.observed.state, page.touched) == (LiveState.AS_ARCHIVED, set())
    assert [state for state, _ in page.told] == [LiveState.DIFFERS, LiveState.AS_ARCHIVED]


def test_a_state_is_copied_once(page: Followed) -> None:
    page.becomes("Buy our boots.", "Fly to the sun.")
    for _ in range(3):
        page.pass_week()
    assert RecheckCopy.objects.count() == 1
    page.becomes(*ALTERED)
    for _ in range(3):
        page.pass_week()
    assert RecheckCopy.objects.count() == 2
    assert captures_of(page.source.cited_url).count() == 3  # type: ignore[arg-type]


def test_since_when_stays_and_what_is_touched_is_told_anew(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.pass_week()
    since = page.observed.since
    both = PAGE.replace(*ALTERED).replace("denied", "confirmed").encode()
    page.origin.routes["/"] = answer(both)
    page.pass_week()
    assert page.observed.since == since
    assert page.told[-1] == (LiveState.DIFFERS, {page.claim.statement_id, page.denial.pk})


def test_nothing_is_said_before_a_copy_shows_it(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.look()
    follow()
    assert page.told == []
    assert page.observed.waits_for is not None
    page.becomes()  # a passing fault: the copy finds the page as it was
    make_copies()
    assert follow() == 0
    assert (page.told, page.observed.state) == ([], LiveState.AS_ARCHIVED)


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_is_told_for_all_that_is_quoted(page: Followed, status: str) -> None:
    page.becomes(status=status)
    assert page.pass_week() == Seen.GONE
    assert page.told == [(LiveState.GONE, {page.claim.statement_id, page.denial.pk})]
    assert page.observed.evidence is not None
    assert page.observed.evidence.state == State.GONE
    page.becomes()
    page.pass_week()
    assert page.told[-1] == (LiveState.AS_ARCHIVED, set())


@pytest.mark.parametrize(("body", "touched"), [(PAGE, 0), ("<p>Welcome to our front page.</p>", 2)])
def test_a_page_that_leads_elsewhere_has_moved(page: Followed, body: str, touched: int) -> None:
    page.origin.routes |= {"/": redirect("/home"), "/home": answer(body.encode())}
    assert page.pass_week() == Seen.MOVED
    ((state, statements),) = page.told
    assert (state, len(statements)) == (LiveState.MOVED, touched)


@pytest.mark.parametrize(
    "wall",
    [
        answer(b"no", status="403 Forbidden"),
        answer(b"no", status="451 Unavailable"),
        answer(b"<title>Just a moment...</title><p>Checking"),
        answer(b"<title>News</title><p>Please accept cookies or subscribe to go on."),
    ],
)
def test_a_wall_is_no_change_and_the_desk_is_told(page: Followed, wall: bytes) -> None:
    page.origin.routes["/"] = wall
    assert page.pass_week() == Seen.WALLED
    first = page.observed.walled_since
    page.pass_week()
    assert (page.told, page.observed.state, page.observed.walled_since) == ([], LiveState.AS_ARCHIVED, first)
    assert first is not None
    page.becomes(*ALTERED)
    page.pass_week()
    assert (page.observed.walled_since, page.observed.state) == (None, LiveState.DIFFERS)


def test_what_was_said_stands_behind_a_wall(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.pass_week()
    page.origin.routes["/"] = answer(b"no", status="403 Forbidden")
    page.pass_week()
    assert page.observed.state == LiveState.DIFFERS
    assert len(page.told) == 1


def test_out_of_reach_is_said_after_three_looks_and_taken_back(page: Followed) -> None:
    page.origin.routes["/"] = hang_up()
    states = []
    for _ in range(3):
        page.pass_week()
        states.append(page.observed.state)
    assert states == [LiveState.AS_ARCHIVED, LiveState.AS_ARCHIVED, LiveState.UNREACHABLE]
    assert page.observed.since == Recheck.objects.order_by("pk")[0].at
    page.becomes()
    page.pass_week()
    assert [state for state, _ in page.told] == [LiveState.UNREACHABLE, LiveState.AS_ARCHIVED]


def test_a_notice_of_correction_touches_all_that_is_quoted(page: Followed) -> None:
    page.becomes("<p class=ad>", "<p>Correction: an earlier version named the wrong group.</p><p class=ad>")
    page.pass_week()
    assert page.told == [(LiveState.DIFFERS, {page.claim.statement_id, page.denial.pk})]
    assert page.observed.notice.startswith("Correction: an earlier")


@pytest.fixture
def document(page: Followed) -> Followed:
    """A published source that is a PDF, on the same server."""
    return published_source(
        at_another_case(page.room), page.origin, path="/a.pdf", body=b"%PDF-1.7 one", kind="application/pdf"
    )


def test_a_document_in_place_of_another_differs(document: Followed) -> None:
    document.origin.routes["/a.pdf"] = answer(b"%PDF-1.7 two", kind="application/pdf")
    document.pass_week()
    assert document.told == [(LiveState.DIFFERS, set())]


def test_a_document_that_is_made_anew_each_time_says_nothing(document: Followed) -> None:
    made = iter(range(100))

    def fresh(connection, _request: bytes) -> None:  # type: ignore[no-untyped-def]
        connection.sendall(answer(b"%%PDF-1.7 made %d" % next(made), kind="application/pdf"))

    document.origin.routes["/a.pdf"] = fresh
    document.pass_week()
    assert (document.told, document.observed.elsewhere) == ([], True)


def test_a_held_site_is_neither_looked_at_nor_copied(page: Followed) -> None:
    page.becomes(*ALTERED)
    holder, connections = uuid.uuid4(), page.origin.connections
    hold_site(url=page.source.url, holder=holder)
    assert page.pass_week() == Seen.NOT_CONTACTED
    assert page.origin.connections == connections
    release_site(holder=holder)
    page.look()
    hold_site(url=page.source.url, holder=holder)  # before its copy is asked for
    connections = page.origin.connections
    follow()
    assert (page.origin.connections, RecheckCopy.objects.count(), page.told) == (connections, 0, [])
    release_site(holder=holder)
    page.pass_week()
    assert page.observed.state == LiveState.DIFFERS


def test_approvals_and_editions_stand(page: Followed) -> None:
    before, decisions = stored(), Decision.objects.count()
    page.becomes(*ALTERED)
    page.pass_week()
    assert (stored(), Decision.objects.count()) == (before, decisions)


def test_a_draft_is_neither_watched_nor_told_of(page: Followed) -> None:
    page.origin.routes["/draft"] = page.origin.routes["/"]
    draft = page.room.source("A draft", url=page.origin.url("/draft"), archiving="now")
    make_copies()
    later = page.room.statement(page.source, "Three hundred offices were hit.")
    assert renew_watches() == 1
    assert not Watch.objects.filter(cited_url=draft.cited_url).exists()
    page.becomes("Three hundred", "No")
    page.pass_week()
    assert later.pk not in page.touched | page.told[-1][1]
    assert not Observation.objects.filter(pk=draft.pk).exists()


def test_a_retracted_case_is_no_longer_watched(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.pass_week()
    page.room.publish("retraction", "It cannot be stood up.")
    assert renew_watches() == 0
    assert Watch.objects.get().state == WatchState.RESTING
    assert (page.observed.following, page.touched) == (False, set())
    assert follow() == 0
    assert len(page.told) == 1


def test_a_source_that_is_left_out_is_no_longer_watched(page: Followed) -> None:
    for row in (page.claim, page.claim.statement, page.denial, page.source):
        withdrawn(page.room, row)
    page.room.attribution()
    page.room.approve_all()
    page.room.publish("update", "One source less.")
    assert renew_watches() == 0
    assert Watch.objects.get().state == WatchState.RESTING


def test_another_copy_that_is_cited_begins_anew(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.pass_week()
    evidence = page.observed.evidence
    assert evidence is not None
    cite_copy(user=page.room.author, source=page.source, capture=evidence, version=current(page.source).version)
    change(page.room, page.claim.statement, passage="“It was APT40,” the minister said.")
    page.room.approve_all()
    page.room.publish("correction", "They changed what they say.")
    renew_watches()
    assert (page.observed.state, page.observed.copy, page.touched) == (LiveState.AS_ARCHIVED, evidence, set())
    page.pass_week()
    assert page.observed.state == LiveState.AS_ARCHIVED
    assert [row.copy_id == evidence.pk for row in SourceState.objects.order_by("pk")] == [False]


def test_two_cases_that_cite_one_page_are_judged_by_their_own_words(page: Followed) -> None:
    other = at_another_case(page.room)
    source = other.source("The same page", url=page.source.url, archiving="now")
    other.text()
    quoted = other.statement(source, "Three hundred offices")
    other.approve_all()
    other.publish()
    assert renew_watches() == 2
    page.becomes("The embassy denied", "The embassy confirmed")
    page.pass_week()
    assert Watch.objects.count() == RecheckCopy.objects.count() == 1
    assert page.told == [(LiveState.DIFFERS, {page.denial.pk})]
    assert (Observation.objects.get(pk=source.pk).state, quoted.pk in page.touched) == (LiveState.AS_ARCHIVED, False)


def test_of_two_copies_that_are_cited_each_is_judged_by_its_own_and_a_state_is_copied_once(page: Followed) -> None:
    page.becomes(*ALTERED)
    other = at_another_case(page.room)
    source = other.source("The page as it is now", url=page.source.url, archiving="now")
    archive_again(user=other.author, source=source)
    make_copies()
    other.text()
    other.statement(source, "“It was APT40,” the minister said.")
    other.approve_all()
    other.publish()
    renew_watches()
    assert [page.pass_week() for _ in range(3)] == [Seen.OK] * 3
    assert page.told == [(LiveState.DIFFERS, {page.claim.statement_id})]
    assert Observation.objects.get(pk=source.pk).state == LiveState.AS_ARCHIVED
    assert RecheckCopy.objects.count() == 1


def test_judging_twice_says_it_once(page: Followed) -> None:
    page.becomes(*ALTERED)
    page.pass_week()
    assert follow() == 0
    assert len(page.told) == 1
    assert Capture.objects.filter(recheck_copy__isnull=False).count() == 1


def test_the_clocks_tasks_do_it(page: Followed) -> None:
    schedule = {each["task"] for each in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.watch_sources.name, tasks.follow_sources.name} <= schedule
    Watch.objects.update(state=WatchState.RESTING)
    tasks.watch_sources()
    page.becomes(*ALTERED)
    page.look()
    tasks.follow_sources()
    make_copies()
    tasks.follow_sources()
    assert page.observed.state == LiveState.DIFFERS
