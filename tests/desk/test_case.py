"""Cases at the desk: started, shared, and their address kept once readers have it."""

from django.urls import reverse

from casefiles.dossiers.models import Case
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom

ADD = "/dossiers/case/add/"


def form_of(case: Case) -> str:
    return reverse("admin:dossiers_case_change", args=[case.pk])


def test_who_starts_a_case_leads_it(room: Newsroom) -> None:
    client = at_desk(room.outsider)
    fields = {"slug": "pipeline", "working_title": "The pipeline", "confidentiality": "members", "desk_status": "open"}
    response = client.post(ADD, filled(client, ADD, **fields))
    assert response.status_code == 302, errors_of(response)
    case = Case.objects.get(slug="pipeline")
    assert case.memberships.get(lead=True).user == room.outsider
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


def test_the_lead_says_who_belongs_to_it(room: Newsroom) -> None:
    lead = at_desk(room.author)
    page = filled(lead, form_of(room.case))
    number = int(page["memberships-TOTAL_FORMS"])
    added = page | {"memberships-TOTAL_FORMS": number + 1, f"memberships-{number}-user": room.outsider.pk}
    added |= {f"memberships-{number}-case": room.case.pk}
    response = lead.post(form_of(room.case), added)
    assert response.status_code == 302
    assert at_desk(room.outsider).get(form_of(room.case)).status_code == 200
    rows = filled(lead, form_of(room.case))
    mine = next(name for name, value in rows.items() if name.endswith("-user") and value == room.outsider.pk)
    assert lead.post(form_of(room.case), rows | {mine.replace("-user", "-DELETE"): "on"}).status_code == 302
    assert at_desk(room.outsider).get(form_of(room.case)).status_code == 404


def test_a_case_is_never_without_its_lead(room: Newsroom) -> None:
    client = at_desk(room.author)
    rows = filled(client, form_of(room.case))
    own = next(name for name, value in rows.items() if name.endswith("-user") and value == room.author.pk)
    response = client.post(form_of(room.case), rows | {own.replace("-user", "-DELETE"): "on"})
    assert response.status_code == 400
    assert "name another lead first" in response.content.decode()
    assert room.case.memberships.filter(user=room.author).exists()


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
