"""Who sees what at the desk. What is not theirs answers as what is not there."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from casefiles.archive.actions import request_capture
from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving, Kind
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom

LISTS = [f"dossiers_{kind.value.replace('_', '')}" for kind in Kind] + ["dossiers_item", "dossiers_case"]
WITH_SHARED = {"dossiers_actor", "dossiers_alias", "dossiers_publisher", "dossiers_item"}


def nobodys_places(room: Newsroom) -> list[str]:
    """Pages and buttons of things that do not exist."""
    statement, case = str(uuid.uuid4()), str(uuid.uuid4())
    return _places(statement, case)


def _places(statement: str, case: str) -> list[str]:
    return [
        reverse("admin:dossiers_statement_change", args=[statement]),
        reverse("admin:dossiers_statement_history", args=[statement]),
        reverse("desk:item", args=[statement]),
        reverse("admin:dossiers_case_change", args=[case]),
        reverse("desk:publish", args=[case]),
        reverse("desk:preview", args=[case]),
        reverse("admin:dossiers_statement_add") + f"?case={case}",
    ]


@pytest.mark.parametrize("stranger", ["outsider", "administrator", "superuser"])
def test_a_members_case_is_not_there_for_others(room: Newsroom, stranger: str) -> None:
    statement = room.statement(passage="A sentence nobody else may read.")
    client = at_desk(getattr(room, stranger))
    theirs = [client.get(path) for path in _places(str(statement.pk), str(room.case.pk))]
    nothing = [client.get(path) for path in nobodys_places(room)]
    assert {response.status_code for response in theirs} <= {403, 404}
    for mine, none in zip(theirs, nothing, strict=True):
        assert mine.status_code == none.status_code
        assert "A sentence nobody else may read." not in mine.content.decode()
        assert "The Exchange case" not in mine.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_members_alone_what_is_in_a_case(room: Newsroom, name: str) -> None:
    room.attribution(statement=room.statement(passage="A sentence nobody else may read."))
    path = reverse(f"admin:{name}_changelist")
    assert at_desk(room.teammate).get(path).status_code == 200
    seen = at_desk(room.outsider).get(path).content.decode()
    for words in ("A sentence nobody else may read.", "The Exchange case", "A statement", "Exchange"):
        assert words not in seen, words
    if name not in WITH_SHARED:
        assert "There is nothing here yet." in seen
    assert at_desk(room.administrator).get(path).status_code == 403


def test_the_control_a_member_reads_it(room: Newsroom) -> None:
    statement = room.statement(passage="A sentence nobody else may read.")
    client = at_desk(room.counsel)
    answers = [client.get(path, follow=True) for path in _places(str(statement.pk), str(room.case.pk))[:4]]
    assert [response.status_code for response in answers] == [200, 404, 200, 200]  # nobody has a history page
    assert "A sentence nobody else may read." in client.get(reverse("admin:dossiers_item_changelist")).content.decode()


def test_counsel_reads_and_saves_nothing(room: Newsroom) -> None:
    statement = room.statement()
    client = at_desk(room.counsel)
    path = reverse("admin:dossiers_statement_change", args=[statement.pk])
    page = client.get(path).content.decode()
    assert 'name="_save"' not in page
    assert 'name="passage"' not in page
    assert client.post(path, {"passage": "Changed.", "expected_version": 1}).status_code == 403
    assert client.get(reverse("admin:dossiers_statement_add") + f"?case={room.case.pk}").status_code == 403
    statement.refresh_from_db()
    assert statement.passage == "They did it."


def test_nobody_sees_anything_without_logging_in(room: Newsroom, client: Client) -> None:
    for path in [*_places(str(room.statement().pk), str(room.case.pk)), reverse("admin:index")]:
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/login/")


def test_the_desk_is_kept_by_no_cache(room: Newsroom) -> None:
    for path in ("/", reverse("desk:publish", args=[room.case.pk])):
        assert "no-store" in at_desk(room.publisher).get(path)["Cache-Control"]


def test_choosers_offer_what_belongs_to_the_case(room: Newsroom) -> None:
    room.source("Ours")
    another = create_case(user=room.author, slug="another", working_title="Another case")
    room.add(Source(title="Theirs", archiving=Archiving.UPLOAD), case=another)
    query = {"app_label": "dossiers", "model_name": "statement", "field_name": "source", "term": ""}
    client = at_desk(room.author)
    names = {row["text"] for row in client.get("/autocomplete/", query | {"for_case": room.case.pk}).json()["results"]}
    assert names == {"Ours"}
    everything = {row["text"] for row in client.get("/autocomplete/", query).json()["results"]}
    assert everything == {"Ours", "Theirs"}
    assert client.get("/autocomplete/", query | {"for_case": "x"}).status_code == 404
    assert at_desk(room.outsider).get("/autocomplete/", query | {"for_case": room.case.pk}).json()["results"] == []


def test_a_note_may_be_about_what_cases_share(room: Newsroom) -> None:
    room.operation("Ours")
    room.actor("China")
    another = create_case(user=room.author, slug="another", working_title="Another case")
    room.add(Source(title="Theirs", archiving=Archiving.UPLOAD), case=another)
    query = {"app_label": "dossiers", "model_name": "notesubject", "field_name": "subject", "term": ""}
    found = at_desk(room.author).get("/autocomplete/", query | {"for_case": room.case.pk}).json()["results"]
    assert {row["text"] for row in found} == {"Ours", "China"}


def test_requests_for_copies_are_seen_by_who_sees_the_case(room: Newsroom) -> None:
    room.source(url="https://secret.example/page", archiving="now")
    request_capture(url="https://operator.example/", requested_by=None, tell_workers=False)
    path = reverse("admin:archive_capture_changelist")
    assert "secret.example" in at_desk(room.teammate).get(path).content.decode()
    for user in (room.teammate, room.outsider):
        assert "operator.example" not in at_desk(user).get(path).content.decode()
    assert "secret.example" not in at_desk(room.outsider).get(path).content.decode()
