"""Administrators make accounts and give roles; they see no dossier."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from pytest_django.fixtures import Settings

from casefiles.accounts.models import AccountChange, User
from casefiles.accounts.roles import Role
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom

ADD = "/accounts/user/add/"
NEW = {
    "username": "nora",
    "email": "nora@news.example",
    "full_name": "Nora Whitfield",
    "password": "a long phrase of hers",
    "roles": ["journalist", "reviewer"],
}


@pytest.fixture(autouse=True)
def quick_hasher(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_an_administrator_makes_an_account(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    response = client.post(ADD, filled(client, ADD, **NEW))
    assert response.status_code == 302, errors_of(response)
    nora = User.objects.get(username="nora")
    assert nora.roles == {"journalist", "reviewer"}
    assert nora.check_password("a long phrase of hers")
    assert nora.display_name == "Nora Whitfield"
    assert at_desk(nora).get("/").status_code == 200


def test_a_weak_password_is_refused_at_its_field(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    response = client.post(ADD, filled(client, ADD, **NEW | {"password": "password"}))
    assert response.status_code == 400
    assert "too common" in str(errors_of(response)["password"])
    assert not User.objects.filter(username="nora").exists()


def form_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_roles_are_given_and_taken(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    path = form_of(room.teammate)
    page = client.get(path).content.decode()
    for role in Role:
        assert role.label in page
    for forbidden in ("is_superuser", "user_permissions", "password"):
        assert f'name="{forbidden}"' not in page
    assert client.post(path, filled(client, path, roles=["counsel", "reviewer"])).status_code == 302
    assert User.objects.get(pk=room.teammate.pk).roles == {"counsel", "reviewer"}
    page = client.get(path).content.decode()
    assert "What was done with this account" in page
    assert "Administrator" in page[page.index("What was done") :]
    assert "Reviewer, Counsel" in page[page.index("What was done") :]


def test_a_stale_form_gives_nothing_back(room: Newsroom) -> None:
    client, path = at_desk(room.administrator), form_of(room.teammate)
    stale = filled(client, path, last_name="Whitfield")
    User.objects.filter(pk=room.teammate.pk).update(is_active=False)
    room.teammate.groups.clear()
    assert client.post(path, stale).status_code == 302
    user = User.objects.get(pk=room.teammate.pk)
    assert (user.last_name, user.is_active, user.given_roles) == ("Whitfield", False, frozenset())


def test_who_changes_what_somebody_else_changed_is_told(room: Newsroom) -> None:
    client, path = at_desk(room.administrator), form_of(room.teammate)
    stale = filled(client, path, last_name="Whitfield", roles=["journalist", "reviewer"])
    room.teammate.groups.set(Group.objects.filter(name="counsel"))
    response = client.post(path, stale)
    assert response.status_code == 409
    assert "they are now “Counsel”" in response.content.decode()
    assert ("Roles", "Counsel", "Journalist, Reviewer") in [
        tuple(each) for each in response.context["conflict"].differences
    ]
    form = response.context["adminform"].form
    assert form["last_name"].value() == "Whitfield"
    assert form["roles"].value() == ["journalist", "reviewer"]
    assert form.data.getlist("initial-roles") == ["counsel"]
    assert User.objects.get(pk=room.teammate.pk).last_name == ""
    assert not AccountChange.objects.exists()


def test_the_last_administrator_stays(room: Newsroom) -> None:
    client, path = at_desk(room.administrator), form_of(room.administrator)
    for fields, field in (({"roles": []}, "roles"), ({}, "is_active")):
        posted = filled(client, path, **fields)
        if field == "is_active":
            del posted["is_active"]
        response = client.post(path, posted)
        assert response.status_code == 400
        assert "is the last administrator" in str(errors_of(response)[field])
    assert User.objects.get(pk=room.administrator.pk).roles == {"administrator"}


def password_of(user: User) -> str:
    return reverse("admin:accounts_user_password", args=[user.pk])


def test_a_forgotten_password_is_set_anew(room: Newsroom) -> None:
    theirs, client = at_desk(room.teammate), at_desk(room.administrator)
    assert password_of(room.teammate) in client.get(form_of(room.teammate)).content.decode()
    page = client.get(password_of(room.teammate)).content.decode()
    assert "Teammate" in page
    assert theirs.get("/").status_code == 200
    refused = client.post(password_of(room.teammate), {"password": "password"})
    assert refused.status_code == 400
    assert "too common" in refused.content.decode()
    response = client.post(password_of(room.teammate), {"password": " a phrase of spaces "})
    assert (response.status_code, response.headers["Location"]) == (302, form_of(room.teammate))
    assert User.objects.get(pk=room.teammate.pk).check_password(" a phrase of spaces ")
    assert theirs.get("/").status_code == 302
    (noted,) = AccountChange.objects.all()
    assert (noted.by, noted.person, noted.what) == (room.administrator, room.teammate, "password")
    assert "New password" in client.get(form_of(room.teammate)).content.decode()


def test_one_s_own_password_ends_no_session_of_the_page(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    client.post(password_of(room.administrator), {"password": "a long phrase of hers"})
    assert client.get("/").status_code == 200


def test_nobody_else_sets_passwords(room: Newsroom) -> None:
    for user in (room.author, room.publisher, room.counsel):
        client = at_desk(user)
        for method in (client.get, client.post):
            assert method(password_of(room.teammate), {"password": "a long phrase of hers"}).status_code == 403
    client = at_desk(room.administrator)
    nobody = reverse("admin:accounts_user_password", args=[room.case.pk])
    assert client.get(nobody).status_code == client.post(nobody, {"password": "x"}).status_code == 404
    assert client.get("/accounts/user/17/password/", follow=True).status_code == 404
    assert not AccountChange.objects.exists()


def test_nobody_else_manages_people(room: Newsroom) -> None:
    for user in (room.author, room.reviewer, room.publisher, room.counsel):
        client = at_desk(user)
        assert client.get(ADD).status_code == 403
        assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
        path = reverse("admin:accounts_user_change", args=[user.pk])
        assert client.post(path, {"roles": []}).status_code == 403


def test_an_account_made_inactive_is_out_at_once(room: Newsroom) -> None:
    theirs = at_desk(room.teammate)
    assert theirs.get("/").status_code == 200
    client = at_desk(room.administrator)
    path = reverse("admin:accounts_user_change", args=[room.teammate.pk])
    fields = filled(client, path)
    del fields["is_active"]
    assert client.post(path, fields).status_code == 302
    assert theirs.get("/").status_code == 302


def test_people_are_found_by_what_they_may_do(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    address = reverse("admin:accounts_user_changelist")
    page = client.get(address).content.decode()
    assert "Publishing editor" in page
    assert "publishing_editor</a>" not in page, "a code is no word of the desk"
    assert "never" in page
    found = client.get(address, {"role": "counsel"}).content.decode()
    assert f"/accounts/user/{room.counsel.pk}/change/" in found
    assert f"/accounts/user/{room.author.pk}/change/" not in found
