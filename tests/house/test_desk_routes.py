"""Every address of the newsroom is known here, and none says anything to somebody who has not logged in."""

import re
import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.house.test_routes import of
from tests.newsroom import Newsroom

OWN = {
    "items/<uuid:item_id>/",
    "items/<uuid:item_id>/decide/",
    "items/<uuid:item_id>/comment/",
    "sources/<uuid:source_id>/archive/",
    "sources/<uuid:source_id>/cite/",
    "captures/<uuid:capture_id>/cancel/",
    "captures/<uuid:capture_id>/hurry/",
    "captures/<uuid:capture_id>/export/",
    "captures/<uuid:capture_id>/open/",
    "captures/<uuid:capture_id>/difference/<uuid:other_id>/",
    "live/",
    "cases/<uuid:case_id>/preview/",
    "cases/<uuid:case_id>/publish/",
    "accounts/user/<uuid:person_id>/password/",
}
ADMIN = {
    "",
    "login/",
    "logout/",
    "password_change/",
    "password_change/done/",
    "autocomplete/",
    "jsi18n/",
    "^(?P<app_label>dossiers|archive|editions|accounts)/$",
    "(?P<url>.*)$",
}
MODELS = {
    *(f"dossiers/{kind}/" for kind in ("actor", "actorlink", "alias", "attribution", "case", "casetext", "editornote")),
    *(f"dossiers/{kind}/" for kind in ("event", "evidence", "impact", "item", "legalaction", "operation", "publisher")),
    *(f"dossiers/{kind}/" for kind in ("replyrequest", "source", "statement")),
    *("accounts/user/", "archive/capture/", "editions/edition/"),
}
OF_A_MODEL = ("", "add/", *(f"<path:object_id>/{what}" for what in ("history/", "delete/", "change/", "")))
CENSUS = OWN | ADMIN | {f"{model}{what}" for model in MODELS for what in OF_A_MODEL}
FOR_ALL = {"login/"}
"""What somebody sees who has not logged in."""


def test_every_route_is_known() -> None:
    found = of("config.urls_desk")
    assert len(found) == len(set(found))
    assert set(found) ^ CENSUS == set()


@pytest.fixture(autouse=True)
def _here(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    settings.STATIC_ROOT = settings.BASE_DIR / "static"


def address(route: str, object_id: object) -> str:
    """An address of ``route``, of that object wherever one is asked for."""
    if route.startswith(("^", "(")):
        return "/dossiers/" if "app_label" in route else "/somewhere/"
    return "/" + re.sub(r"<[^>]+>", str(object_id), route)


@pytest.mark.django_db
def test_without_a_log_in_there_is_nothing_but_the_log_in() -> None:
    item = Newsroom.open().operation().item
    client = Client()
    for route in sorted(CENSUS - FOR_ALL):
        for method in (client.get, client.post):
            there, nothing = method(address(route, item.pk)), method(address(route, uuid.UUID(int=0)))
            for response in (there, nothing):
                assert response.status_code in {302, 405}, (route, response.status_code)
                if response.status_code == 302:
                    to = "/" if route == "logout/" else "/login/?next="
                    assert response.headers["Location"].startswith(to), route
            assert there.status_code == nothing.status_code
            assert there.content == nothing.content == b""


@pytest.mark.django_db
def test_the_log_in_is_open_and_kept_by_nobody() -> None:
    response = Client().get("/login/")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
