"""Words that try to be script are words, wherever they are shown, even where no policy would stop them."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from casefiles.dossiers.fields import LanguageField, LineField, VerbatimField
from casefiles.dossiers.models import KindModel
from casefiles.dossiers.vocabularies import Kind
from tests.browser.person import Person
from tests.browser.places import PUBLISHER, Place
from tests.browser.running import HOSTILE_CASE, Running
from tests.browser.windows import Windows
from tests.browser.words import AUDIT, HOSTILE, raw

UNPROTECTED = {"bypass_csp": True}
"""The browser heeds no Content-Security-Policy: what holds then is escaping alone."""
LOGIN = "samuel"
PLACES = (
    Place("home", "public", "/"),
    Place("case", "public", f"/cases/{HOSTILE_CASE}/"),
    Place("versions", "public", f"/cases/{HOSTILE_CASE}/editions/"),
    Place("source", "public", f"/cases/{HOSTILE_CASE}/sources/S1/"),
    Place("my work", "desk", "/", PUBLISHER),
    Place("all items", "desk", "/dossiers/item/?q=alert", PUBLISHER),
    Place("case at the desk", "desk", "/dossiers/case/{case}/change/", PUBLISHER, case=HOSTILE_CASE),
    Place("publish", "desk", "/cases/{case}/publish/", PUBLISHER, case=HOSTILE_CASE),
    Place("preview", "desk", "/cases/{case}/preview/", PUBLISHER, case=HOSTILE_CASE),
    Place("choose a case", "desk", "/dossiers/event/add/", PUBLISHER),
)


@pytest.mark.parametrize("words", HOSTILE)
def test_the_control_takes_the_words_for_script(windows: Windows, words: str) -> None:
    """Each of them is live: a page that trusts it pops up a dialog, by itself or at a click."""
    page = windows.open()
    page.set_content(raw(words))
    assert page.evaluate(AUDIT)
    page.evaluate("for (const link of document.links) if (link.protocol === 'javascript:') link.click()")
    page.wait_for_timeout(50)
    assert windows.watch.dialogs, page.content()


def test_the_words_stand_in_every_text_field(prepared: set[str]) -> None:
    """Of all kinds of item; only what takes an address, a code or a date takes no other words."""
    texts = {
        f"{model.KIND}.{field.name}"
        for model in KindModel.__subclasses__()
        for field in model._meta.concrete_fields
        if isinstance(field, LineField | VerbatimField) and not isinstance(field, LanguageField)
    }
    assert len(texts) > 40
    assert texts - prepared == set()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_nothing_runs_on_a_page(windows: Windows, prepared: set[str], place: Place) -> None:
    page = place.visit(windows, **UNPROTECTED)
    assert nothing_ran(page, windows)
    assert "alert('" in page.content() or place.name == "my work"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_runs_in_lists_and_forms_of_a_kind(windows: Windows, prepared: set[str], kind: Kind) -> None:
    page = windows.open(LOGIN, **UNPROTECTED)
    table = kind.value.replace("_", "")
    page.goto(f"{windows.running.desk}/dossiers/{table}/?q=alert")
    assert nothing_ran(page, windows)
    for item in hostile_items(windows.running, kind):
        page.goto(f"{windows.running.desk}/dossiers/{table}/{item}/change/")
        assert nothing_ran(page, windows)
        assert "alert('" in page.locator("main").inner_html()


def test_nothing_runs_in_what_is_looked_up(windows: Windows, prepared: set[str]) -> None:
    """The chooser builds its list in the browser, from what the server sends as JSON."""
    form = Place("", "desk", "/dossiers/attribution/{attribution}/change/", LOGIN, case=HOSTILE_CASE)
    page = form.visit(windows, **UNPROTECTED)
    for label in ("The statement that says so", "Who accuses", "Of which operation"):
        Person(page, windows.running.desk).looks_up(label, typing="alert(")
        assert nothing_ran(page, windows)


def test_a_comment_and_a_reason_are_words(windows: Windows, prepared: set[str]) -> None:
    page = windows.open(LOGIN, **UNPROTECTED)
    item = hostile_items(windows.running, Kind.EVENT)[0]
    page.goto(f"{windows.running.desk}/dossiers/event/{item}/change/")
    for opens, box, sends in (
        ("Comment …", "#comment", "Send the comment"),
        ("Withdraw …", "#note-withdraw", "Withdraw"),
    ):
        page.get_by_text(opens, exact=True).click()
        page.locator(box).fill("\n".join(HOSTILE))
        page.get_by_role("button", name=sends, exact=True).click()
        page.locator(".messagelist").wait_for()
        assert nothing_ran(page, windows)
    assert page.locator("main").inner_text().count(HOSTILE[0]) >= 2


@pytest.mark.parametrize("surface", ["public", "replay", "desk"])
def test_an_address_is_words(windows: Windows, surface: str) -> None:
    page = windows.open(LOGIN if surface == "desk" else "", **UNPROTECTED)
    for words in HOSTILE:
        page.goto(f"{getattr(windows.running, surface)}/{quote(words)}/?q={quote(words)}&next={quote(words)}")
        assert nothing_ran(page, windows)


def nothing_ran(page: Page, windows: Windows) -> bool:
    """No dialog, no error, and nothing on the page that could run what somebody wrote."""
    assert page.evaluate(AUDIT) == []
    assert windows.watch.dialogs == []
    assert windows.watch.complaints == []
    assert windows.watch.foreign == []
    return True


def hostile_items(running: Running, kind: Kind) -> list[str]:
    found = running.rows(
        "SELECT item.id FROM dossiers_item item LEFT JOIN dossiers_case c ON c.id = item.case_id"
        " WHERE item.kind = %s AND (c.slug = %s OR item.label LIKE '%%alert(%%')",
        kind.value,
        HOSTILE_CASE,
    )
    return [str(row[0]) for row in found]
