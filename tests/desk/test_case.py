"""Cases at the desk: started, shared, and their address kept once readers have it."""

from uuid import UUID

import pytest
from django.http import HttpRequest
from django.urls import reverse

from casefiles.desk.admins.cases import CaseAdmin
from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import Case
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom

ADD = "/dossiers/case/add/"


def form_of(case: Case) -> str:
    return reverse("admin:dossiers_case_change", args=[case.pk])


def test_who_starts_a_case_leads_it(room: Newsroom) -> None:
    client = at_desk(room.outsider)
    fields = {"slug": "pipeline", "working_title": "The pipeline", "confidentiality": "members", "desk_status": "ready"}
    response = client.post(ADD, filled(client, ADD, **fields))
    assert response.status_code == 302, errors_of(response)
    case = Case.objects.get(slug="pipeline")
    assert case.memberships.get(lead=True).user == room.outsider
    assert case.desk_status == "ready"
    assert at_desk(room.author).get(form_of(case)).status_code == 404
    again = client.post(ADD, filled(client, ADD, **fields))
    assert "already exists" in str(errors_of(again)["slug"])
    for user in (room.counsel, room.administrator):
        assert at_desk(user).get(ADD).status_code == 403


def test_its_address_stays_once_it_is_published(room: Newsroom) -> None:
    client = at_desk(room.author)
    assert client.post(form_of(room.case), filled(client, form_of(room.case), slug="exchange-2021")).status_code == 302
    room.case.refresh_from_db()
    assert room.case.slug == "exchange-2021"
    room.text()
    room.attribution()
    room.approve_all()
    room.publish()
    page = client.get(form_of(room.case)).content.decode()
    assert 'name="slug"' not in page
    client.post(form_of(room.case), filled(client, form_of(room.case)) | {"slug": "elsewhere"})
    room.case.refresh_from_db()
    assert room.case.slug == "exchange-2021"


def test_two_clicks_make_one_case(room: Newsroom) -> None:
    client = at_desk(room.author)
    posted = filled(client, ADD, slug="pipeline", working_title="The pipeline", confidentiality="members")
    assert client.post(ADD, posted).status_code == 302
    case = Case.objects.get(slug="pipeline")
    second = client.post(ADD, posted)
    assert (second.status_code, second.headers["Location"]) == (302, form_of(case))
    assert Case.objects.filter(working_title="The pipeline").count() == 1
    theirs = at_desk(room.outsider).post(ADD, posted | {"slug": "of-another"})
    assert theirs.status_code == 409  # the id is taken, and not theirs to see
    assert Case.objects.filter(working_title="The pipeline").count() == 1


@pytest.mark.parametrize("slug", ["pipeline", "renamed-since"])
def test_a_click_that_overtook_the_first_leads_there_too(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    """Both looked before either had made it; then the form finds the address taken, or the action the id."""
    client = at_desk(room.author)
    posted = filled(client, ADD, slug="pipeline", working_title="The pipeline", confidentiality="desk")
    made = create_case(user=room.author, slug=slug, working_title="First", case_id=UUID(str(posted["new_id"])))
    look, looked = CaseAdmin._made_already, []

    def too_early(self: CaseAdmin, request: HttpRequest) -> Case | None:
        looked.append(request)
        return look(self, request) if len(looked) > 1 else None

    monkeypatch.setattr(CaseAdmin, "_made_already", too_early)
    response = client.post(ADD, posted)
    assert (response.status_code, response.headers["Location"]) == (302, form_of(made))


@pytest.mark.parametrize("new_id", ["17", "'; DROP"])
def test_what_is_no_id_makes_no_case(room: Newsroom, new_id: str) -> None:
    client = at_desk(room.author)
    fields = {"slug": "pipeline", "working_title": "The pipeline", "confidentiality": "desk", "new_id": new_id}
    assert "new_id" in errors_of(client.post(ADD, filled(client, ADD, **fields)))
    assert not Case.objects.filter(slug="pipeline").exists()


def test_a_stale_form_saves_only_what_was_changed_in_it(room: Newsroom) -> None:
    Case.objects.update(confidentiality="desk")
    client = at_desk(room.author)
    stale = filled(client, form_of(room.case), working_title="Another title")
    assert stale["initial-confidentiality"] == "desk"
    Case.objects.update(confidentiality="members", hold_sources=True, desk_status="ready")
    assert client.post(form_of(room.case), stale).status_code == 302
    case = Case.objects.get()
    assert (case.working_title, case.confidentiality, case.desk_status) == ("Another title", "members", "ready")
    assert case.hold_sources


def test_who_changes_what_somebody_else_changed_is_told_and_keeps_what_was_typed(room: Newsroom) -> None:
    client = at_desk(room.author)
    stale = filled(client, form_of(room.case), working_title="My title", desk_status="closed")
    Case.objects.update(working_title="Their title", confidentiality="desk", hold_sources=True)
    response = client.post(form_of(room.case), stale)
    assert response.status_code == 409
    assert "it is now “Their title”" in response.content.decode()
    assert Case.objects.get().working_title == "Their title"
    differences = [tuple(each) for each in response.context["conflict"].differences]
    assert ("Working title", "Their title", "My title") in differences
    taken_over = [each.label for each in response.context["conflict"].taken_over]
    assert taken_over == ["Confidentiality", "Contact no site unless told"]
    # Saving what is shown now is a choice.
    form = response.context["adminform"].form
    assert (form["working_title"].value(), form["confidentiality"].value()) == ("My title", "desk")
    shown = {bound.html_name: bound.value() for bound in form if bound.value() not in {None, False}}
    shown |= {bound.html_initial_name: form.data.get(bound.html_initial_name, "") for bound in form}
    assert client.post(form_of(room.case), stale | shown).status_code == 302
    case = Case.objects.get()
    assert (case.working_title, case.desk_status, case.confidentiality) == ("My title", "closed", "desk")
    assert case.hold_sources


def test_others_cannot_say_who_belongs_to_it(room: Newsroom) -> None:
    client = at_desk(room.teammate)
    assert "memberships-0-user" not in client.get(form_of(room.case)).content.decode()
    fields = filled(client, form_of(room.case)) | {"confidentiality": "desk"}
    client.post(form_of(room.case), fields)
    room.case.refresh_from_db()
    assert room.case.confidentiality == "members"


def test_it_shows_where_its_items_stand(room: Newsroom) -> None:
    statement = room.statement()
    room.approve(statement, statement.source)
    context = at_desk(room.counsel).get(form_of(room.case)).context
    counts = {kind.value: [(state.value, number) for state, number in states] for kind, states in context["kinds"]}
    assert counts["statement"] == [("approved", 1)]
    assert counts["attribution"] == []
    assert context["may_publish"] is False
