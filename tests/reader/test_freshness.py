"""What readers' caches may keep, and when they must ask again."""

import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from casefiles.editions.models import CaseCard
from casefiles.lib import freshness as lib_freshness
from tests.editions.documents import SECOND_AT
from tests.editions.drafts import small_case
from tests.editions.removals import withhold

pytestmark = pytest.mark.django_db

PATHS = (
    "/",
    "/cases/case-1/",
    "/cases/case-1/editions/",
    "/cases/case-1/editions/1/",
    "/cases/case-1/editions/1/document.json",
    "/cases/case-1/sources/S1/",
)
API_PATHS = (
    "/api/v1/cases/",
    "/api/v1/cases/case-1/",
    "/api/v1/cases/case-1/editions/",
    "/api/v1/cases/case-1/editions/1/",
    "/api/v1/cases/case-1/editions/1/document.json",
)


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_page_is_not_sent_twice(client: Client, path: str) -> None:
    small_case(1).publish()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "public" in first.headers["Cache-Control"]
    assert "max-age=15" in first.headers["Cache-Control"]


@pytest.mark.parametrize("path", PATHS)
def test_the_next_edition_and_a_removal_change_every_tag(client: Client, path: str) -> None:
    draft = small_case(1)
    edition = draft.publish()
    tags = [client.get(path).headers["ETag"]]
    draft.publish("update", "News.", SECOND_AT)
    tags.append(client.get(path).headers["ETag"])
    withhold(edition, "S2")
    tags.append(client.get(path).headers["ETag"])
    assert len(set(tags)) == 3


def test_what_is_withheld_leaves_home_api_and_actor_pages_too(client: Client) -> None:
    edition = small_case(1).publish()
    actor = edition.rows.filter(kind="actor").first()
    assert actor is not None
    paths = ("/", "/api/v1/cases/", "/api/v1/cases/case-1/", f"/actors/{actor.item_id}/", "/cases/case-1/")
    tags = {}
    for path in paths:
        before = client.get(path)
        assert "Case 1" in before.content.decode(), path
        tags[path] = before.headers["ETag"]
    withhold(edition, str(edition.rows.get(kind="case_text").item_id))
    for path in paths:
        after = client.get(path, headers={"If-None-Match": tags[path]})
        assert after.status_code == 200
        assert "Case 1" not in after.content.decode(), path
        assert "Short." not in after.content.decode(), path


@pytest.mark.parametrize("path", ["/", "/cases/case-1/", "/api/v1/cases/", "/api/v1/cases/case-1/"])
def test_cards_made_anew_change_the_tag(client: Client, path: str) -> None:
    small_case(1).publish()
    before = client.get(path).headers["ETag"]
    CaseCard.objects.update(title="Something else")
    assert client.get(path).headers["ETag"] != before


def test_another_case_changes_the_home_page_alone(client: Client) -> None:
    small_case(1).publish()
    before = {path: client.get(path).headers["ETag"] for path in ("/", "/cases/case-1/")}
    small_case(2).publish()
    assert client.get("/").headers["ETag"] != before["/"]
    assert client.get("/cases/case-1/").headers["ETag"] == before["/cases/case-1/"]


def test_what_is_drawn_otherwise_has_a_new_tag(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    small_case(1).publish()
    paths = (*PATHS, *API_PATHS)
    before = {path: client.get(path).headers["ETag"] for path in paths}
    assert {path: client.get(path).headers["ETag"] for path in paths} == before
    monkeypatch.setattr(lib_freshness, "_code", lambda: "other code")
    for path in paths:
        assert client.get(path).headers["ETag"] != before[path], path


@pytest.mark.parametrize("setting", ["PUBLIC_URL", "REPLAY_URL", "NEWSROOM_NAME"])
def test_what_settings_say_on_pages_changes_their_tags(client: Client, settings: Settings, setting: str) -> None:
    small_case(1).publish()
    paths = (*PATHS, *API_PATHS)
    before = {path: client.get(path).headers["ETag"] for path in paths}
    setattr(settings, setting, "https://elsewhere.example")
    for path in paths:
        assert client.get(path).headers["ETag"] != before[path], path


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "path",
    [
        "/cases/never/",
        "/cases/never/editions/1/",
        "/cases/case-1/editions/0/",
        "/cases/case-1/editions/2/",
        "/cases/case-1/editions/2/document.json",
        "/cases/case-1/editions/99999999999999999999/",
        "/cases/case-1/sources/S3/",
        "/cases/case-1/sources/S2/",
        "/cases/never/sources/S1/",
        "/actors/{never}/",
        "/actors/{source}/",
        "/actors/{withheld}/",
    ],
)
def test_what_is_not_there_is_not_unchanged(client: Client, path: str, method: str) -> None:
    edition = small_case(1).publish()
    accuser, accused = edition.rows.filter(kind="actor")
    withhold(edition, str(accused.item_id))
    withhold(edition, "S2")
    source = edition.rows.get(number="S1").item_id
    path = path.format(never=uuid.uuid4(), source=source, withheld=accused.item_id)
    response = getattr(client, method)(path, headers={"If-None-Match": "*"})
    assert response.status_code == 404
    assert "ETag" not in response.headers
    for there in ("/cases/case-1/sources/S1/", f"/actors/{accuser.item_id}/", "/cases/case-1/editions/1/"):
        assert getattr(client, method)(there, headers={"If-None-Match": "*"}).status_code == 304


def test_a_source_of_an_older_edition_is_there(client: Client) -> None:
    draft = small_case(1)
    first = draft.publish()
    gone = next(key for key, body in draft.bodies.items() if body["kind"] == "attribution")
    statement = draft.bodies[gone]["fields"]["statement"]
    source = draft.bodies[statement]["fields"]["source"]
    for item_id in (gone, statement, source):
        draft.withdraw(item_id)
    draft.publish("update", "News.", SECOND_AT)
    path = f"/cases/case-1/sources/{first.rows.get(item_id=source).number}/"
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_is_set_and_none_is_looked_at(client: Client, path: str) -> None:
    small_case(1).publish()
    plain = client.get(path)
    client.cookies["casefiles_desk"] = "something"
    with_cookie = client.get(path)
    assert not plain.cookies
    assert "Cookie" not in plain.headers.get("Vary", "")
    assert plain.content == with_cookie.content


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_read_and_nothing_else(client: Client, path: str) -> None:
    small_case(1).publish()
    assert client.post(path).status_code == 405
    assert client.delete(path).status_code == 405
    assert client.head(path).status_code == 200


def test_the_policy_allows_no_inline_script_or_style(client: Client) -> None:
    small_case(1).publish()
    response = client.get("/cases/case-1/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    page = response.content.decode()
    assert "<script" not in page
    assert " style=" not in page
