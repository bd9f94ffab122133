"""Who belongs to a case is said below its form, and saved as one change."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import add_member
from tests.desk.conftest import at_desk
from tests.desk.forms import filled
from tests.newsroom import Newsroom, person


def form_of(room: Newsroom) -> str:
    return reverse("admin:dossiers_case_change", args=[room.case.pk])


def members(room: Newsroom) -> dict[str, bool]:
    return {row.user.username: row.lead for row in room.case.memberships.select_related("user")}


class Rows:
    """The rows of members as a browser has them."""

    def __init__(self, client: Client, room: Newsroom) -> None:
        self.client, self.path, self.case = client, form_of(room), room.case
        page = filled(client, self.path)
        # A browser sends no boxes that may not be changed.
        self.posted = {name: value for name, value in page.items() if not _saved_person(name, page)}
        names = dict(User.objects.values_list("pk", "username"))
        numbers = range(int(page["memberships-INITIAL_FORMS"]))
        self.index = {names[page[f"memberships-{number}-user"]]: number for number in numbers}

    def box(self, username: str, name: str, *, ticked: bool) -> "Rows":
        self.posted.pop(f"memberships-{self.index[username]}-{name}", None)
        if ticked:
            self.posted[f"memberships-{self.index[username]}-{name}"] = "on"
        return self

    def lead(self, username: str) -> "Rows":
        return self.box(username, "lead", ticked=True)

    def no_lead(self, username: str) -> "Rows":
        return self.box(username, "lead", ticked=False)

    def away(self, username: str) -> "Rows":
        return self.box(username, "DELETE", ticked=True)

    def add(self, user: User, *, lead: bool = False) -> "Rows":
        number = int(self.posted["memberships-TOTAL_FORMS"])
        self.posted |= {"memberships-TOTAL_FORMS": number + 1, f"memberships-{number}-user": user.pk}
        self.posted[f"memberships-{number}-case"] = self.case.pk
        if lead:
            self.posted[f"memberships-{number}-lead"] = "on"
        return self

    def save(self) -> Any:
        return self.client.post(self.path, self.posted)


def _saved_person(name: str, page: dict[str, Any]) -> bool:
    return name.startswith("memberships-") and name.endswith("-user") and bool(page.get(name.replace("user", "id")))


@pytest.fixture
def rows(room: Newsroom) -> Rows:
    """The lead's own form."""
    return Rows(at_desk(room.author), room)


def test_the_lead_lets_people_in_and_takes_them_out(room: Newsroom, rows: Rows) -> None:
    assert rows.add(room.outsider).save().status_code == 302
    assert at_desk(room.outsider).get(form_of(room)).status_code == 200
    assert Rows(rows.client, room).away("outsider").save().status_code == 302
    assert at_desk(room.outsider).get(form_of(room)).status_code == 404
    assert members(room)["author"] is True


@pytest.mark.parametrize("untick", [True, False])
def test_one_save_hands_over(room: Newsroom, rows: Rows, untick: bool) -> None:
    rows.lead("teammate")
    assert (rows.no_lead("author") if untick else rows).save().status_code == 302
    assert [name for name, leads in members(room).items() if leads] == ["teammate"]


def test_one_save_hands_over_and_leaves(room: Newsroom, rows: Rows) -> None:
    assert rows.lead("teammate").away("author").save().status_code == 302
    assert members(room) == {"teammate": True, "reviewer": False, "publisher": False, "counsel": False}


def test_one_save_hands_over_and_lets_somebody_in(room: Newsroom, rows: Rows) -> None:
    assert rows.lead("teammate").no_lead("author").add(room.outsider).save().status_code == 302
    assert (members(room)["teammate"], members(room)["outsider"]) == (True, False)


def test_somebody_new_may_lead_at_once(room: Newsroom, rows: Rows) -> None:
    assert rows.add(room.outsider, lead=True).save().status_code == 302
    assert [name for name, leads in members(room).items() if leads] == ["outsider"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.away("author"), "name another lead first"),
        (lambda rows: rows.no_lead("author"), "tick whoever leads it from now on"),
        (lambda rows: rows.lead("teammate").lead("reviewer"), "tick one person"),
        (lambda rows: rows.lead("counsel"), "Counsel cannot lead a case"),
    ],
)
def test_a_case_has_one_lead_who_writes(room: Newsroom, rows: Rows, change: Any, says: str) -> None:
    before = members(room)
    response = change(rows).save()
    assert response.status_code == 400
    assert says in response.content.decode()
    assert members(room) == before


