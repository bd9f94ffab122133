"""Copies that nothing cites give up their files after a setting; what was made and what became of it stays."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive import custody, inventory, store
from casefiles.archive.actions import best_outcome, latest_copy, need_now, open_capture
from casefiles.archive.expiry import expire
from casefiles.archive.models import Capture, Recheck, RecheckCopy, Watch
from casefiles.archive.states import Access, Custody, Seen, State
from casefiles.dossiers import tasks
from casefiles.dossiers.actions import pin_copy
from casefiles.dossiers.expiry import expire_uncited, uncited
from casefiles.lib.errors import Conflict
from casefiles.review.actions import withdraw
from tests import raw_sql
from tests.copies import archived, finish
from tests.newsroom import Newsroom, current
from tests.waiting import wait_until

URL = "https://news.example/page"
LATER = datetime.timedelta(days=31)


@pytest.fixture(autouse=True)
def _after_30_days(settings: Settings) -> None:
    settings.ARCHIVE_EXPIRE_DAYS = 30.0


@pytest.fixture
def room(db: None) -> Newsroom:
    return Newsroom.open()


def later() -> int:
    return expire_uncited(timezone.now() + LATER)


@pytest.mark.django_db
def test_a_copy_that_nothing_cites_gives_up_its_files_and_stays_on_record() -> None:
    capture = archived(URL)
    digests = set(capture.files.values_list("digest", flat=True))
    assert expire_uncited(timezone.now() + datetime.timedelta(days=29)) == 0
    assert later() == 1
    assert later() == 0
    capture.refresh_from_db()
    assert not capture.has_copy
    assert capture.extracted_text() == ""
    assert "Its files were removed " in capture.words
    assert capture.state == State.SUCCEEDED
    assert capture.attempts.count() == 1
    assert set(capture.files.values_list("digest", flat=True)) == digests
    assert capture.custody.last().kind == Custody.EXPIRED
    assert list(custody.faults(capture)) == []
    assert latest_copy(capture.cited_url) is best_outcome(capture.cited_url) is None
    assert inventory.remove_orphans(timezone.now() + LATER) == len(digests)
    assert not any(store.place().has(digest) for digest in digests)


@pytest.mark.django_db
def test_what_shows_that_a_published_page_changed_is_kept() -> None:
    copy = archived(URL)
    watch = Watch.objects.create(cited_url=copy.cited_url, copy=copy)
    evidence = archived(URL, text="What it says now.")
    RecheckCopy.objects.create(capture=evidence, recheck=Recheck.objects.create(watch=watch, result=Seen.CHANGED))
    assert later() == 1
    evidence.refresh_from_db()
    assert evidence.expired_at is None


@pytest.mark.django_db
def test_unless_a_setting_says_so_nothing_expires(settings: Settings) -> None:
    settings.ARCHIVE_EXPIRE_DAYS = 0.0
    archived(URL)
    assert later() == 0
    tasks.expire_copies()
    assert not Capture.objects.filter(expired_at__isnull=False).exists()


@pytest.mark.django_db
def test_the_clock_does_it(settings: Settings) -> None:
    settings.ARCHIVE_EXPIRE_DAYS = 1e-9
    archived(URL)
    tasks.expire_copies()
    assert Capture.objects.filter(expired_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_bytes_that_another_copy_has_too_stay(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    cited = archived(URL)
    other = archived("https://other.example/")
    shared = other.files.get(role="text").digest
    assert cited.files.get(role="text").digest == shared
    assert source.cited_url == cited.cited_url
    assert later() == 1
    assert inventory.remove_orphans(timezone.now() + LATER) == 1
    assert store.read(shared)
    assert cited.extracted_text()


@pytest.mark.django_db
def test_what_a_source_names_stays_even_when_it_is_withdrawn(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    archived(URL)
    assert later() == 0
    withdraw(user=room.author, item=current(source), version=current(source).version, note="Not used.")
    assert later() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("level", [Access.PRIVATE, Access.PUBLIC])
def test_what_readers_know_of_stays(level: Access) -> None:
    capture = archived(URL)
    open_capture(capture_id=capture.pk, level=level, user=None)
    assert later() == 0


@pytest.mark.django_db
def test_what_has_no_files_does_not_expire() -> None:
    archived(URL, outcome=State.FAILED, sentence="No answer.", status=None, warc=None, text=None)
    assert later() == 0


@pytest.mark.django_db
def test_more_than_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casefiles.archive.expiry._AT_ONCE", 2)
    for number in range(5):
        archived(f"https://news.example/{number}", warc=None)
    assert later() == 5


@pytest.mark.django_db
def test_an_expired_copy_cannot_be_cited(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    capture = archived(URL)
    stale = Capture.objects.get(pk=capture.pk)
    expire(Capture.objects.all(), before=timezone.now() + LATER, now=timezone.now())
    with pytest.raises(Conflict, match="removed meanwhile"):
        pin_copy(user=room.author, source=source, capture=stale)


@pytest.mark.django_db
def test_the_database_holds_to_it() -> None:
    capture = archived(URL)
    by_hand = "UPDATE archive_capture SET expired_at = now() WHERE id = %s"
    opened = archived("https://other.example/")
    open_capture(capture_id=opened.pk, level=Access.PRIVATE, user=None)
    assert "capture_expired_unseen" in raw_sql.refusal(by_hand, [opened.pk])
    assert not raw_sql.refused(by_hand, [capture.pk])
    assert "for good" in raw_sql.refusal("UPDATE archive_capture SET expired_at = NULL WHERE id = %s", [capture.pk])
    assert raw_sql.refused("UPDATE archive_capture SET access = 'public' WHERE id = %s", [capture.pk])
    raw_sql.without("archive_capture", "guard_capture")  # the negative control
    assert not raw_sql.refused("UPDATE archive_capture SET expired_at = NULL WHERE id = %s", [capture.pk])


@pytest.mark.django_db(transaction=True)
def test_who_cites_it_at_the_same_moment_keeps_it() -> None:
    """The expiry has chosen the copy and waits for its row; what it finds then is that it is cited."""
    room = Newsroom.open()
    source = room.source(url="https://elsewhere.example/")
    capture = archived(URL)
    expired: list[int] = []
    thread = threading.Thread(target=lambda: (expired.append(later()), connection.close()))
    with transaction.atomic():
        pin_copy(user=room.author, source=source, capture=capture)
        thread.start()
        wait_until(_is_waited_for)
    thread.join(30)
    assert expired == [0]
    assert not uncited().filter(pk=capture.pk).exists()


def _is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_clocks_login_may_do_it_and_the_fetchers_may_not() -> None:
    archived(URL)
    with raw_sql.in_the_role_of("work"):
        assert later() == 1
    other = archived("https://other.example/")
    with raw_sql.in_the_role_of("fetch"):
        assert "permission denied" in raw_sql.refusal(
            "UPDATE archive_capture SET expired_at = now() WHERE id = %s", [other.pk]
        )
        assert inventory.remove_orphans(timezone.now() + LATER) == 1  # the WACZ; the text is the other's too


@pytest.mark.django_db
def test_the_desks_login_may_cite_and_hurry(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    capture = Capture.objects.get()
    with raw_sql.in_the_role_of("desk"):
        need_now(capture=capture, user=room.teammate)
    finish(capture)
    with raw_sql.in_the_role_of("desk"):
        pin_copy(user=room.author, source=source, capture=capture)
