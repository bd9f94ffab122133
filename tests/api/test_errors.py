"""What the API answers when it cannot: JSON, with the field and the reason, and never more than it should."""

from typing import Any

import pytest
from django.test import Client

from tests.editions.drafts import small_case

pytestmark = pytest.mark.django_db

BASE = "/api/v1/cases/"
NOTHING = {"error": {"status": 404, "reason": "There is nothing at this address."}}


@pytest.mark.parametrize(
    ("query", "field", "status"),
    [
        ("page=x", "page", 400),
        ("page=1.5", "page", 400),
        ("page=%00", "page", 400),
        ("page=2", "page", 404),
        ("page=0", "page", 404),
        ("page=-1", "page", 404),
        ("page_size=x", "page_size", 400),
        ("page_size=0", "page_size", 400),
        ("page_size=101", "page_size", 400),
        ("page_size=99999999999999999999", "page_size", 400),
        ("page_size=%D9%A1", "page_size", 400),
        ("page_size=00000010099999", "page_size", 400),
        ("page_size=0050", "page_size", 400),
        ("page_size=50%0A", "page_size", 400),
    ],
)
def test_a_bad_parameter_is_named(client: Client, query: str, field: str, status: int) -> None:
    response = client.get(f"{BASE}?{query}")
    error: dict[str, Any] = response.json()["error"]
    assert (response.status_code, error["status"], error["field"]) == (status, status, field)
    assert error["reason"].endswith(".")


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "nothing/editions/",
        "nothing/editions/1/",
        "nothing/editions/1/document.json",
        "case-1/editions/2/",
        "case-1/editions/0/",
        "case-1/editions/999999999/",
        "case-1/editions/9999999999999999/",
        "case-1/editions/two/",
        "case-1/something/",
    ],
)
def test_what_is_not_there_answers_alike(client: Client, path: str) -> None:
    small_case(1).publish()
    response = client.get(BASE + path)
    assert (response.status_code, response.json()) == (404, NOTHING)
    assert "ETag" not in response.headers


def test_unknown_addresses_and_versions_answer_in_json(client: Client) -> None:
    for path in ("/api/", "/api/v2/cases/", "/api/v1/"):
        response = client.get(path)
        assert (response.status_code, response.json()) == (404, NOTHING), path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", [BASE, f"{BASE}case-1/", f"{BASE}case-1/editions/1/", f"{BASE}never/", "/api/schema/"])
def test_the_api_only_reads(client: Client, method: str, path: str) -> None:
    small_case(1).publish()
    for condition in ({}, {"If-None-Match": "*"}):
        response = client.generic(method.upper(), path, content_type="application/json", headers=condition)
        assert response.status_code == 405
        assert response.json() == {
            "error": {"status": 405, "reason": f'Method "{method.upper()}" not allowed.'},
        }
        assert response.headers["Allow"] == "GET, HEAD"
        assert "Cache-Control" not in response.headers


def test_what_is_refused_is_not_kept(client: Client) -> None:
    for query in ("page=2", "page_size=0"):
        response = client.get(f"{BASE}?{query}")
        assert response.status_code in {400, 404}
        assert "ETag" not in response.headers
        assert "Cache-Control" not in response.headers
