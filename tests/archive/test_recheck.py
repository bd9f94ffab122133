"""Looking again at a page that is cited: what each answer means, and what is never taken for a change."""

import re
import socket
import uuid
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from casefiles.archive import look as looking
from casefiles.archive import policy, rechecks, watching, work
from casefiles.archive.actions import captures_of, hold_site, latest_copy, release_site
from casefiles.archive.models import HostGap, Recheck, Watch
from casefiles.archive.states import Seen, WatchState
from casefiles.archive.watching import ask_copy, keep_watch
from casefiles.jobs.models import from_now
from tests.archive.captures import fresh, now
from tests.archive.origin import Origin, Script, answer, hang_up, redirect, serving
from tests.archive.sentences import is_understandable
from tests.archive.watches import copied, due, look, results, watched
from tests.raw_sql import refusal, without

pytestmark = pytest.mark.django_db

PAGE = b"<title>A page</title><p>It was APT31, said the ministry.<p>Buy our boots.<p>And so on, for a while."


@pytest.fixture
def watch(allowed: Origin) -> Watch:
    """A watch over the origin's front page, which is copied as it is now."""
    allowed.routes = {"/": answer(PAGE, headers=('ETag: "one"', "Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT"))}
    return watched(allowed.url())


def test_a_page_that_is_as_it_was_is_ok(allowed: Origin, watch: Watch) -> None:
    found = look(watch)
    assert (found.result, found.similarity, found.status, found.final_url) == (Seen.OK, 1.0, 200, allowed.url())
    assert (found.etag, found.conditional) == ('"one"', False)
    assert found.bytes_on_wire > len(PAGE)
    watch.refresh_from_db()
    assert (watch.state, watch.leased_until) == (WatchState.WAITING, None)


def test_the_next_look_is_due_an_interval_later(watch: Watch, settings: Settings) -> None:
    settings.RECHECK_DAYS = 2
    look(watch)
    times = Watch.objects.filter(pk=watch.pk)
    assert not times.filter(next_at__lt=from_now(2 * 86_400 - 60)).exists()
    assert times.filter(next_at__lt=from_now(2.3 * 86_400)).exists()
    assert not rechecks.perform(watch.pk)


def test_a_second_look_asks_on_condition_and_304_means_as_it_was(allowed: Origin, watch: Watch) -> None:
    look(watch)
    allowed.routes["/"] = answer(status="304 Not Modified")
    found = look(watch)
    assert b'\r\nIf-None-Match: "one"\r\nIf-Modified-Since: Tue, 24 Nov 2026 10:00:00 GMT\r\n' in allowed.requests[-1]
    assert (found.result, found.status, found.conditional, found.etag) == (Seen.OK, 304, True, '"one"')
    assert found.similarity == 1.0


def test_304_after_a_change_means_still_changed(allowed: Origin, watch: Watch) -> None:
    allowed.routes["/"] = answer(PAGE.replace(b"APT31", b"APT40"), headers=('ETag: "two"',))
    first = look(watch)
    allowed.routes["/"] = answer(status="304 Not Modified")
    second = look(watch)
    assert (first.result, second.result) == (Seen.CHANGED, Seen.CHANGED)
    assert second.digest == first.digest
    assert (second.text, second.seen_text) == (None, first.text)
    assert "APT40" in str(first.text)


def coy(connection: socket.socket, request: bytes) -> None:
    """Says that nothing is new to whoever asks on that condition, though the page is altered."""
    altered = answer(PAGE.replace(b"APT31", b"APT40"), headers=('ETag: "one"',))
    connection.sendall(answer(status="304 Not Modified") if b"If-None-Match" in request else altered)


def test_a_server_that_says_304_for_ever_is_not_believed_for_ever(allowed: Origin, watch: Watch) -> None:
    look(watch)
    allowed.routes["/"] = coy
    found = [look(watch).result for _ in range(4)]
    assert found == [Seen.OK, Seen.OK, Seen.OK, Seen.CHANGED]


