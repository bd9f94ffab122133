"""An archived copy as readers may see it, by its access."""

import datetime
import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from casefiles.archive import chain, custody, store
from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, FileRole, Handling
from casefiles.lib import freshness
from casefiles.replay import access, views
from tests.copies import finish
from tests.replay.pages import body_of

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2021, 7, 19, 14, 2, 11, tzinfo=datetime.UTC)
TEXT = "A headline\n\nThe first paragraph.\n<script>alert(1)</script>\n"


def capture(access: str, text: str = TEXT) -> Capture:
    """A finished capture with a stored text."""
    made = request_capture(
        url="https://news.example/page", requested_by=None, reason="Words of the desk alone", tell_workers=False
    )
    finish(made, text=text, title="A page <b>", final_url="https://news.example/page?moved", started_at=AT)
    Capture.objects.filter(pk=made.pk).update(access=access)
    made.refresh_from_db()
    return made


def path(made: Capture) -> str:
    return f"/captures/{made.pk}/"


def test_a_public_copy_shows_its_text_as_text(client: Client) -> None:
    made = capture(Access.PUBLIC)
    response = client.get(path(made))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<p>The first paragraph.</p>" in page
    assert "<script" not in page
    assert "Archived 19 July 2021, 14:02 UTC, whole page." in page
    assert "19 July 2021, 14:02:11 UTC" in page
    assert "https://news.example/page?moved" in page
    for stored in made.files.all():
        assert stored.digest in page
    assert "Words of the desk alone" not in page
    assert 'href="https://news.example' not in page, "an archived address is text, not a way out"


def test_a_private_copy_shows_that_it_is_and_not_what_it_says(client: Client) -> None:
    made = capture(Access.PRIVATE)
    page = client.get(path(made)).content.decode()
    assert "The first paragraph." not in page
    assert "The whole copy is not open to readers." in page
    assert "Archived 19 July 2021" in page


def test_a_sealed_copy_answers_as_one_that_never_was(client: Client) -> None:
    sealed = capture(Access.SEALED)
    answers = [
        client.get(found) for found in (path(sealed), f"/captures/{uuid.uuid4()}/", "/captures/x/", "/", "/admin/")
    ]
    assert {response.status_code for response in answers} == {404}
    assert len({(response.content, str(sorted(response.headers.items()))) for response in answers}) == 1
    tag = client.get(path(capture(Access.PUBLIC))).headers["ETag"]
    assert client.get(path(sealed), headers={"If-None-Match": tag}).status_code == 404
    assert client.get(path(sealed), headers={"If-None-Match": "*"}).status_code == 404


def test_without_the_guard_a_sealed_copy_would_show(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = capture(Access.SEALED)
    monkeypatch.setattr(access, "seen", lambda *_: sealed)
    assert client.get(path(sealed)).status_code == 200


def test_a_copy_taken_down_leaves_its_digests(client: Client) -> None:
    made = capture(Access.TAKEN_DOWN)
    response = client.get(path(made))
    page = response.content.decode()
    assert response.status_code == 410
    assert "The first paragraph." not in page
    assert "news.example" not in page
    assert "A page &lt;b" not in page
    assert all(stored.digest in page for stored in made.files.all())


def test_a_damaged_text_is_said(client: Client) -> None:
    made = capture(Access.PUBLIC)
    stored = store.path_of(made.files.get(role=FileRole.TEXT).digest)
    stored.chmod(0o600)
    stored.write_bytes(b"something else")
    page = client.get(path(made)).content.decode()
    assert "The stored text cannot be read, or is not what was stored." in page
    assert "something else" not in page


def test_a_copy_without_text_says_so(client: Client) -> None:
    made = capture(Access.PUBLIC, text="")
    assert "No text could be extracted" in client.get(path(made)).content.decode()


def test_a_very_long_text_is_cut_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LONGEST", 20)
    page = client.get(path(capture(Access.PUBLIC, text="word " * 20))).content.decode()
    assert "The text goes on" in page
    assert page.count("word ") < 20


def test_headers(client: Client) -> None:
    made = capture(Access.PUBLIC)
    response = client.get(path(made))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "public" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    again = client.get(path(made), headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert client.post(path(made)).status_code == 405


def test_a_change_of_access_changes_the_tag(client: Client) -> None:
    made = capture(Access.PUBLIC)
    tag = client.get(path(made)).headers["ETag"]
    Capture.objects.filter(pk=made.pk).update(access=Access.TAKEN_DOWN)
    assert client.get(path(made), headers={"If-None-Match": tag}).status_code == 410


def test_what_is_drawn_otherwise_has_a_new_tag(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    made = capture(Access.PUBLIC)
    tags = [client.get(path(made)).headers["ETag"]]
    assert client.get(path(made)).headers["ETag"] == tags[0]
    for setting in ("PUBLIC_URL", "NEWSROOM_NAME"):
        setattr(settings, setting, "https://elsewhere.example")
        tags.append(client.get(path(made)).headers["ETag"])
    monkeypatch.setattr(freshness, "_code", lambda: "other code")
    tags.append(client.get(path(made)).headers["ETag"])
    assert len(set(tags)) == 4


def test_it_takes_four_queries_and_what_events_say_is_read_for_the_page_alone(client: Client) -> None:
    made = capture(Access.PUBLIC)
    with CaptureQueriesContext(connection) as queries:
        client.get(path(made))
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        body_of(client.get(f"{path(made)}download/text/"))
    assert len(queries) == 3
    assert not any('"document"' in query["sql"] for query in queries.captured_queries)


def test_the_custody_of_an_open_copy_is_told_and_can_be_checked(client: Client) -> None:
    made = capture(Access.PUBLIC)
    page = client.get(path(made)).content.decode()
    assert "It ended: archived." in page
    assert 'href="custody.json"' in page
    response = client.get(f"{path(made)}custody.json")
    assert response.headers["Content-Type"] == "application/json"
    assert "public" in response.headers["Cache-Control"]
    found = json.loads(response.content)
    assert list(chain.faults(found)) == []
    assert [entry["digest"] for entry in found["record"]] == list(made.custody.values_list("digest", flat=True))
    assert b"Words of the desk alone" not in response.content
    assert (
        client.get(f"{path(made)}custody.json", headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize("access", [Access.SEALED, Access.PRIVATE, Access.TAKEN_DOWN])
def test_the_custody_of_other_copies_is_not_there(client: Client, access: str) -> None:
    made = capture(access)
    assert client.get(f"{path(made)}custody.json").status_code == (410 if access == Access.TAKEN_DOWN else 404)
    assert "It ended: archived." not in client.get(path(made)).content.decode()


def test_readers_cannot_tell_that_the_desk_looked(client: Client) -> None:
    made = capture(Access.PUBLIC)
    before = [client.get(address) for address in (path(made), f"{path(made)}custody.json")]
    custody.handle(made, Handling.VIEWED, {"shown": "copy"}, by=None)
    after = [client.get(address) for address in (path(made), f"{path(made)}custody.json")]
    assert [(one.content, one.headers["ETag"]) for one in after] == [
        (one.content, one.headers["ETag"]) for one in before
    ]
