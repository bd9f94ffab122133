"""How far publishing opens archived copies, and what readers are told of them."""

from typing import Any

import pytest

from casefiles.archive.actions import cancel_capture, open_capture, request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, State
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from tests.copies import archived, finish
from tests.newsroom import Newsroom
from tests.publishing.shortcuts import body_of, change, publish, withdrawn

URL = "https://news.example/page"


@pytest.fixture(autouse=True)
def _ready(room: Newsroom) -> None:
    room.approve(room.text(), room.operation())


def cited(room: Newsroom, capture: Capture, **fields: Any) -> Source:
    """A source whose newest archived copy is ``capture``, approved."""
    source = room.source("A page", url=capture.cited_url.url, archiving=Archiving.NOW, **fields)
    room.approve(source)
    source.refresh_from_db()
    assert source.capture_id == capture.pk
    return source


def access(capture: Capture) -> str:
    return Capture.objects.get(pk=capture.pk).access


@pytest.mark.parametrize(("whole", "level"), [(True, Access.PUBLIC), (False, Access.PRIVATE)])
def test_a_copy_is_opened_as_far_as_its_source_says(room: Newsroom, whole: bool, level: Access) -> None:
    capture = archived(URL)
    source = cited(room, capture, show_whole_copy=whole)
    assert access(capture) == Access.SEALED, "an approval opens nothing"
    told = body_of(publish(room), source)["fields"]["archived"]
    assert access(capture) == level
    assert told["whole_copy"] is whole
    assert told["capture"] == str(capture.pk)
    assert {stored["role"] for stored in told["files"]} == {"wacz", "text"}


def test_copies_that_nothing_published_cites_stay_sealed(room: Newsroom) -> None:
    older = archived(URL)
    newest = archived(URL)
    cited(room, newest, show_whole_copy=True)
    other = archived("https://news.example/other")
    draft = room.source("A draft", url=other.cited_url.url, archiving=Archiving.NOW, show_whole_copy=True)
    publish(room)
    assert (access(older), access(newest), access(other)) == (Access.SEALED, Access.PUBLIC, Access.SEALED)
    assert draft.pk


def test_what_was_opened_stays_open(room: Newsroom) -> None:
    capture = archived(URL)
    source = cited(room, capture, show_whole_copy=True)
    publish(room)
    change(room, source, show_whole_copy=False)
    room.approve(source)
    second = publish(room, kind="update", note="The passages alone.")
    assert body_of(second, source)["fields"]["archived"]["whole_copy"] is False
    assert access(capture) == Access.PUBLIC, "the first edition says that it is open"
    withdrawn(room, source)
    publish(room, kind="update", note="One source less.")
    assert access(capture) == Access.PUBLIC


def test_what_was_private_is_opened_further(room: Newsroom) -> None:
    capture = archived(URL)
    source = cited(room, capture)
    publish(room)
    change(room, source, show_whole_copy=True)
    room.approve(source)
    publish(room, kind="update", note="The whole page.")
    assert access(capture) == Access.PUBLIC


def test_what_was_taken_down_stays_down(room: Newsroom) -> None:
    capture = archived(URL)
    cited(room, capture, show_whole_copy=True)
    open_capture(capture_id=capture.pk, level=Access.PRIVATE, user=None)
    Capture.objects.filter(pk=capture.pk).update(access=Access.TAKEN_DOWN)
    publish(room)
    assert access(capture) == Access.TAKEN_DOWN


def test_a_refused_publication_opens_nothing(room: Newsroom) -> None:
    capture = archived(URL)
    cited(room, capture, show_whole_copy=True)
    room.approve(room.text(title="A second text"))
    with pytest.raises(Exception, match="two approved case texts"):
        publish(room)
    assert access(capture) == Access.SEALED


NOT_ARCHIVED = {
    Archiving.UPLOAD: "There is no archived copy of this source.",
    Archiving.HOLD: "This source has not been archived: its site was not contacted.",
}


@pytest.mark.parametrize("archiving", NOT_ARCHIVED)
def test_readers_are_told_why_there_is_no_copy(room: Newsroom, archiving: Archiving) -> None:
    source = room.source("A page", url=URL, archiving=archiving)
    room.approve(source)
    fields = body_of(publish(room), source)["fields"]
    assert fields["not_archived"] == NOT_ARCHIVED[archiving]
    assert "archived" not in fields


def test_of_requests_that_were_taken_back_readers_learn_nothing(room: Newsroom) -> None:
    capture = request_capture(url=URL, requested_by=room.teammate, reason="For the secret case", tell_workers=False)
    cancel_capture(capture=capture, user=room.teammate)
    source = room.source("A page", url=URL, archiving=Archiving.UPLOAD)
    change(room, source, archiving=Archiving.NOW)
    for asked in Capture.objects.filter(state=State.QUEUED):
        cancel_capture(capture=asked, user=room.teammate)
    room.approve(source)
    fields = body_of(publish(room), source)["fields"]
    assert fields["not_archived"] == "This source could not be archived."
    told = str(fields)
    assert "ancelled" not in told
    for inside in (room.teammate.display_name, str(room.teammate.pk), "secret"):
        assert inside not in told


def test_why_and_by_whom_a_copy_was_asked_for_stays_inside(room: Newsroom) -> None:
    capture = finish(request_capture(url=URL, requested_by=room.teammate, reason="A tip", tell_workers=False))
    source = cited(room, capture)
    told = str(body_of(publish(room), source))
    for inside in ("A tip", str(room.teammate.pk), room.teammate.username):
        assert inside not in told
