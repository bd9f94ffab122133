"""Two people edit one statement: the second is told, and sees both versions."""

from django.urls import reverse

from casefiles.dossiers.models import Statement
from tests.desk.conftest import at_desk
from tests.desk.forms import filled
from tests.newsroom import Newsroom, current


def path_of(statement: Statement) -> str:
    return reverse("admin:dossiers_statement_change", args=[statement.pk])


def test_the_second_is_told_and_sees_both_versions(room: Newsroom) -> None:
    statement = room.statement()
    path = path_of(statement)
    first, second = at_desk(room.author), at_desk(room.teammate)
    from_first = filled(first, path, passage="They did it, says the first.", locator="page 1")
    from_second = filled(second, path, passage="They did it, says the second.", said="2021-07-19")
    assert first.post(path, from_first).status_code == 302
    response = second.post(path, from_second)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Author saved this while you were writing" in page
    told = {each.label: (each.theirs, each.yours) for each in response.context["conflict"].differences}
    assert told == {
        "The passage, to the letter": ("They did it, says the first.", "They did it, says the second."),
        "Where in the source": ("page 1", ""),
        "When it was said": ("", "2021-07-19"),
    }
    statement.refresh_from_db()
    assert statement.passage == "They did it, says the first.", "nothing of the first is overwritten"
    form = response.context["adminform"].form
    assert form["passage"].value() == "They did it, says the second.", "nothing of the second is lost"
    assert form["said"].value() == "2021-07-19"


def test_saving_again_is_a_choice(room: Newsroom) -> None:
    statement = room.statement()
    path = path_of(statement)
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, passage="Says the second.")
    first.post(path, filled(first, path, passage="Says the first."))
    shown = second.post(path, stale).context["adminform"].form
    again = stale | {"expected_version": shown["expected_version"].value()}
    assert second.post(path, again).status_code == 302
    statement.refresh_from_db()
    assert statement.passage == "Says the second."
    writers = current(statement).contributions.order_by("version").values_list("user__username", flat=True)
    assert list(writers) == ["author", "author", "teammate"]


def test_without_the_version_the_first_would_be_overwritten(room: Newsroom) -> None:
    """The control: the version in the form is what protects."""
    statement = room.statement()
    path = path_of(statement)
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, passage="Says the second.")
    first.post(path, filled(first, path, passage="Says the first."))
    assert second.post(path, stale | {"expected_version": current(statement).version}).status_code == 302
    statement.refresh_from_db()
    assert statement.passage == "Says the second."


def test_a_form_without_a_version_is_refused(room: Newsroom) -> None:
    statement = room.statement()
    path = path_of(statement)
    client = at_desk(room.author)
    for missing in ("", "x"):
        response = client.post(path, filled(client, path, passage="New.", expected_version=missing))
        assert response.status_code in {200, 409}
        statement.refresh_from_db()
        assert statement.passage == "They did it."