def test_a_saved_row_keeps_its_person(room: Newsroom, rows: Rows) -> None:
    number = rows.index["counsel"]
    formset = rows.client.get(rows.path).context["inline_admin_formsets"][0].formset
    assert "disabled" in str(formset.forms[number]["user"])
    rows.posted[f"memberships-{number}-user"] = str(room.outsider.pk)
    assert rows.save().status_code == 302
    assert "counsel" in members(room)
    assert "outsider" not in members(room)


@pytest.mark.parametrize("became", ["inactive", "without a role"])
def test_whoever_left_does_not_stand_in_the_way(room: Newsroom, became: str) -> None:
    if became == "inactive":
        User.objects.filter(pk=room.counsel.pk).update(is_active=False)
    else:
        room.counsel.groups.clear()
    rows = Rows(at_desk(room.author), room)
    assert ("Counsel (account inactive)" in rows.client.get(rows.path).content.decode()) == (became == "inactive")
    rows.posted["working_title"] = "Another title"
    assert rows.add(room.outsider).save().status_code == 302
    assert {"counsel", "outsider"} <= set(members(room))
    room.case.refresh_from_db()
    assert room.case.working_title == "Another title"
    assert Rows(rows.client, room).away("counsel").save().status_code == 302
    assert "counsel" not in members(room)


def test_only_people_who_work_on_dossiers_can_be_let_in(room: Newsroom, rows: Rows) -> None:
    response = rows.add(room.administrator).save()
    assert response.status_code == 200
    assert "Select a valid choice" in response.content.decode()
    assert "administrator" not in members(room)


def test_the_second_keeps_what_was_done_and_sees_what_stands(room: Newsroom, rows: Rows) -> None:
    add_member(user=room.publisher, case=room.case, member=room.outsider)
    assert Rows(at_desk(room.publisher), room).away("counsel").save().status_code == 302
    newcomer = person("newcomer", Role.JOURNALIST)
    rows.posted["working_title"] = "Another title"
    response = rows.add(newcomer).away("reviewer").save()
    assert response.status_code == 409
    assert "Somebody changed who works on this case meanwhile" in response.content.decode()
    formset = response.context["inline_admin_formsets"][0].formset
    shown = [str(form["user"].value()) for form in formset.forms]
    assert str(room.outsider.pk) in shown
    assert str(newcomer.pk) in shown
    assert str(room.counsel.pk) not in shown
    assert [form.instance.user for form in formset.initial_forms if form["DELETE"].value()] == [room.reviewer]
    assert response.context["adminform"].form["working_title"].value() == "Another title"
    assert "reviewer" in members(room)


def test_a_handover_meanwhile_is_not_undone_by_a_stale_form(room: Newsroom) -> None:
    stale, late = Rows(at_desk(room.publisher), room), Rows(at_desk(room.publisher), room)
    assert Rows(at_desk(room.author), room).lead("teammate").save().status_code == 302
    stale.posted["working_title"] = "Another title"
    assert stale.save().status_code == 302  # nothing was done to the rows
    room.case.refresh_from_db()
    assert room.case.working_title == "Another title"
    response = late.away("counsel").save()
    assert response.status_code == 409
    formset = response.context["inline_admin_formsets"][0].formset
    shown = {form.instance.user.username: form["lead"].value() for form in formset.initial_forms}
    assert shown["teammate"] in {True, "True", "on"}
    assert shown["author"] in {False, "False", "", None}
    assert [name for name, leads in members(room).items() if leads] == ["teammate"]


def test_a_stale_form_without_a_change_of_rows_is_saved_whoever_left(room: Newsroom, rows: Rows) -> None:
    assert Rows(at_desk(room.publisher), room).away("counsel").save().status_code == 302
    rows.posted["working_title"] = "Another title"
    assert rows.save().status_code == 302
    assert "counsel" not in members(room)


@pytest.mark.parametrize("total", ["", "many", "-1"])
def test_rows_that_cannot_be_counted_change_nobody(room: Newsroom, rows: Rows, total: str) -> None:
    before = members(room)
    rows.posted["memberships-TOTAL_FORMS"] = total
    assert rows.save().status_code < 500
    assert members(room) == before
