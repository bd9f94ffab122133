"""“Do not contact this site yet”, from the desk's form to the last worker: no packet; once lifted, a copy.

The origin is the decoy: it counts every connection. What readers and the desk see of the title is the copy's own,
so there is no look-up of titles that could reach a site.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pytest_django.fixtures import Settings

from casefiles.archive import policy, rechecks, tasks, work
from casefiles.archive.models import Capture, HostGap, Recheck, Watch
from casefiles.archive.states import Seen, State
from casefiles.archive.watching import keep_watch
from casefiles.dossiers.models import Source
from casefiles.jobs.models import from_now
from casefiles.lib.errors import ActionError
from casefiles.review.actions import submit
from tests.archive.captures import fresh, queue
from tests.archive.origin import Origin, answer, serving
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom, current

TITLE = "What the page calls itself"


@pytest.fixture
def decoy(settings: Settings) -> Iterator[Origin]:
    with serving() as origin:
        origin.routes = {"/": answer(f"<title>{TITLE}</title><p>words".encode())}
        settings.ARCHIVE_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.ARCHIVE_ALLOWED_PORTS = [80, 443, origin.port]
        settings.ARCHIVE_HOST_GAP = 0.0
        yield origin


def at_once() -> None:
    """Every wait is over."""
    HostGap.objects.all().delete()
    Capture.objects.exclude(state__in=[State.SUCCEEDED, State.BLOCKED_POLICY]).update(next_at=from_now(-1))
    Watch.objects.update(next_at=from_now(-1))


def workers_do_what_they_can() -> None:
    for capture in Capture.objects.all():
        at_once()
        tasks.capture(str(capture.pk))
    for watch in Watch.objects.all():
        at_once()
        tasks.recheck(str(watch.pk))


def save(room: Newsroom, url: str, archiving: str) -> Source:
    """By the desk's form."""
    client, path = at_desk(room.author), reverse("admin:dossiers_source_add") + f"?case={room.case.pk}"
    response = client.post(path, filled(client, path, title="A tip", url=url, archiving=archiving))
    assert response.status_code == 302, errors_of(response)
    return Source.objects.get()


def test_while_a_source_asks_for_silence_its_site_hears_nothing(room: Newsroom, decoy: Origin) -> None:
    asked_before = queue(decoy.url())
    source = save(room, decoy.url(), "hold")
    client = at_desk(room.author)

    # everything that the desk has to look at it
    form = reverse("admin:dossiers_source_change", args=[source.pk])
    assert "Its site is not to be contacted yet." in client.get(form).content.decode()
    for path in (
        reverse("admin:dossiers_source_changelist"),
        reverse("admin:archive_capture_changelist"),
        reverse("admin:archive_capture_change", args=[asked_before.pk]),
        reverse("desk:preview", args=[room.case.pk]),
        reverse("admin:index"),
    ):
        assert client.get(path).status_code == 200

    # everything that asks for a copy
    page = client.post(reverse("desk:archive", args=[source.pk]), follow=True).content.decode()
    assert "do not contact this site yet" in page.lower()
    client.post(reverse("desk:hurry", args=[asked_before.pk]))
    with pytest.raises(CommandError, match="do not contact this site yet"):
        call_command("archive_url", decoy.url("/other"))
    submit(user=room.author, item=current(source), version=current(source).version)
    workers_do_what_they_can()

    assert decoy.connections == 0
    assert fresh(asked_before).state == State.BLOCKED_POLICY
    assert Capture.objects.count() == 1


def test_once_it_is_lifted_the_page_is_archived(room: Newsroom, decoy: Origin) -> None:
    source = save(room, decoy.url(), "hold")
    client, form = at_desk(room.author), reverse("admin:dossiers_source_change", args=[source.pk])
    response = client.post(form, filled(client, form, archiving="now"))
    assert response.status_code == 302, errors_of(response)
    workers_do_what_they_can()
    assert decoy.connections == 1
    capture = Capture.objects.get()
    assert (capture.state, capture.title, capture.asked_for) == (State.SUCCEEDED, TITLE, source.pk)


def test_a_page_that_is_watched_is_not_looked_at_while_it_is_held(room: Newsroom, decoy: Origin) -> None:
    copy = queue(decoy.url())
    assert work.perform(copy.pk)
    keep_watch({copy.cited_url_id: copy.pk})
    watch, visits = Watch.objects.get(), decoy.connections
    save(room, decoy.url(), "hold")
    workers_do_what_they_can()
    assert Recheck.objects.get().result == Seen.NOT_CONTACTED
    assert decoy.connections == visits
    source = Source.objects.get()
    client, form = at_desk(room.author), reverse("admin:dossiers_source_change", args=[source.pk])
    client.post(form, filled(client, form, archiving="upload"))
    at_once()
    assert rechecks.perform(watch.pk)
    assert Recheck.objects.latest("pk").result == Seen.OK
    assert decoy.connections == visits + 1


def test_nobody_else_contacts_it_meanwhile(room: Newsroom, decoy: Origin) -> None:
    """A second source of the same site is told to ask, and is not archived by saving it."""
    save(room, decoy.url(), "hold")
    with pytest.raises(ActionError, match="Somebody on the desk asks not to contact this site yet"):
        room.source(url=decoy.url("/elsewhere"), archiving="now")
    workers_do_what_they_can()
    assert decoy.connections == 0


def test_without_the_hold_being_asked_about_the_site_is_hit(
    room: Newsroom, decoy: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the decoy."""
    queue(decoy.url())
    save(room, decoy.url(), "hold")
    monkeypatch.setattr(policy, "host_is_held", lambda _host: False)
    workers_do_what_they_can()
    assert decoy.connections == 1
