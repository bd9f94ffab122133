"""Publishing at the desk: the preview, the plain list, and exactly that or nothing."""

import uuid

from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from casefiles.desk import released
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Attribution, Statement
from casefiles.editions.models import Edition
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom, current


def publish_path(room: Newsroom) -> str:
    return reverse("desk:publish", args=[room.case.pk])


def confirmed(client: Client, room: Newsroom, **fields: str) -> dict[str, str]:
    """What the page's form would post."""
    return {"confirmed": client.get(publish_path(room)).context["plan"].confirmation, "kind": "first"} | fields


def compiled(room: Newsroom) -> Statement:
    """A case whose every item is approved."""
    room.text()
    claim = room.attribution()
    room.approve_all()
    return claim.statement


def edit(room: Newsroom, statement: Statement, passage: str) -> None:
    statement.passage = passage
    save_item(user=room.author, row=statement, expected_version=current(statement).version, fields=["passage"])


def test_a_publishing_editor_confirms_and_it_is_public(room: Newsroom, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://cases.example"
    compiled(room)
    client = at_desk(room.publisher)
    page = client.get(publish_path(room)).content.decode()
    assert "What goes out: 7 items" in page
    assert "Nothing: everything in the case is approved." in page
    assert "https://cases.example/cases/exchange/" in page
    response = client.post(publish_path(room), confirmed(client, room), follow=True)
    assert Edition.objects.get().number == 1
    assert "Published as version 1: https://cases.example/cases/exchange/" in response.content.decode()
    assert "Version 1" in response.content.decode()


def test_the_preview_is_the_readers_page_and_publishes_nothing(room: Newsroom, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://cases.example"
    compiled(room)
    room.statement(passage="Not approved.")
    client = at_desk(room.publisher)
    page = client.get(reverse("desk:preview", args=[room.case.pk])).content.decode()
    assert "Preview of version 1: nothing on this page is published." in page
    assert "They did it." in page
    assert "Not approved." not in page
    assert 'href="https://cases.example/' in page, "links lead to the readers' host"
    assert 'href="/static/reader/reader.css"' in page, "and styles come from the desk's own"
    assert not Edition.objects.exists()
    assert client.get("/").status_code == 200, "the desk's own addresses are back"
    assert 'href="/dossiers/case/' in client.get("/").content.decode()


def test_everybody_who_reads_the_case_may_see_the_preview(room: Newsroom) -> None:
    compiled(room)
    path = reverse("desk:preview", args=[room.case.pk])
    for user in (room.author, room.reviewer, room.counsel):
        page = at_desk(user).get(path).content.decode()
        assert "They did it." in page
        assert path in at_desk(user).get(reverse("admin:dossiers_case_change", args=[room.case.pk])).content.decode()
    for user in (room.outsider, room.administrator, room.superuser):
        assert at_desk(user).get(path).status_code == 404


def test_what_stays_out_is_named_with_its_reason(room: Newsroom) -> None:
    compiled(room)
    room.statement(passage="Only a draft.")
    page = at_desk(room.publisher).get(publish_path(room)).content.decode()
    assert "An official: Only a draft." in page
    assert "It is a draft that nobody has submitted for review." in page


def test_after_a_change_nothing_is_published_and_the_list_is_told(room: Newsroom) -> None:
    statement = compiled(room)
    client = at_desk(room.publisher)
    fields = confirmed(client, room)
    edit(room, statement, "They did it, we think.")
    response = client.post(publish_path(room), fields)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Something changed since you looked." in page
    assert "It was changed after it was approved" in page
    assert not Edition.objects.exists()


def test_the_control_the_new_list_can_be_confirmed(room: Newsroom) -> None:
    statement = compiled(room)
    client = at_desk(room.publisher)
    edit(room, statement, "They did it, we think.")
    room.approve_all()
    assert client.post(publish_path(room), confirmed(client, room)).status_code == 302
    assert Edition.objects.count() == 1


def test_with_nothing_approved_it_says_why_and_offers_no_button(room: Newsroom) -> None:
    room.text()
    client = at_desk(room.publisher)
    response = client.get(publish_path(room))
    page = response.content.decode()
    assert "It cannot be published yet" in page
    assert "There is no approved case text" in page
    assert 'name="confirmed"' not in page
    refused = client.post(publish_path(room), confirmed(client, room))
    assert refused.status_code == 400
    assert not Edition.objects.exists()


def test_a_correction_needs_its_note(room: Newsroom) -> None:
    statement = compiled(room)
    room.publish()
    edit(room, statement, "They did not do it.")
    room.approve_all()
    client = at_desk(room.publisher)
    page = client.get(publish_path(room)).content.decode()
    assert "<ins>" in page, "what changed is shown word by word"
    response = client.post(publish_path(room), confirmed(client, room, kind="correction"))
    assert response.status_code == 400
    assert "Tell readers what was wrong" in response.content.decode()
    fields = confirmed(client, room, kind="correction", note="We said that they did.")
    assert client.post(publish_path(room), fields).status_code == 302
    assert [edition.kind for edition in Edition.objects.order_by("number")] == ["first", "correction"]


def test_a_refused_note_is_still_there(room: Newsroom) -> None:
    statement = compiled(room)
    room.publish()
    client = at_desk(room.publisher)
    fields = confirmed(client, room, kind="correction", note="A long note, written with care.")
    edit(room, statement, "Changed.")
    page = client.post(publish_path(room), fields).content.decode()
    assert "A long note, written with care.</textarea>" in page


def retraction(client: Client, room: Newsroom, **fields: str) -> dict[str, str]:
    """What the page's other form would post."""
    seen = client.get(publish_path(room)).context["retraction"]
    return {"confirmed": seen.confirmation, "kind": "retraction"} | fields


def test_a_case_is_retracted_whatever_forbids_an_update(room: Newsroom) -> None:
    compiled(room)
    client = at_desk(room.publisher)
    assert "Retract this case" not in client.get(publish_path(room)).content.decode(), "nothing is published yet"
    first = room.publish()
    text = room.case.items.get(kind="case_text").casetext
    text.title = "Not approved"
    save_item(user=room.author, row=text, expected_version=current(text).version, fields=["title"])
    page = client.get(publish_path(room)).content.decode()
    assert "It cannot be published yet" in page
    assert 'id="kind-update"' not in page
    assert "Retract this case …" in page
    response = client.post(publish_path(room), retraction(client, room, note="It cannot be stood up."), follow=True)
    assert "Published as version 2" in response.content.decode()
    second = Edition.objects.get(number=2)
    assert (second.kind, second.note) == ("retraction", "It cannot be stood up.")
    assert list(second.rows.values_list("digest")) == list(first.rows.values_list("digest"))


def test_a_refused_retraction_keeps_its_note_in_its_own_form(room: Newsroom) -> None:
    compiled(room)
    room.publish()
    client = at_desk(room.publisher)
    response = client.post(publish_path(room), retraction(client, room, note="With care.") | {"confirmed": "0" * 64})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("With care.</textarea>") == 1
    assert "<details open><summary>Retract this case" in page
    assert client.post(publish_path(room), retraction(client, room, note=" ")).status_code == 400
    assert Edition.objects.count() == 1


def test_an_update_form_offers_no_retraction_and_there_is_none_without_an_update(room: Newsroom) -> None:
    statement = compiled(room)
    room.publish()
    client = at_desk(room.publisher)
    page = client.get(publish_path(room)).content.decode()
    assert "Nothing differs from version 1." in page
    assert 'id="kind-correction"' not in page
    assert "<details><summary>Retract this case" in page
    edit(room, statement, "They did it, we think.")
    room.approve_all()
    page = client.get(publish_path(room)).content.decode()
    assert 'id="kind-correction"' in page
    assert 'id="kind-retraction"' not in page
    assert "<details><summary>Retract this case" in page


def test_who_may_not_publish(room: Newsroom) -> None:
    compiled(room)
    fields = confirmed(at_desk(room.publisher), room)
    for user in (room.author, room.reviewer, room.counsel):
        client = at_desk(user)
        assert client.get(publish_path(room)).status_code == 403
        assert client.post(publish_path(room), fields).status_code == 403
    for user in (room.outsider, room.administrator, room.superuser):
        assert at_desk(user).post(publish_path(room), fields).status_code == 404
    nothing = reverse("desk:publish", args=[uuid.uuid4()])
    assert at_desk(room.publisher).get(nothing).status_code == 404
    assert not Edition.objects.exists()


def test_twice_is_once(room: Newsroom) -> None:
    compiled(room)
    client = at_desk(room.publisher)
    fields = confirmed(client, room)
    assert client.post(publish_path(room), fields).status_code == 302
    assert client.post(publish_path(room), fields).status_code == 409
    assert Edition.objects.count() == 1


def test_a_reference_in_a_changed_text_is_told_by_its_words() -> None:
    written = f"As [the ministry](item:{uuid.uuid4()}) said."
    assert released._text("text", written, {}) == "As the ministry said."


def test_an_item_s_form_shows_what_readers_have(room: Newsroom) -> None:
    statement = compiled(room)
    room.publish()
    client = at_desk(room.author)
    path = reverse("admin:dossiers_statement_change", args=[statement.pk])
    assert "readers know it as <strong>Q1</strong>" in client.get(path).content.decode()
    edit(room, statement, "They did it, we think.")
    page = client.get(path).content.decode()
    assert "Changed since it was published" in page
    assert "<ins>" in page
    assert "They did it, we think." in page


def test_whoever_withdraws_what_cases_share_is_told_which_are_touched(room: Newsroom) -> None:
    claim = Attribution.objects.get(statement=compiled(room))
    assert claim.accused is not None
    path = reverse("admin:dossiers_actor_change", args=[claim.accused.pk])
    assert "Readers have it in" not in at_desk(room.reviewer).get(path).content.decode()
    room.publish()
    said = "Readers have it in “Who did it”. Their next versions are without it, and without what refers to it."
    assert said in at_desk(room.reviewer).get(path).content.decode()
    assert "Withdraw" not in at_desk(room.outsider).get(path).content.decode(), "a journalist may not"
    own = reverse("admin:dossiers_statement_change", args=[claim.statement.pk])
    assert "Readers have it in" not in at_desk(room.reviewer).get(own).content.decode()
