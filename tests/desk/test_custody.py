"""What the desk shows of a copy's custody, to whom, and what is taken along."""

import io
import json
import zipfile

import pytest
from django.http import FileResponse
from django.urls import reverse

from casefiles.accounts.models import User
from casefiles.archive import chain, store
from casefiles.archive.models import Capture, HandlingEvent
from casefiles.desk.copy_rights import may_see_handling
from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving, Confidentiality
from tests.copies import finish
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom

URL = "https://agency.example/advisory"


@pytest.fixture
def copy(room: Newsroom) -> Capture:
    room.source(url=URL, archiving="now")
    return finish(Capture.objects.get())


def page_of(copy: Capture, user: User) -> str:
    response = at_desk(user).get(reverse("admin:archive_capture_change", args=[copy.pk]))
    assert response.status_code == 200
    return response.content.decode()


def taken(copy: Capture, user: User, form: str = "whole") -> dict[str, bytes]:
    response = at_desk(user).post(reverse("desk:export", args=[copy.pk]), {"form": form})
    assert isinstance(response, FileResponse)
    assert f'filename="archived-copy-{copy.pk}.zip"' in response.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as opened:  # type: ignore[arg-type]
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_every_view_is_recorded_and_shown(room: Newsroom, copy: Capture) -> None:
    page_of(copy, room.author)
    page = page_of(copy, room.teammate)
    assert [each.by for each in HandlingEvent.objects.order_by("number")] == [room.author, room.teammate]
    assert "Views and exports: 2" in page
    assert f"By {room.author.display_name}." in page
    assert "It ended: archived." in page


def test_looking_at_a_passage_is_a_view(room: Newsroom, copy: Capture) -> None:
    statement = room.statement(Source.objects.get(), passage="What the page says.")
    at_desk(room.reviewer).get(reverse("admin:dossiers_statement_change", args=[statement.pk]))
    assert HandlingEvent.objects.get().event["detail"] == {"shown": "passage"}
    assert HandlingEvent.objects.get().by == room.reviewer


def test_a_request_without_a_copy_is_not_viewed(room: Newsroom) -> None:
    room.source(url=URL, archiving="now")
    page = page_of(Capture.objects.get(), room.author)
    assert not HandlingEvent.objects.exists()
    assert "was asked for." in page
    assert "Take it along" not in page


def test_the_copy_and_its_record_are_taken_along_together(room: Newsroom, copy: Capture) -> None:
    found = taken(copy, room.author)
    assert set(found) == {"copy.wacz", "text.txt", "custody.json", "READ-ME.txt"}
    assert found["copy.wacz"] == store.read(copy.files.get(role="wacz").digest)
    whole = json.loads(found["custody.json"])
    assert list(chain.faults(whole)) == []
    assert whole["handling"][0]["event"]["kind"] == "exported"
    assert whole["record"][0]["withheld"]["by"]["name"] == room.author.display_name


def test_the_public_form_is_taken_along_without_names(room: Newsroom, copy: Capture) -> None:
    found = taken(copy, room.author, "public")
    assert "handling" not in json.loads(found["custody.json"])
    assert room.author.display_name.encode() not in found["custody.json"]
    assert HandlingEvent.objects.get().event["detail"] == {"form": "public"}


def test_names_are_for_those_who_see_every_case_that_cites_the_address(room: Newsroom, copy: Capture) -> None:
    """Somebody whom one does not expect among the viewers would tell that they have a case of their own."""
    room.author.first_name = "Nora"
    room.author.save()
    page_of(copy, room.author)
    assert may_see_handling(room.author, copy)
    assert "By Nora." in page_of(copy, room.author)
    assert not may_see_handling(room.outsider, copy)
    case = create_case(
        user=room.outsider, slug="theirs", working_title="Theirs", confidentiality=Confidentiality.MEMBERS
    )
    room.add(Source(title="The same page", url=URL, archiving=Archiving.NOW), user=room.outsider, case=case)
    for user in (room.author, room.outsider):
        assert not may_see_handling(user, copy)
        page = page_of(copy, user)
        assert "By Nora." not in page
        assert "Views and exports" not in page
        assert "Take it along, with names" not in page
        found = json.loads(taken(copy, user, "whole")["custody.json"])
        assert "handling" not in found
        assert "Nora" not in json.dumps(found)


def test_others_do_not_see_a_copy_and_take_none_along(room: Newsroom, copy: Capture) -> None:
    path = reverse("desk:export", args=[copy.pk])
    assert at_desk(room.outsider).post(path).status_code == 404
    assert at_desk(room.author).get(path).status_code == 405


def test_a_damaged_copy_is_not_taken_along(room: Newsroom, copy: Capture) -> None:
    store.path_of(copy.files.get(role="wacz").digest).unlink()
    response = at_desk(room.author).post(reverse("desk:export", args=[copy.pk]), follow=True)
    assert "The copy cannot be taken along." in response.content.decode()
