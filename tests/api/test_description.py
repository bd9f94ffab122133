"""The API's own description in OpenAPI."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import validate

from casefiles.lib import freshness

PATHS = {
    "/api/v1/cases/",
    "/api/v1/cases/{slug}/",
    "/api/v1/cases/{slug}/editions/",
    "/api/v1/cases/{slug}/editions/{number}/",
    "/api/v1/cases/{slug}/editions/{number}/document.json",
}


def test_it_is_made_without_a_warning() -> None:
    written = io.StringIO()
    call_command("spectacular", api_version="v1", fail_on_warn=True, urlconf="config.urls_public", stdout=written)
    assert "/api/v1/cases/" in written.getvalue()


@pytest.mark.django_db
def test_it_is_served_sound_and_whole(client: Client) -> None:
    response = client.get("/api/schema/")
    assert response.status_code == 200
    description = response.json()
    assert set(description["paths"]) == PATHS
    validate(description)
    for methods in description["paths"].values():
        assert set(methods) == {"get"}
        assert "404" in methods["get"]["responses"]


@pytest.mark.django_db
def test_it_is_drawn_once_and_kept_as_all_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/api/schema/")
    assert first.headers["Cache-Control"] == "public, max-age=15"
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)
    assert client.get("/api/schema/").content == first.content
    again = client.get("/api/schema/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    monkeypatch.setattr(freshness, "_code", lambda: "other code")
    assert client.get("/api/schema/").headers["ETag"] != first.headers["ETag"]