def test_without_asking_for_the_whole_now_and_then_it_would_be(
    allowed: Origin, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(looking, "_WHOLE_EACH", 1_000)
    look(watch)
    allowed.routes["/"] = coy
    assert {look(watch).result for _ in range(5)} == {Seen.OK}


def test_304_that_nobody_asked_for_is_no_answer(allowed: Origin, watch: Watch) -> None:
    allowed.routes["/"] = answer(status="304 Not Modified")
    assert look(watch).result == Seen.UNREACHABLE


@pytest.mark.parametrize("tag", ['"a\tb"', '"é"', "bare", '"' + "x" * 900 + '"', 'W/"good"'])
def test_only_a_proper_tag_is_sent_back(allowed: Origin, watch: Watch, tag: str) -> None:
    allowed.routes["/"] = answer(PAGE, headers=(f"ETag: {tag}", "Last-Modified: \x01"))
    look(watch)
    look(watch)
    sent = allowed.requests[-1]
    assert (b"If-None-Match" in sent) == (tag == 'W/"good"')
    assert b"If-Modified-Since" not in sent


@pytest.mark.parametrize(
    ("old", "new"), [(b"APT31", b"APT40"), (b"boots", b"trousers")], ids=["a sentence", "an advertisement"]
)
def test_any_other_text_is_changed(allowed: Origin, watch: Watch, old: bytes, new: bytes) -> None:
    """Whether that touches what is quoted, who knows the quotations decides."""
    allowed.routes["/"] = answer(PAGE.replace(old, new))
    found = look(watch)
    assert found.result == Seen.CHANGED
    assert 0.5 < (found.similarity or 0) < 1


def test_other_markup_is_no_change(allowed: Origin, watch: Watch) -> None:
    altered = PAGE.replace(b"<p>", b"</p>\n<p class='x7'>").replace(b"APT31,", b"  <b>APT31</b>,")
    allowed.routes["/"] = answer(altered + b"<script>var nonce = 7</script>")
    assert look(watch).result == Seen.OK


def test_a_page_that_is_as_it_was_again_is_ok(allowed: Origin, watch: Watch) -> None:
    before = allowed.routes["/"]
    allowed.routes["/"] = answer(PAGE.replace(b"APT31", b"APT40"))
    look(watch)
    allowed.routes["/"] = before
    look(watch)
    assert results(watch) == [Seen.CHANGED, Seen.OK]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone(allowed: Origin, watch: Watch, status: str) -> None:
    allowed.routes["/"] = answer(b"<p>Sorry.", status=status)
    found = look(watch)
    assert (found.result, found.digest) == (Seen.GONE, "")
    assert is_understandable(found.detail)


WALL = b"<title>Just a moment...</title><p>Checking your browser."
CONSENT = b"<title>News</title><p>We value your privacy. Accept cookies to go on."
PAID = PAGE.replace(b"And so on", b"Subscribe") + b'<script type="x">{"isAccessibleForFree": false}</script>'


@pytest.mark.parametrize(
    ("said", "result"),
    [
        (answer(b"no", status="401 Unauthorized"), Seen.WALLED),
        (answer(b"no", status="402 Payment Required"), Seen.WALLED),
        (answer(b"no", status="403 Forbidden"), Seen.WALLED),
        (answer(b"no", status="429 Too Many Requests", headers=("Retry-After: 9",)), Seen.WALLED),
        (answer(b"no", status="451 Unavailable"), Seen.WALLED),
        (answer(WALL), Seen.WALLED),
        (answer(WALL, status="503 Busy", headers=("CF-Mitigated: challenge",)), Seen.WALLED),
        (answer(CONSENT), Seen.WALLED),
        (answer(PAID), Seen.WALLED),
        (redirect("/login?next=/"), Seen.WALLED),
        (answer(b"no", status="500 Oops"), Seen.UNREACHABLE),
        (answer(b"no", status="503 Busy"), Seen.UNREACHABLE),
        (answer(PAGE, headers=("Content-Length: 9999",)), Seen.UNREACHABLE),
        (hang_up(), Seen.UNREACHABLE),
        (hang_up(b"garbage"), Seen.UNREACHABLE),
        (redirect("/"), Seen.UNREACHABLE),
        (redirect("http://10.0.0.1/"), Seen.NOT_CONTACTED),
    ],
)  # fmt: skip
def test_a_wall_or_a_failure_is_no_change(allowed: Origin, watch: Watch, said: bytes | Script, result: Seen) -> None:
    allowed.routes |= {"/": said, "/login?next=/": answer(b"<title>Log in</title><p>Name and password")}
    found = look(watch)
    assert found.result == result
    assert (found.digest, found.text) == ("", None) or result == Seen.WALLED
    assert is_understandable(found.detail)


@pytest.mark.parametrize("said", [answer(CONSENT), redirect("/login?next=/")], ids=["consent", "log-in"])
def test_without_knowing_walls_each_would_be_a_change(
    allowed: Origin, watch: Watch, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """The negative control."""
    for name in ("_ASKS", "_AWAY", "_AWAY_HOST"):
        monkeypatch.setattr(looking, name, re.compile("(?!)"))
    allowed.routes |= {"/": said, "/login?next=/": answer(b"<title>Log in</title><p>Name and password")}
    assert look(watch).result in {Seen.CHANGED, Seen.MOVED}


def test_a_paywall_that_was_there_before_is_no_wall(allowed: Origin) -> None:
    allowed.routes = {"/": answer(PAID)}
    assert look(watched(allowed.url())).result == Seen.OK


def test_a_page_that_leads_elsewhere_has_moved(allowed: Origin, watch: Watch) -> None:
    allowed.routes |= {"/": redirect("/new"), "/new": answer(PAGE)}
    found = look(watch)
    assert (found.result, found.final_url, found.similarity) == (Seen.MOVED, allowed.url("/new"), 1.0)


def test_where_it_led_when_it_was_copied_is_no_move(allowed: Origin) -> None:
    allowed.routes = {"/": redirect("/page/"), "/page/": answer(PAGE), "/page": answer(PAGE)}
    watch = watched(allowed.url())
    assert look(watch).result == Seen.OK
    allowed.routes["/"] = redirect("/page")  # without its last slash
    assert look(watch).result == Seen.OK


def test_a_document_is_compared_as_itself(allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"%PDF-1.7 one", kind="application/pdf")}
    watch = watched(allowed.url())
    same = look(watch)
    allowed.routes["/"] = answer(b"%PDF-1.7 two", kind="application/pdf")
    other = look(watch)
    assert [(each.result, each.similarity, each.text) for each in (same, other)] == [
        (Seen.OK, None, None),
        (Seen.CHANGED, None, None),
    ]
    assert same.digest != other.digest


def test_a_host_that_is_down_is_looked_for_again_within_a_day(allowed: Origin, watch: Watch) -> None:
    allowed.routes["/"] = hang_up()
    look(watch)
    assert Watch.objects.filter(pk=watch.pk, next_at__lt=from_now(1.2 * 86_400)).exists()


def test_out_of_reach_is_said_after_some_in_a_row(allowed: Origin, watch: Watch, settings: Settings) -> None:
    settings.RECHECK_FAILURES = 3
    good = allowed.routes["/"]
    runs = []
    for said in (hang_up(), hang_up(), good, hang_up(), hang_up(), hang_up(), hang_up()):
        allowed.routes["/"] = said
        found = look(watch)
        first = watching.in_a_row(found) if found.result == Seen.UNREACHABLE else None
        runs.append(first and Recheck.objects.filter(watch=watch, pk__lt=first.pk).count())
    assert runs == [None, None, None, None, None, 3, 3]


@pytest.fixture
def decoy() -> Iterator[Origin]:
    with serving("127.0.0.2") as server:
        server.routes = {"/": answer(PAGE)}
        yield server


def test_a_held_site_gets_no_packet(allowed: Origin, watch: Watch) -> None:
    connections, holder = allowed.connections, uuid.uuid4()
    hold_site(url=allowed.url(), holder=holder)
    found = look(watch)
    assert (found.result, allowed.connections) == (Seen.NOT_CONTACTED, connections)
    release_site(holder=holder)
    assert look(watch).result == Seen.OK


def test_a_held_site_gets_no_packet_by_way_of_a_redirect(
    allowed: Origin, decoy: Origin, watch: Watch, settings: Settings
) -> None:
    settings.ARCHIVE_ALLOWED_PORTS = [allowed.port, decoy.port]
    allowed.routes["/"] = redirect(decoy.url(host="127.0.0.2"))
    hold_site(url=decoy.url(host="127.0.0.2"), holder=uuid.uuid4())
    assert (look(watch).result, decoy.connections) == (Seen.NOT_CONTACTED, 0)


def test_without_the_hold_being_asked_about_the_decoy_is_hit(
    allowed: Origin, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    connections = allowed.connections
    hold_site(url=allowed.url(), holder=uuid.uuid4())
    monkeypatch.setattr(policy, "host_is_held", lambda _host: False)
    look(watch)
    assert allowed.connections == connections + 1


def test_it_waits_for_its_host_and_lets_a_capture_go_next(allowed: Origin, watch: Watch, settings: Settings) -> None:
    due(watch)
    HostGap.objects.create(host="127.0.0.1", gap=5, free_at=from_now(5))
    assert not rechecks.perform(watch.pk)
    assert results(watch) == []
    settings.ARCHIVE_HOST_GAP = 30.0
    look(watch)
    assert HostGap.objects.filter(host="127.0.0.1", held_by=None, free_at__gt=from_now(20)).exists()


def test_with_no_interval_nothing_is_looked_at(watch: Watch, settings: Settings) -> None:
    due(watch)
    settings.RECHECK_DAYS = 0
    assert (watching.sweep(), rechecks.perform(watch.pk)) == ([], False)
    settings.RECHECK_DAYS = 7
    assert watching.sweep() == [watch.pk]
    assert watching.sweep() == []  # it has been told of


def test_a_dead_workers_watch_is_anothers(watch: Watch) -> None:
    due(watch)
    begun = watching.begin(watch.pk, worker="dead")
    assert begun is not None
    Watch.objects.filter(pk=watch.pk).update(leased_until=from_now(-1))
    assert watching.sweep() == [watch.pk]
    assert look(watch).result == Seen.OK
    assert not watching.finish(begun, rechecks.Look(Seen.GONE))  # back from the dead
    assert results(watch) == [Seen.OK]


def test_a_bug_of_ours_is_no_change(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(rechecks, "look_at", broken)
    assert look(watch).result == Seen.WALLED
    assert "could not be looked at" in caplog.text


def test_what_is_no_longer_cited_rests_and_comes_back(allowed: Origin, watch: Watch) -> None:
    assert keep_watch({}) == 1
    due(watch)
    assert not rechecks.perform(watch.pk)
    assert watching.sweep() == []
    assert keep_watch({watch.cited_url_id: watch.copy_id}) == 1
    assert keep_watch({watch.cited_url_id: watch.copy_id}) == 0
    assert look(watch).result == Seen.OK


def test_another_copy_is_compared_with_as_soon_as_it_is_cited(allowed: Origin, watch: Watch) -> None:
    allowed.routes["/"] = answer(PAGE.replace(b"APT31", b"APT40"))
    newer = copied(allowed.url())
    assert look(watch).result == Seen.CHANGED
    keep_watch({watch.cited_url_id: newer.pk})
    assert look(watch).result == Seen.OK


def test_a_copy_that_a_look_asked_for_is_nobodys_newest(allowed: Origin, watch: Watch) -> None:
    allowed.routes["/"] = answer(PAGE.replace(b"APT31", b"APT40"))
    capture = ask_copy(look(watch))
    now(capture)
    HostGap.objects.all().delete()
    assert work.perform(capture.pk)
    assert captures_of(watch.cited_url).first() == capture
    assert fresh(capture).has_copy
    assert latest_copy(watch.cited_url) == watch.copy


@pytest.mark.parametrize("sql", ["UPDATE archive_recheck SET result = 'ok'", "DELETE FROM archive_recheck"])
def test_what_was_found_never_changes(watch: Watch, sql: str) -> None:
    look(watch)
    assert "only ever added to" in refusal(sql)
    without("archive_recheck", "guard_update_delete")
    assert not refusal(sql)


def test_rows_are_left_where_none_may_be(watch: Watch) -> None:
    assert "watch_known_state" in refusal("UPDATE archive_watch SET state = 'asleep'")
    assert "watch_checking_means_leased" in refusal("UPDATE archive_watch SET state = 'checking'")
