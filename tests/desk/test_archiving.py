"""A journalist follows an archived copy, asks again, and takes a request back."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.actions import cancel_capture
from casefiles.archive.models import Capture, HandlingEvent
from casefiles.archive.states import State
from casefiles.desk import copies
from casefiles.dossiers.actions import archive_again, create_case
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Confidentiality
from casefiles.lib import passing
from casefiles.review.states import state_of
from casefiles.review.transitions import State as Standing
from tests.copies import archived, finish
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom, current

URL = "https://agency.example/advisory"


def form_of(source: Source) -> str:
    return reverse("admin:dossiers_source_change", args=[source.pk])


def ask_path(source: Source) -> str:
    return reverse("desk:archive", args=[source.pk])


def test_the_state_is_told_in_words_with_what_to_do_next(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    client = at_desk(room.author)
    assert "It is archived as soon as a worker is free" in client.get(form_of(source)).content.decode()
    finish(Capture.objects.get(), outcome=State.GONE, sentence="The server said “404 not found”.", status=404)
    page = client.get(form_of(source)).content.decode()
    assert "404 not found" in page
    assert "look for the page elsewhere" in page


@pytest.mark.parametrize("state", State)
def test_no_advice_is_to_upload_what_cannot_be_uploaded_yet(state: State) -> None:
    assert "upload" not in copies._NEXT[state]


def test_a_journalist_can_ask_again(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    client = at_desk(room.teammate)
    assert "Archive it again" not in client.get(form_of(source)).content.decode(), "one is under way"
    finish(Capture.objects.get())
    assert "Archive it again" in client.get(form_of(source)).content.decode()
    page = client.post(ask_path(source), follow=True).content.decode()
    assert "Asked for another archived copy." in page
    assert Capture.objects.count() == 2
    assert Capture.objects.order_by("-requested_at")[0].requested_by == room.teammate


@pytest.mark.parametrize("archiving", ["hold", "upload"])
def test_a_site_that_is_not_to_be_contacted_has_no_button(room: Newsroom, archiving: str) -> None:
    source = room.source(url=URL, archiving=archiving)
    client = at_desk(room.author)
    page = client.get(form_of(source)).content.decode()
    assert "Archive it now</button>" not in page
    client.post(ask_path(source))
    assert not Capture.objects.exists()


def test_who_may_not_ask(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    finish(Capture.objects.get())
    assert "You may not change this" in at_desk(room.counsel).post(ask_path(source), follow=True).content.decode()
    for user in (room.outsider, room.administrator, room.superuser):
        assert at_desk(user).post(ask_path(source)).status_code == 404
    assert at_desk(room.author).get(ask_path(source)).status_code == 405
    assert at_desk(room.author).post(reverse("desk:archive", args=[uuid.uuid4()])).status_code == 404
    assert Capture.objects.count() == 1


def test_a_request_is_taken_back_once(room: Newsroom) -> None:
    room.source(url=URL, archiving="now")
    capture = Capture.objects.get()
    client = at_desk(room.author)
    page = client.get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert "Cancel it" in page
    path = reverse("desk:cancel", args=[capture.pk])
    assert at_desk(room.outsider).post(path).status_code == 404
    assert "Cancelled." in client.post(path, follow=True).content.decode()
    assert "already finished" in client.post(path, follow=True).content.decode()
    capture.refresh_from_db()
    assert capture.state == State.CANCELLED


def test_a_copy_is_opened_where_nothing_of_it_reaches_the_desk(room: Newsroom, settings: Settings) -> None:
    settings.ARCHIVE_LINK_KEY = "a key for links to sealed copies"
    room.source(url=URL, archiving="now")
    capture = finish(Capture.objects.get())
    path = reverse("desk:open", args=[capture.pk])
    page = at_desk(room.author).get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert f'href="{path}" target="_blank" rel="noopener"' in page
    led = at_desk(room.author).get(path).headers["Location"]
    ticket = led.removeprefix(f"{settings.REPLAY_URL}/sealed/").removesuffix(f"/captures/{capture.pk}/")
    assert passing.admits(ticket, capture.pk)
    assert HandlingEvent.objects.filter(capture=capture, kind="viewed", by=room.author).exists()
    assert at_desk(room.outsider).get(path).status_code == 404
    assert at_desk(room.author).post(path).status_code == 405


def test_what_cannot_be_opened_is_not_offered(room: Newsroom, settings: Settings) -> None:
    settings.ARCHIVE_LINK_KEY = "a key for links to sealed copies"
    room.source(url=URL, archiving="now")
    capture = Capture.objects.get()
    path = reverse("desk:open", args=[capture.pk])
    shown = reverse("admin:archive_capture_change", args=[capture.pk])
    assert path not in at_desk(room.author).get(shown).content.decode()
    assert at_desk(room.author).get(path).status_code == 404
    finish(capture)
    settings.ARCHIVE_LINK_KEY = ""
    assert path not in at_desk(room.author).get(shown).content.decode()
    assert at_desk(room.author).get(path).status_code == 404


@pytest.fixture
def elsewhere(room: Newsroom) -> Source:
    """The outsider cites, in a case of their own, the address that the newsroom's source has asked a copy of."""
    room.author.first_name = "Nora"
    room.author.save()
    room.source("A secret title", url=URL, archiving="now")
    case = create_case(
        user=room.outsider, slug="theirs", working_title="Theirs", confidentiality=Confidentiality.MEMBERS
    )
    return room.add(Source(title="The same page", url=URL, archiving="now"), user=room.outsider, case=case)


