"""Review buttons: what is offered, to whom, and that each is a POST to exactly the draft that was seen."""

import html
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Statement
from casefiles.review.models import Comment, Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.copies import archived
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom, current


def form_of(statement: Statement) -> str:
    return reverse("admin:dossiers_statement_change", args=[statement.pk])


def decide_path(statement: Statement) -> str:
    return reverse("desk:decide", args=[statement.pk])


def offered(client: Client, statement: Statement) -> list[str]:
    panel = client.get(form_of(statement)).context["panel"]
    return [row.name for row in panel.transitions]


def press(client: Client, statement: Statement, transition: str, note: str = "", version: int | None = None) -> str:
    """Press a button as the page has it; what the desk then says."""
    version = current(statement).version if version is None else version
    fields = {"transition": transition, "version": version, "note": note}
    response = client.post(decide_path(statement), fields, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def test_from_draft_to_approved_by_buttons(room: Newsroom) -> None:
    statement = room.statement()
    author, reviewer = at_desk(room.author), at_desk(room.reviewer)
    assert offered(author, statement) == ["submit", "withdraw"]
    assert press(author, statement, "submit").startswith("Submitted for review")
    assert offered(author, statement) == ["withdraw"]
    assert offered(reviewer, statement) == ["approve", "request_changes", "reject", "withdraw"]
    assert press(reviewer, statement, "request_changes", "Which official?").startswith("Changes requested")
    page = author.get(form_of(statement)).content.decode()
    assert "Which official?" in page
    assert press(author, statement, "submit").startswith("Submitted for review")
    assert press(reviewer, statement, "approve").startswith("Approved")
    assert state_of(current(statement)) == State.APPROVED


def test_nobody_is_offered_to_approve_what_they_wrote(room: Newsroom) -> None:
    statement = room.statement()
    room.add(
        statement.__class__(source=statement.source, passage="By the reviewer.", speaker_name="B"), user=room.reviewer
    )
    own = Statement.objects.get(passage="By the reviewer.")
    client = at_desk(room.reviewer)
    press(client, own, "submit")
    assert "approve" not in offered(client, own)
    assert "somebody else has to approve it" in client.get(form_of(own)).content.decode()
    assert "somebody else has to approve it" in press(client, own, "approve")
    assert state_of(current(own)) == State.SUBMITTED


def test_an_approval_of_an_older_draft_is_refused(room: Newsroom) -> None:
    statement = room.statement()
    press(at_desk(room.author), statement, "submit")
    seen = current(statement).version
    statement.passage = "Changed meanwhile."
    save_item(user=room.author, row=statement, expected_version=seen, fields=["passage"])
    assert "Somebody saved this after you opened it" in press(
        at_desk(room.reviewer), statement, "approve", version=seen
    )
    assert not Decision.objects.filter(verb="approved").exists()


def test_a_note_is_asked_for_where_one_is_needed(room: Newsroom) -> None:
    statement = room.statement()
    press(at_desk(room.author), statement, "submit")
    assert "Say why" in press(at_desk(room.reviewer), statement, "reject", " ")
    assert state_of(current(statement)) == State.SUBMITTED


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_buttons_are_posts(room: Newsroom, method: str) -> None:
    statement = room.statement()
    client = at_desk(room.author)
    query = f"?transition=submit&version={current(statement).version}"
    assert getattr(client, method)(decide_path(statement) + query).status_code == 405
    assert not Decision.objects.exists()


def test_a_foreign_page_cannot_press_a_button(room: Newsroom) -> None:
    statement = room.statement()
    client = Client(enforce_csrf_checks=True)
    client.force_login(room.author)
    fields = {"transition": "submit", "version": current(statement).version}
    assert client.post(decide_path(statement), fields).status_code == 403
    assert not Decision.objects.exists()


def test_who_may_not_decide(room: Newsroom) -> None:
    statement = room.statement()
    fields = {"transition": "submit", "version": current(statement).version}
    assert "Your role does not allow you" in press(at_desk(room.counsel), statement, "submit")
    for user in (room.outsider, room.administrator, room.superuser):
        assert at_desk(user).post(decide_path(statement), fields).status_code == 404
    assert not Decision.objects.exists()


def test_what_is_no_transition_is_not_there(room: Newsroom) -> None:
    statement = room.statement()
    client = at_desk(room.author)
    for transition, version in (("publish", "1"), ("submit", ""), ("submit", "x"), ("submit", "-1"), ("submit", "١")):
        assert client.post(decide_path(statement), {"transition": transition, "version": version}).status_code == 404
    nothing = reverse("desk:decide", args=[uuid.uuid4()])
    assert client.post(nothing, {"transition": "submit", "version": 1}).status_code == 404


def test_everybody_who_reads_may_comment(room: Newsroom) -> None:
    statement = room.statement()
    path = reverse("desk:comment", args=[statement.pk])
    response = at_desk(room.counsel).post(path, {"text": "Is this\nactionable?", "version": 1}, follow=True)
    assert "Is this<br>actionable?" in response.content.decode()
    assert "Counsel" in response.content.decode()
    assert (
        "Write something" in at_desk(room.counsel).post(path, {"text": " ", "version": 1}, follow=True).content.decode()
    )
    assert at_desk(room.outsider).post(path, {"text": "Let me in.", "version": 1}).status_code == 404
    assert Comment.objects.get().text == "Is this\nactionable?"
    assert current(statement).version == 1, "a comment changes nothing"


def as_listed(client: Client) -> dict[str, str]:
    """Which draft of each item the list shows, as the page says it."""
    page = client.get(reverse("admin:dossiers_item_changelist")).content.decode()
    return dict(re.findall(r'name="(seen-[-0-9a-f]+)" value="([0-9]+)"', page))


def test_of_many_none_is_approved_in_a_draft_that_nobody_saw(room: Newsroom) -> None:
    statement = room.statement()
    press(at_desk(room.author), statement, "submit")
    client = at_desk(room.reviewer)
    chosen = {"action": "approve_chosen", "_selected_action": [statement.pk]}
    seen = as_listed(client)
    version = current(statement).version
    statement.passage = "Worse words."
    save_item(user=room.author, row=statement, expected_version=version, fields=["passage"])
    path = reverse("admin:dossiers_item_changelist")
    assert "Somebody saved this after you opened it" in client.post(path, chosen | seen, follow=True).content.decode()
    assert "it was not on the page that you saw" in client.post(path, chosen, follow=True).content.decode()
    assert not Decision.objects.filter(verb="approved").exists()


def box_of(page: str, name: str) -> str:
    """What a textarea of the page has in it, as a browser shows it."""
    found = re.search(rf'<textarea id="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


NOTE = "\nA long <note>\n& more of it, “quoted”."


def test_a_note_that_is_refused_is_still_in_its_box(room: Newsroom) -> None:
    statement = room.statement()
    room.approve(statement.source)
    press(at_desk(room.author), statement, "submit")
    seen = current(statement).version
    statement.passage = "Changed meanwhile."
    save_item(user=room.author, row=statement, expected_version=seen, fields=["passage"])
    client = at_desk(room.reviewer)
    fields = {"transition": "request_changes", "version": seen, "note": NOTE}
    response = client.post(decide_path(statement), fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody saved this after you opened it" in page
    assert box_of(page, "note-request_changes") == NOTE
    assert box_of(page, "note-reject") == ""
    assert f'action="{form_of(statement)}"' in page, "saving goes where it always goes"
    assert "Changed meanwhile." in page
    again = fields | {"version": current(statement).version}
    assert f'name="version" value="{again["version"]}"' in page
    assert client.post(decide_path(statement), again).status_code == 302
    assert Decision.objects.latest("id").note == NOTE.strip()


def test_a_note_without_a_box_any_more_is_shown_all_the_same(room: Newsroom) -> None:
    statement = room.statement()
    press(at_desk(room.author), statement, "submit")
    press(at_desk(room.publisher), statement, "reject", "Not ours.")
    fields = {"transition": "request_changes", "version": current(statement).version, "note": NOTE}
    response = at_desk(room.reviewer).post(decide_path(statement), fields)
    assert response.status_code == 409
    assert "What you wrote was not sent:" in response.content.decode()
    assert "A long &lt;note&gt;<br>&amp; more of it" in response.content.decode()


def test_a_comment_that_is_refused_is_still_in_its_box(room: Newsroom) -> None:
    statement = room.statement()
    path = reverse("desk:comment", args=[statement.pk])
    client = at_desk(room.counsel)
    response = client.post(path, {"text": f"{NOTE}\x00", "version": 1})
    assert response.status_code == 400
    assert "NUL" in response.content.decode()
    assert box_of(response.content.decode(), "comment").startswith(NOTE)
    for version in ("", "x", "-1"):
        assert client.post(path, {"text": NOTE, "version": version}).status_code == 404
    assert client.post(path, {"text": NOTE, "version": 7}).status_code == 400
    assert not Comment.objects.exists()


def test_who_may_not_is_told_on_the_item_s_page(room: Newsroom) -> None:
    statement = room.statement()
    fields = {"transition": "reject", "version": 1, "note": NOTE}
    response = at_desk(room.counsel).post(decide_path(statement), fields)
    assert response.status_code == 403
    assert "Your role does not allow you to reject" in response.content.decode()


def test_a_comment_names_the_draft_that_was_seen(room: Newsroom) -> None:
    statement = room.statement()
    path = reverse("desk:comment", args=[statement.pk])
    seen = current(statement).version
    statement.passage = "Changed meanwhile."
    save_item(user=room.author, row=statement, expected_version=seen, fields=["passage"])
    at_desk(room.counsel).post(path, {"text": "Is this so?", "version": seen})
    assert Comment.objects.get().version == seen


def test_beside_the_button_it_says_what_is_submitted(room: Newsroom) -> None:
    statement = room.statement()
    assert "Only what is saved is submitted." in at_desk(room.author).get(form_of(statement)).content.decode()
    press(at_desk(room.author), statement, "submit")
    assert "Only what is saved" not in at_desk(room.reviewer).get(form_of(statement)).content.decode()


def test_many_at_once_and_each_refusal_named(room: Newsroom) -> None:
    mine, approved = room.statement(passage="One."), room.statement(passage="Two.")
    room.approve(approved)
    client = at_desk(room.author)
    path = reverse("admin:dossiers_item_changelist")
    chosen = as_listed(client) | {"action": "submit_chosen", "_selected_action": [mine.pk, approved.pk]}
    page = client.post(path, chosen, follow=True).content.decode()
    assert "Submitted: 1 of 2." in page
    assert "This is approved now; it cannot be submitted for review." in page
    assert state_of(current(mine)) == State.SUBMITTED
    chosen = as_listed(client) | {"action": "approve_chosen", "_selected_action": [mine.pk]}
    client.post(path, chosen)
    assert state_of(current(mine)) == State.SUBMITTED, "a journalist has no such action"
    assert "Approved: 1 of 1." in at_desk(room.reviewer).post(path, chosen, follow=True).content.decode()


def test_the_reviewer_sees_the_passage_in_its_source(room: Newsroom) -> None:
    archived("https://agency.example/", text="Before.\nThey  “did it”, he said.\nAfter.")
    source = room.source(url="https://agency.example/", archiving="now")
    statement = room.statement(source, passage='They "did it", he said.')
    absent = room.statement(source, passage="They never did it.")
    client = at_desk(room.reviewer)
    page = client.get(form_of(statement)).content.decode()
    assert "<mark>They  “did it”, he said.</mark>" in page
    assert "but for spaces, quotation marks, dashes or letter forms" in page
    assert "The passage does not stand in the archived text." in client.get(form_of(absent)).content.decode()
