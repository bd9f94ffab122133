"""Two people edit one statement: the second is told, and sees both versions."""

import datetime
from typing import Any

from django.urls import reverse

from casefiles.dossiers.actions import relate
from casefiles.dossiers.models import Relay, ReplyRequest, Source, Statement
from tests.desk.conftest import at_desk
from tests.desk.forms import filled
from tests.newsroom import Newsroom, current


def posted_again(response: Any) -> dict[str, Any]:
    """What a browser would post from the form that ``response`` shows."""
    posted: dict[str, Any] = {}
    for bound in response.context["adminform"].form:
        for name in (bound.html_name, bound.html_initial_name):
            for key, values in response.wsgi_request.POST.lists():
                if key == name or key.startswith(f"{name}_"):
                    posted[key] = values
    return posted


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
    clash = response.context["conflict"]
    assert {each.label: (each.theirs, each.yours) for each in clash.differences} == {
        "The passage, to the letter": ("They did it, says the first.", "They did it, says the second."),
        "When it was said": ("", "2021-07-19"),
    }
    assert {each.label: (each.theirs, each.yours) for each in clash.taken_over} == {
        "Where in the source": ("page 1", "")
    }
    statement.refresh_from_db()
    assert statement.passage == "They did it, says the first.", "nothing of the first is overwritten"
    form = response.context["adminform"].form
    assert form["passage"].value() == "They did it, says the second.", "nothing of the second is lost"
    assert form["said"].value() == "2021-07-19"
    assert form["locator"].value() == "page 1", "what only the first changed is taken over"
    again = posted_again(response)
    assert second.post(path, again).status_code == 302
    statement.refresh_from_db()
    assert statement.passage == "They did it, says the second."
    assert (statement.locator, statement.said) == ("page 1", "2021-07-19")


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


def test_boxes_lists_and_moments_are_taken_over_too(room: Newsroom) -> None:
    operation = room.operation()
    path = reverse("admin:dossiers_operation_change", args=[operation.pk])
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, description="By the second.")
    changed = {"sectors": ["technology", "energy"], "other_names": "One\nTwo"}
    assert first.post(path, filled(first, path, **changed)).status_code == 302
    response = second.post(path, stale)
    assert response.status_code == 409
    assert second.post(path, posted_again(response)).status_code == 302
    operation.refresh_from_db()
    assert operation.description == "By the second."
    assert operation.sectors == ["technology", "energy"]
    assert operation.other_names == ["One", "Two"]


def test_a_box_that_the_first_ticked_stays_ticked(room: Newsroom) -> None:
    source = room.source()
    path = reverse("admin:dossiers_source_change", args=[source.pk])
    inlines = {"relay_rows-TOTAL_FORMS": 0, "relay_rows-INITIAL_FORMS": 0}
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, title="By the second.")
    assert first.post(path, filled(first, path, show_whole_copy="on")).status_code == 302
    response = second.post(path, stale)
    assert second.post(path, posted_again(response) | inlines).status_code == 302
    source.refresh_from_db()
    assert (source.title, source.show_whole_copy) == ("By the second.", True)


def test_a_deadline_that_the_first_set_stays_set(room: Newsroom) -> None:
    reply = room.add(ReplyRequest(to=room.actor("China"), allegations="That they did it."))
    path = reverse("admin:dossiers_replyrequest_change", args=[reply.pk])
    inlines = {"attribution_rows-TOTAL_FORMS": 0, "attribution_rows-INITIAL_FORMS": 0}
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, channel="By letter.")
    moment = {"deadline_0": "2021-07-20", "deadline_1": "12:00:00"}
    assert first.post(path, filled(first, path, **moment)).status_code == 302
    response = second.post(path, stale)
    assert response.status_code == 409
    assert second.post(path, posted_again(response) | inlines).status_code == 302
    reply.refresh_from_db()
    assert reply.channel == "By letter."
    assert reply.deadline == datetime.datetime(2021, 7, 20, 12, tzinfo=datetime.UTC)


def relayed_by(source: Source) -> set[str]:
    return set(Relay.objects.filter(source=source).values_list("relayed__title", flat=True))


def again_with_rows(response: Any) -> dict[str, Any]:
    rows = {key: values for key, values in response.wsgi_request.POST.lists() if key.startswith("relay_rows")}
    return posted_again(response) | rows


def test_rows_that_the_first_added_or_took_away_stay_so(room: Newsroom) -> None:
    report, one, two, three = (room.source(title) for title in ("Report", "One", "Two", "Three"))
    relate(user=room.author, through_row=Relay(source=report, relayed=one), owner=current(report))
    path = reverse("admin:dossiers_source_change", args=[report.pk])
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, title="By the second.")
    own = {"id": "", "source": report.pk, "relayed": three.pk}
    stale |= {f"relay_rows-1-{name}": value for name, value in own.items()} | {"relay_rows-TOTAL_FORMS": 2}
    gone = filled(first, path) | {"relay_rows-0-DELETE": "on"}
    added = {"relay_rows-TOTAL_FORMS": 2, "relay_rows-1-source": report.pk, "relay_rows-1-relayed": two.pk}
    assert first.post(path, gone | added).status_code == 302
    assert relayed_by(report) == {"Two"}
    response = second.post(path, stale)
    assert response.status_code == 409, "and not an error on a row that is gone"
    assert relayed_by(report) == {"Two"}
    assert second.post(path, again_with_rows(response)).status_code == 302
    report.refresh_from_db()
    assert report.title == "By the second."
    assert relayed_by(report) == {"Two", "Three"}, "what each did stands"


def test_a_row_that_the_first_changed_is_not_put_back(room: Newsroom) -> None:
    report, one, two = (room.source(title) for title in ("Report", "One", "Two"))
    relate(user=room.author, through_row=Relay(source=report, relayed=one), owner=current(report))
    path = reverse("admin:dossiers_source_change", args=[report.pk])
    first, second = at_desk(room.author), at_desk(room.teammate)
    stale = filled(second, path, title="By the second.")
    assert first.post(path, filled(first, path) | {"relay_rows-0-relayed": two.pk}).status_code == 302
    response = second.post(path, stale)
    assert response.status_code == 409
    assert second.post(path, again_with_rows(response)).status_code == 302
    assert relayed_by(report) == {"Two"}


def test_a_row_that_the_second_changed_or_took_away_stays_so(room: Newsroom) -> None:
    report, one, two = (room.source(title) for title in ("Report", "One", "Two"))
    relate(user=room.author, through_row=Relay(source=report, relayed=one), owner=current(report))
    path = reverse("admin:dossiers_source_change", args=[report.pk])
    first, second = at_desk(room.author), at_desk(room.teammate)
    changed = filled(second, path) | {"relay_rows-0-relayed": two.pk}
    assert first.post(path, filled(first, path, note="By the first.")).status_code == 302
    response = second.post(path, changed)
    assert second.post(path, again_with_rows(response)).status_code == 302
    assert relayed_by(report) == {"Two"}
    taken = filled(second, path) | {"relay_rows-0-DELETE": "on"}
    assert first.post(path, filled(first, path, note="Again by the first.")).status_code == 302
    response = second.post(path, taken)
    assert second.post(path, again_with_rows(response)).status_code == 302
    assert relayed_by(report) == set()
