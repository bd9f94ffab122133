"""What the desk sees of cited pages that changed: marks in lists and forms, a page of its own, the difference."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from casefiles.archive.models import Capture
from casefiles.desk import page_difference
from casefiles.dossiers.models import Source
from casefiles.publishing.following import follow
from tests.archive.origin import answer, serving
from tests.conftest import Kept
from tests.copies import archived
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom
from tests.publishing.pages import PAGE, Followed, make_copies, published_source, visiting

pytestmark = pytest.mark.django_db

SAID = "The live page differs from the archived copy since"


def seen(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def made(kept: Kept[Followed], store: Path) -> Iterator[Followed]:
    """A published source whose page was altered in one sentence that is quoted."""

    def alter() -> Followed:
        page = published_source(Newsroom.open(), server)
        page.becomes("It was APT31", "It was APT40")
        page.pass_week()
        return page

    with serving() as server, override_settings(ARCHIVE_ROOT=store, **visiting(server)):
        yield kept(alter)


@pytest.fixture
def page(db: None, made: Followed, settings: Settings, store: Path) -> Followed:
    settings.ARCHIVE_ROOT = store
    made.origin.routes = {"/": answer(PAGE.encode())}
    return replace(made, **{name: copy.deepcopy(getattr(made, name)) for name in ("room", "source", "claim", "denial")})


@pytest.mark.parametrize("path", ["source", "statement", "attribution", "item"])
def test_lists_mark_what_rests_on_it(page: Followed, path: str) -> None:
    text = seen(at_desk(page.room.author), f"/dossiers/{path}/")
    assert text.count(SAID) == (3 if path == "item" else 1)


def test_lists_mark_nothing_when_it_is_as_it_was_again(page: Followed) -> None:
    page.becomes()
    page.pass_week()
    assert SAID not in seen(at_desk(page.room.author), "/dossiers/item/")


def test_forms_say_what_became_of_it_and_what_to_do_next(page: Followed) -> None:
    client = at_desk(page.room.author)
    difference = f"/captures/{page.observed.copy_id}/difference/{page.observed.evidence_id}/"
    for row, kind in ((page.source, "source"), (page.claim.statement, "statement"), (page.claim, "attribution")):
        text = seen(client, f"/dossiers/{kind}/{row.pk}/change/")
        assert SAID in text
        assert "Read the difference." in text
        assert difference in text
    assert "The live page" not in seen(client, f"/dossiers/statement/{page.denial.pk}/change/")


def test_a_source_tells_of_the_last_looks_and_how_alike_the_page_is(page: Followed) -> None:
    page.becomes(status="404 Not Found")
    page.look()
    text = seen(at_desk(page.room.author), f"/dossiers/source/{page.source.pk}/change/")
    assert "% of the text is the same." in text
    assert text.index("UTC: No longer there") < text.index("UTC: Its text differs from the copy")
    page.becomes()
    page.pass_week()
    text = seen(at_desk(page.room.author), f"/dossiers/source/{page.source.pk}/change/")
    assert "The live page is as it was archived: looked at" in text
    assert "Read the difference" not in text


def test_the_source_can_cite_the_newer_copy_and_keeps_it_when_it_is_submitted(page: Followed) -> None:
    client, evidence = at_desk(page.room.author), page.observed.evidence_id
    assert "Cite the newer copy" in seen(client, f"/dossiers/source/{page.source.pk}/change/")
    version = page.source.item.__class__.objects.get(pk=page.source.pk).version
    client.post(f"/sources/{page.source.pk}/cite/", {"capture": str(evidence), "version": version})
    page.room.approve_all()
    assert Source.objects.get(pk=page.source.pk).capture_id == evidence


def test_the_difference_shows_what_was_taken_out_and_put_in(page: Followed) -> None:
    path = f"/captures/{page.observed.evidence_id}/difference/{page.observed.copy_id}/"  # in either order
    text = seen(at_desk(page.room.author), path)
    assert '<del><span class="visually-hidden">removed: </span>APT31,&quot; </del>' in text
    assert '<ins><span class="visually-hidden">added: </span>APT40,&quot; </ins>' in text
    assert "1 paragraph the same" in text
    assert "edited" not in text.lower().replace("credited", "")
    assert "<script" not in text.partition('id="content"')[2]


def test_a_page_can_put_no_markup_into_the_difference(page: Followed) -> None:
    page.becomes("The embassy denied it.", "The embassy &lt;script&gt;alert(1)&lt;/script&gt; it.")
    page.pass_week()
    text = seen(at_desk(page.room.author), f"/captures/{page.observed.copy_id}/difference/{page.observed.evidence_id}/")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


def test_who_may_not_see_the_case_sees_neither_difference_nor_mark(page: Followed) -> None:
    client = at_desk(page.room.outsider)
    assert client.get(f"/captures/{page.observed.copy_id}/difference/{page.observed.evidence_id}/").status_code == 404
    assert SAID not in seen(client, "/live/") + seen(client, "/")
    assert at_desk(page.room.administrator).get("/live/").status_code == 404


def test_copies_of_two_addresses_have_no_difference(page: Followed) -> None:
    page.room.source("Another", url="https://other.example/a", archiving="now")
    other = Capture.objects.get(cited_url__url="https://other.example/a")
    path = f"/captures/{page.observed.copy_id}/difference/{other.pk}/"
    assert at_desk(page.room.author).get(path).status_code == 404
    same = f"/captures/{other.pk}/difference/{other.pk}/"
    assert at_desk(page.room.author).get(same).status_code == 404


def test_the_desks_own_page_names_it_and_what_rests_on_it(page: Followed) -> None:
    client = at_desk(page.room.author)
    text = seen(client, "/live/")
    assert "Readers are told: 1" in text
    assert str(page.claim.statement.pk) in text
    assert str(page.denial.pk) not in text
    assert SAID in seen(client, "/")


def test_what_only_the_desk_is_told_stands_apart(page: Followed) -> None:
    page.becomes("Buy our boots.", "Fly to the sun.")
    page.pass_week()
    text = seen(at_desk(page.room.author), "/live/")
    assert "Nothing is to be done." in text
    assert "The desk alone is told: 1" in text
    assert "elsewhere, but not in what is quoted" in text
    page.origin.routes["/"] = answer(b"no", status="403 Forbidden")
    page.pass_week()
    assert "has turned our looks away" in seen(at_desk(page.room.author), f"/dossiers/source/{page.source.pk}/change/")


def test_a_copys_page_leads_to_the_others_of_its_address(page: Followed) -> None:
    text = seen(at_desk(page.room.author), f"/archive/capture/{page.observed.copy_id}/change/")
    assert f"/captures/{page.observed.copy_id}/difference/{page.observed.evidence_id}/" in text


def test_nothing_comes_to_cite_the_newer_copy_by_itself(page: Followed) -> None:
    text = seen(at_desk(page.room.author), f"/dossiers/source/{page.source.pk}/change/")
    assert "It is what the source cites." in text
    assert "There is a newer copy" not in text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("One.\nTwo.", "One.\n Two.", "are the same"),
        ("One.", None, "The later copy has no text"),
        (None, "One.", "The earlier copy has no text"),
        (None, None, "Neither copy has a text"),
    ],
)
def test_where_there_is_nothing_to_compare_words_say_so(before: str | None, after: str | None, said: str) -> None:
    one, other = archived(text=before), archived(text=after)  # type: ignore[arg-type]
    assert said in page_difference.between(one, other).said


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    one, other = (archived(text=f"{word} " * 100_000) for word in ("abc", "abd"))
    found = page_difference.between(one, other)
    assert "only its first 200,000 characters" in found.cut
    many = ["\n".join(f"{word} {number}" for number in range(900)) for word in ("no", "yes")]
    found = page_difference.between(archived(text=many[0]), archived(text=many[1]))
    assert len(found.paragraphs) == page_difference.MOST_SHOWN
    assert "More differs than can be shown" in found.cut


def test_a_copy_that_is_not_made_yet_is_waited_for(page: Followed) -> None:
    page.becomes("The embassy denied", "The embassy confirmed")
    page.look()
    follow()
    waiting = page.observed.waits_for
    assert waiting is not None
    text = seen(at_desk(page.room.author), f"/captures/{page.observed.copy_id}/difference/{waiting.pk}/")
    assert "is not made yet" in text
    make_copies()


@pytest.mark.parametrize("path", ["/dossiers/source/", "/dossiers/statement/", "/dossiers/item/", "/live/", "/"])
def test_marks_cost_the_same_for_one_as_for_four(page: Followed, path: str) -> None:
    client = at_desk(page.room.author)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert SAID in seen(client, path)
        return len(queries)

    cost()
    few = cost()
    page.becomes("The embassy denied it.", "The embassy confirmed it.")
    page.origin.routes["/"] = answer(PAGE.replace("APT31", "APT40").replace("denied", "confirmed").encode())
    page.pass_week()
    assert len(page.touched) == 2
    assert cost() == few