def test_who_cites_the_same_address_sees_the_copy_and_not_who_else_asked(room: Newsroom, elsewhere: Source) -> None:
    capture = Capture.objects.get()
    path = reverse("admin:archive_capture_change", args=[capture.pk])
    theirs = at_desk(room.outsider)
    for page in (
        theirs.get(path),
        theirs.get(reverse("admin:archive_capture_changelist")),
        theirs.get(form_of(elsewhere)),
    ):
        for secret in (room.author.display_name, "A secret title", "Cancel it"):
            assert secret not in page.content.decode()
    ours = at_desk(room.counsel).get(path).content.decode()
    assert "A secret title" in ours
    assert "The same page" not in ours
    assert f"by {room.author.display_name}" in ours
    cancel_capture(capture=capture, user=room.teammate)
    assert "Teammate" in at_desk(room.counsel).get(path).content.decode()
    assert "Teammate" not in theirs.get(path).content.decode(), "who cancelled it tells as much"


def test_a_request_is_taken_back_by_whoever_it_is_of(room: Newsroom, elsewhere: Source) -> None:
    """Who asked, and who compiles the case that it was made for; not who cites the same address elsewhere."""
    capture = Capture.objects.get()
    page, cancel = (
        reverse("admin:archive_capture_change", args=[capture.pk]),
        reverse("desk:cancel", args=[capture.pk]),
    )
    for user in (room.outsider, room.counsel):
        assert "Cancel it" not in at_desk(user).get(page).content.decode()
        assert "Only whoever asked" in at_desk(user).post(cancel, follow=True).content.decode()
    for user in (room.author, room.teammate):
        assert "Cancel it" in at_desk(user).get(page).content.decode()
    room.case.memberships.filter(user=room.teammate).delete()
    assert at_desk(room.teammate).post(cancel).status_code == 404
    assert not Capture.objects.get().is_finished
    assert "Cancelled." in at_desk(room.publisher).post(cancel, follow=True).content.decode()
    again = archive_again(user=room.outsider, source=elsewhere)
    ours = at_desk(room.author).post(reverse("desk:cancel", args=[again.pk]), follow=True)
    assert "Only whoever asked" in ours.content.decode()


