"""The API's own description in OpenAPI."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

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
