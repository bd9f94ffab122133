"""The press desk: a small site on loopback, whose pages say what they are."""

import html
import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from casefiles.demonstration.press_desk.digest import SUMMARY, Digest
from casefiles.demonstration.press_desk.site import DIGESTS, answer
from tests.demonstration.conftest import press_desk


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with press_desk() as address:
        yield address


def asked(address: str, method: str, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_it_listens_on_loopback_alone(address: str) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"


@pytest.mark.parametrize("slug", DIGESTS)
def test_every_page_says_what_it_is_and_where_the_original_stands(slug: str) -> None:
    digest = DIGESTS[slug]
    page = html.unescape(answer(f"/{slug}/").body.decode())
    assert f"casefiles press desk, summarising {digest.summarising}" in page
    assert digest.original in page
    assert digest.dated in page
    assert (SUMMARY in page) is digest.primary
    assert "No outlet, government or company wrote, saw or approved them." in page
    for paragraph in digest.paragraphs:
        assert paragraph in page


@pytest.mark.parametrize("slug", DIGESTS)
def test_no_page_quotes_more_than_a_few_words(slug: str) -> None:
    """Whole sentences are the project's own: nobody is made to say what they never said."""
    for quoted in re.findall("“([^”]*)”", DIGESTS[slug].text):
        assert len(quoted.split()) <= 2, quoted


def test_home_leads_to_every_page(address: str) -> None:
    _, body = asked(address, "GET", "/")
    links = set(re.findall(r'href="([a-z0-9-]+/)"', body.decode()))
    assert links == {f"{slug}/" for slug in DIGESTS}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/uk-statement/", 200),
        ("GET", "/uk-statement/?utm=1", 200),
        ("HEAD", "/uk-statement/", 200),
        ("GET", "/press.css", 200),
        ("GET", "/masthead.svg", 200),
        ("GET", "/uk-statement", 301),
        ("GET", "/nothing/", 404),
        ("GET", "/../settings.py", 404),
        ("POST", "/uk-statement/", 501),
    ],
)
def test_it_answers_as_a_site_does(address: str, method: str, path: str, status: int) -> None:
    response, body = asked(address, method, path)
    assert response.status == status
    assert bool(body) is (method != "HEAD" and status != 301)
    if status == 301:
        assert response.headers["Location"] == "/uk-statement/"


def test_a_head_names_the_length_of_the_page(address: str) -> None:
    head, _ = asked(address, "HEAD", "/uk-statement/")
    _, body = asked(address, "GET", "/uk-statement/")
    assert int(head.headers["Content-Length"]) == len(body)


DIGEST = Digest(
    "slug", "Title", "something", "Nowhere.", "Undated.", ("It was one, and two, and three.", "It was four.")
)


@pytest.mark.parametrize(
    ("passage", "before", "after"),
    [
        ("It was one", "", ", and two, and three."),
        ("and three.", "It was one, and two,", ""),
        ("It was four.", "", ""),
    ],
)
def test_a_passage_is_found_by_what_stands_around_it(passage: str, before: str, after: str) -> None:
    assert DIGEST.around(passage) == (before, after)


def test_what_stands_around_is_cut_at_words() -> None:
    assert DIGEST.around("two", characters=11) == ("one, and", ", and")


@pytest.mark.parametrize("passage", ["It was five.", "three. It was", "it was four."])
def test_a_passage_that_does_not_stand_there_is_refused(passage: str) -> None:
    with pytest.raises(ValueError, match="does not stand in the digest"):
        DIGEST.around(passage)
