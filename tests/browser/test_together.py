"""Two people have one statement open. The second to save sees both versions, and nothing is lost."""

from typing import NamedTuple

import pytest

from tests.browser.person import Person
from tests.browser.places import Place
from tests.browser.running import HARD_CASE
from tests.browser.windows import Windows

STATEMENT = Place("a statement", "desk", "/dossiers/statement/{statement}/change/", case=HARD_CASE)


class Two(NamedTuple):
    nora: Person
    idris: Person


@pytest.fixture
def two(windows: Windows, prepared: None) -> Two:
    """Both have opened the same statement."""
    path = STATEMENT.address(windows.running).removeprefix(windows.running.desk)
    both = Two(Person.at_desk(windows, "nora"), Person.at_desk(windows, "idris"))
    for person in both:
        person.goes_to(path)
    return both


def test_the_second_sees_both_versions_and_decides(two: Two) -> None:
    nora, idris = two
    nora.writes(What_is_unclear_about_it="By whom, Nora asks.", Where_in_the_source="Paragraph 2")
    nora.saves()
    version = draft(nora)

    idris.writes(What_is_unclear_about_it="When, Idris asks.", Words_after_it="and so on")
    idris.presses("Save and continue editing")
    conflict = idris.page.get_by_role("region", name="Nora Whitfield saved this while you were writing")
    assert "By whom, Nora asks." in conflict.inner_text()
    assert "When, Idris asks." in conflict.inner_text()
    assert idris.field("What is unclear about it").input_value() == "When, Idris asks."
    assert idris.field("Words after it").input_value() == "and so on"
    assert idris.field("Where in the source").input_value() == "Paragraph 2", "what Nora alone changed is taken over"

    nora.page.reload()
    assert draft(nora) == version, "nothing was saved by the second's first try"
    assert nora.field("What is unclear about it").input_value() == "By whom, Nora asks."

    idris.writes(What_is_unclear_about_it="By whom, Nora asks. When, Idris asks.")
    idris.saves()
    assert draft(idris) > version
    nora.page.reload()
    assert nora.field("What is unclear about it").input_value() == "By whom, Nora asks. When, Idris asks."
    assert nora.field("Where in the source").input_value() == "Paragraph 2"
    assert nora.field("Words after it").input_value() == "and so on"


def test_a_decision_about_an_older_draft_is_refused(two: Two) -> None:
    nora, idris = two
    idris.writes(Where_in_the_source="Paragraph 3")
    idris.saves()
    nora.presses("Submit for review")
    assert "Somebody saved this after you opened it" in nora.told
    assert nora.state != "Submitted"


def draft(person: Person) -> int:
    """Which draft the page at hand shows."""
    words = person.page.locator(".standing").inner_text()
    return int(words.split("draft ")[1].split(",")[0])
