"""Query strings and made-up posts: nothing behind the rights is told, and nothing makes the desk fall over."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from casefiles.desk.lists import ListAdmin
from casefiles.desk.site import site
from casefiles.dossiers.models import Item, Operation, ReplyRequest, Statement
from tests.desk.conftest import at_desk
from tests.desk.forms import filled
from tests.newsroom import Newsroom

LISTS = [admin for admin in site._registry.values() if isinstance(admin, ListAdmin)]


@pytest.mark.parametrize(
    "query",
    [
        "+__isnull=False",
        "item__contributions__user__username=author",
        "item__label__startswith=A",
        "aliases__name__contains=A",
        "item__case__working_title__contains=Exchange",
        "name=China",
        "actor_type__in=country",
        "actor_type__regex=c",
    ],
)
def test_a_list_answers_no_question_that_it_does_not_offer(room: Newsroom, query: str) -> None:
    room.add(ReplyRequest(to=room.actor("China"), allegations="That they did it."))
    name, _, value = query.partition("=")
    response = at_desk(room.outsider).get("/dossiers/actor/?" + urlencode({name: value}))
    assert response.status_code == 400


def test_the_control_it_answers_those_that_it_offers(room: Newsroom) -> None:
    room.actor("China")
    client = at_desk(room.outsider)
    assert "China" in client.get("/dossiers/actor/?actor_type__exact=country").content.decode()
    assert "China" not in client.get("/dossiers/actor/?actor_type__exact=company").content.decode()
    assert at_desk(room.administrator).get("/accounts/user/?is_active__exact=1").status_code == 200


@pytest.mark.parametrize("query", ["password__startswith=argon2", "email__contains=news", "is_superuser__exact=1"])
def test_people_are_not_asked_for_their_secrets(room: Newsroom, query: str) -> None:
    assert at_desk(room.administrator).get(f"/accounts/user/?{query}").status_code == 400


@pytest.mark.parametrize("admin", LISTS, ids=lambda admin: str(admin.opts.model_name))
def test_every_list_offers_fields_of_its_own_alone(admin: Any) -> None:
    for offered in admin.list_filter:
        if isinstance(offered, str):
            assert "__" not in offered
            field = admin.opts.get_field(offered)
            assert field.concrete or field.many_to_many


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dossiers/item/foo/change/", 404),
        ("/dossiers/statement/foo/change/", 404),
        ("/dossiers/case/foo/change/", 404),
        ("/archive/capture/foo/change/", 404),
        ("/dossiers/item/?state=%00", 400),
        ("/dossiers/item/?kind__exact=%00", 400),
        ("/dossiers/item/?q=%00", 400),
        ("/dossiers/item/%00/change/", 400),
        ("/dossiers/item/?state=nothing", 200),
        ("/dossiers/item/?of_case=foo", 200),
        ("/dossiers/item/?turn=foo", 200),
        ("/dossiers/item/?p=999999999999", 200),
        ("/dossiers/item/?o=foo.9.-9", 200),
        ("/dossiers/statement/add/?case=foo", 404),
        ("/r/1/foo/", 404),
    ],
)
def test_odd_addresses_have_answers(room: Newsroom, path: str, status: int) -> None:
    assert at_desk(room.author).get(path).status_code == status


def test_an_address_fills_in_no_field(room: Newsroom) -> None:
    client = at_desk(room.author)
    for query in ("source=foo", "said=x", f"source={room.source().pk}"):
        response = client.get(f"/dossiers/statement/add/?case={room.case.pk}&{query}")
        assert response.status_code == 200
        assert response.context["adminform"].form["source"].value() is None


@pytest.mark.parametrize("value", ["foo", "1", "\x00", "é", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_item_is_refused_at_its_field(room: Newsroom, value: str) -> None:
    client = at_desk(room.author)
    path = reverse("admin:dossiers_statement_add") + f"?case={room.case.pk}"
    fields = {"source": value, "passage": "They did it.", "speaker_description": "B"}
    response = client.post(path, filled(client, path, **fields))
    assert response.status_code == 200
    assert "source" in response.context["adminform"].form.errors
    assert not Statement.objects.exists()


def test_what_is_no_item_in_a_row_is_refused_there(room: Newsroom) -> None:
    report = room.source()
    client = at_desk(room.author)
    path = reverse("admin:dossiers_source_change", args=[report.pk])
    row = {"relay_rows-TOTAL_FORMS": 1, "relay_rows-0-source": report.pk, "relay_rows-0-relayed": "foo"}
    assert client.post(path, filled(client, path) | row).status_code == 200
    assert client.post(path, filled(client, path) | {"relay_rows-TOTAL_FORMS": "x"}).status_code == 200


def test_a_choice_of_nothing_that_is_there_is_refused(room: Newsroom) -> None:
    chosen = {"action": "submit_chosen", "_selected_action": ["foo"]}
    assert at_desk(room.author).post("/dossiers/item/", chosen).status_code == 404


def test_two_clicks_on_add_make_one_item(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = reverse("admin:dossiers_operation_add") + f"?case={room.case.pk}"
    fields = filled(client, path, name="Exchange", operation_type="campaign")
    assert client.post(path, fields).status_code == 302
    again = client.post(path, fields)
    assert again["Location"] == reverse("desk:item", args=[Operation.objects.get().pk])
    others = at_desk(room.teammate).post(path, fields)
    assert others.status_code == 409, "nobody is led to what somebody else made"
    assert Item.objects.count() == 1


def test_words_of_drafts_stay_out_of_cookies_and_of_a_third_journal(room: Newsroom) -> None:
    statement = room.statement(passage="The accused is somebody of some street.")
    client = at_desk(room.author)
    path = reverse("admin:dossiers_statement_change", args=[statement.pk])
    response = client.post(path, filled(client, path, locator="page 3"))
    assert response.status_code == 302
    assert set(response.cookies) <= {"casefiles_desk", "casefiles_csrf"}
    assert not LogEntry.objects.exists()