def test_a_newer_copy_of_an_approved_source_is_cited_by_a_button(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    first = finish(Capture.objects.get())
    room.approve(source)
    client = at_desk(room.teammate)
    assert "Cite this copy" not in client.get(form_of(source)).content.decode(), "it cites the only one"
    newer = finish(archive_again(user=room.author, source=source))
    page = client.get(form_of(source)).content.decode()
    assert "Cite this copy" in page
    assert "the approval lapses" in page
    assert "Cite this copy" not in at_desk(room.counsel).get(form_of(source)).content.decode()
    path = reverse("desk:cite", args=[source.pk])
    fields = {"capture": newer.pk, "version": current(source).version}
    for wrong in ({"capture": uuid.uuid4()}, {"capture": "x"}, {"version": ""}, {"capture": archived().pk}):
        assert client.post(path, fields | wrong).status_code == 404
    assert "Somebody saved this" in client.post(path, fields | {"version": 1}, follow=True).content.decode()
    assert "You may not change this" in at_desk(room.counsel).post(path, fields, follow=True).content.decode()
    assert at_desk(room.outsider).post(path, fields).status_code == 404
    assert client.get(path).status_code == 405
    source.refresh_from_db()
    assert source.capture == first
    page = client.post(path, fields, follow=True).content.decode()
    assert "The source cites this copy now. Its approval lapsed with that" in page
    assert "Cite this copy" not in page
    source.refresh_from_db()
    assert (source.capture, state_of(current(source))) == (newer, Standing.LAPSED)


def test_a_draft_takes_the_newest_copy_by_itself(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    finish(Capture.objects.get())
    assert "Cite this copy" not in at_desk(room.author).get(form_of(source)).content.decode()


def test_the_copy_s_page_tells_what_is_in_it(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    capture = finish(Capture.objects.get(), text="The text.\n<script>alert(1)</script>", title="An advisory")
    page = at_desk(room.counsel).get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert "The text." in page
    assert "<script>alert" not in page
    for stored in capture.files.all():
        assert stored.digest in page
    assert form_of(source) in page
    hidden = at_desk(room.outsider).get(reverse("admin:archive_capture_change", args=[capture.pk]))
    assert hidden.status_code == 404


def test_a_damaged_copy_is_said(room: Newsroom) -> None:
    room.source(url=URL, archiving="now")
    capture = finish(Capture.objects.get())
    kept = store.path_of(capture.files.get(role="text").digest)
    kept.chmod(0o600)
    kept.write_text("something else")
    page = at_desk(room.author).get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert "no longer has the bytes it was stored with" in page


def test_a_case_that_contacts_nobody_starts_its_sources_on_hold(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = reverse("admin:dossiers_source_add") + f"?case={room.case.pk}"
    assert client.get(path).context["adminform"].form["archiving"].value() == "now"
    room.case.hold_sources = True
    room.case.save()
    assert client.get(path).context["adminform"].form["archiving"].value() == "hold"


def test_a_journalist_who_needs_it_now_says_so(room: Newsroom) -> None:
    source = room.source(url=URL, archiving="now")
    capture = Capture.objects.get()
    client = at_desk(room.teammate)
    assert "I need it now" in client.get(form_of(source)).content.decode()
    page = client.post(reverse("desk:hurry", args=[capture.pk]), follow=True).content.decode()
    assert "It goes before all others now." in page
    assert "It is needed now and goes before all others" in page
    assert "I need it now" not in page
    assert Capture.objects.get().needed_now
    finish(Capture.objects.get())
    page = client.post(reverse("desk:hurry", args=[capture.pk]), follow=True).content.decode()
    assert "This archived copy is already finished." in page


def test_nobody_hurries_what_they_may_not_see(room: Newsroom) -> None:
    case = create_case(
        user=room.outsider, slug="theirs", working_title="Theirs", confidentiality=Confidentiality.MEMBERS
    )
    room.add(Source(title="A page", url=URL, archiving="now"), user=room.outsider, case=case)
    path = reverse("desk:hurry", args=[Capture.objects.get().pk])
    assert at_desk(room.teammate).post(path).status_code == 404
    assert at_desk(room.outsider).get(path).status_code == 405
    assert not Capture.objects.get().needed_now


def test_a_copy_that_expired_says_so(room: Newsroom) -> None:
    room.source(url=URL, archiving="now")
    capture = finish(Capture.objects.get())
    Capture.objects.update(expired_at=capture.finished_at)
    page = at_desk(room.author).get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert "for nothing cited it." in page
    assert "Files that were stored" in page
    assert "There is no text in this copy." in page
    assert not HandlingEvent.objects.exists()


def test_a_store_that_is_down_is_said_and_breaks_no_page(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    source = room.source(url=URL, archiving="now")
    capture = finish(Capture.objects.get())
    statement = room.statement(source)

    def down(*_: object) -> None:
        raise store.OutOfReach("The store of archived files cannot be reached: https://objects.internal timed out")

    monkeypatch.setattr("casefiles.archive.store.folder.Folder.taken", down)
    client = at_desk(room.author)
    for path in (
        reverse("admin:archive_capture_change", args=[capture.pk]),
        reverse("admin:dossiers_statement_change", args=[statement.pk]),
    ):
        page = client.get(path).content.decode()
        assert "The store of archived files cannot be reached just now. Look again later." in page
        assert "objects.internal" not in page
    page = client.post(reverse("desk:export", args=[capture.pk]), follow=True).content.decode()
    assert "The copy cannot be taken along. The store of archived files cannot be reached just now." in page
