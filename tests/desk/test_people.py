"""Administrators make accounts and give roles; they see no dossier."""

from django.urls import reverse

from casefiles.accounts.models import User
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


def test_roles_are_given_and_taken(room: Newsroom) -> None:
    client = at_desk(room.administrator)
    path = reverse("admin:accounts_user_change", args=[room.teammate.pk])
    page = client.get(path).content.decode()
    for role in Role:
        assert role.label in page
    for forbidden in ("is_superuser", "user_permissions", "password"):
        assert f'name="{forbidden}"' not in page
    groups = client.get(path).context["adminform"].form.fields["groups"].queryset
    fields = filled(client, path, groups=[groups.get(name=Role.COUNSEL).pk])
    assert client.post(path, fields).status_code == 302
    assert User.objects.get(pk=room.teammate.pk).roles == {"counsel"}


def test_nobody_else_manages_people(room: Newsroom) -> None:
    for user in (room.author, room.reviewer, room.publisher, room.counsel):
        client = at_desk(user)
        assert client.get(ADD).status_code == 403
        assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
        path = reverse("admin:accounts_user_change", args=[user.pk])
        assert client.post(path, {"groups": []}).status_code == 403


def test_an_account_made_inactive_is_out_at_once(room: Newsroom) -> None:
    theirs = at_desk(room.teammate)
    assert theirs.get("/").status_code == 200
    client = at_desk(room.administrator)
    path = reverse("admin:accounts_user_change", args=[room.teammate.pk])
    fields = filled(client, path)
    del fields["is_active"]
    assert client.post(path, fields).status_code == 302
    assert theirs.get("/").status_code == 302
