"""Saving items at the desk: everything is an action, and a refusal stands at its field with nothing lost."""

from typing import Any

import pytest
from django.urls import reverse

from casefiles.archive.models import Capture
from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import (
    Actor,
    Attribution,
    Contribution,
    Evidence,
    Item,
    Operation,
    Publisher,
    Relay,
    Source,
    Statement,
)
from casefiles.dossiers.vocabularies import Kind
from tests.desk.conftest import at_desk
from tests.desk.forms import errors_of, filled
from tests.newsroom import Newsroom, current

STATEMENT = {"passage": "They did it.", "speech": "reported", "language": "en", "speaker_description": "An official"}


def add(kind: str, room: Newsroom) -> str:
    return reverse(f"admin:dossiers_{kind}_add") + f"?case={room.case.pk}"


def change(row: Any) -> str:
    return reverse(f"admin:dossiers_{row._meta.model_name}_change", args=[row.pk])


def test_a_journalist_cites_a_page_and_its_copy_is_asked_for(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = add("source", room)
    response = client.post(path, filled(client, path, title="An advisory", url="https://agency.example/advisory"))
    assert response.status_code == 302, errors_of(response)
    source = Source.objects.get()
    assert source.item.case == room.case
    assert Capture.objects.get().cited_url.url == "https://agency.example/advisory"
    assert list(Contribution.objects.values_list("user__username", flat=True).distinct()) == ["author"]
    page = client.get(change(source)).content.decode()
    assert "Waiting to be archived." in page
    assert "casefiles-archiver" in page, "the form says who the site will see"


def test_every_kind_has_a_form_that_opens(room: Newsroom) -> None:
    client = at_desk(room.author)
    for kind in Kind:
        response = client.get(add(kind.value.replace("_", ""), room))
        assert response.status_code == 200, kind


def test_a_claim_is_compiled(room: Newsroom) -> None:
    source, operation = room.source(), room.operation()
    us, china = room.actor("United States"), room.actor("China")
    client = at_desk(room.author)
    path = add("statement", room)
    assert client.post(path, filled(client, path, **STATEMENT, source=source.pk)).status_code == 302
    path = add("attribution", room)
    fields = {
        "statement": Statement.objects.get().pk,
        "accuser": us.pk,
        "accused": china.pk,
        "operation": operation.pk,
        "words": "attributes",
    }
    response = client.post(path, filled(client, path, **fields))
    assert response.status_code == 302, errors_of(response)
    assert str(Attribution.objects.get()) == "United States attributes: China, Exchange"


@pytest.mark.parametrize(
    ("kind", "fields", "field", "words"),
    [
        ("source", {"title": "A", "url": "https://a.example/", "published": "19/07/2021"}, "published", "not a date"),
        ("source", {"title": "A", "url": "https://a.example/", "published": "2021-02-30"}, "published", "no day 30"),
        ("source", {"title": "A", "url": "gopher://a.example/"}, "url", "valid URL"),
        ("source", {"title": "A", "url": "http://127.0.0.1/"}, "url", "not an address on the public internet"),
        ("source", {"title": "A", "url": "not an address"}, "url", "valid URL"),
        ("source", {"title": "A", "url": ""}, "url", "Give the address"),
        ("source", {"title": "", "url": "https://a.example/"}, "title", "required"),
        ("source", {"title": "A\x00B", "url": "https://a.example/"}, "title", "Null characters"),
        ("statement", {"passage": ""}, "passage", "required"),
        ("statement", {"source": ""}, "source", "required"),
        ("statement", {"speaker_description": ""}, "speaker", "Say who speaks"),
        ("statement", {"said": "yesterday"}, "said", "not a date"),
        ("attribution", {"statement": ""}, "statement", "required"),
        ("attribution", {"likelihood": "phia:likely", "yardstick": "icd203"}, "likelihood", "yardstick beside it"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    room: Newsroom, kind: str, fields: dict[str, str], field: str, words: str
) -> None:
    rest: dict[str, Any] = {}
    if kind == "statement":
        rest = STATEMENT | {"source": room.source().pk}
    if kind == "attribution":
        claim = room.attribution()
        names = ("statement", "accuser", "accused", "operation")
        rest = {name: getattr(claim, f"{name}_id") for name in names} | {"words": "attributes"}
    before = Item.objects.count(), Capture.objects.count()
    client = at_desk(room.author)
    path = add(kind, room)
    response = client.post(path, filled(client, path, **rest | fields))
    assert response.status_code in {200, 400}
    found = errors_of(response)
    assert list(found) == [field], found
    assert words in found[field][0]
    assert (Item.objects.count(), Capture.objects.count()) == before, "nothing is half stored"


def test_an_action_s_refusal_keeps_everything_that_was_typed(room: Newsroom) -> None:
    room.source(url="https://held.example/", archiving="hold")
    client = at_desk(room.author)
    path = add("source", room)
    response = client.post(path, filled(client, path, title="Long work", url="https://held.example/x"))
    assert response.status_code == 400
    assert "do not contact this site yet" in errors_of(response)["archiving"][0].lower()
    page = response.content.decode()
    assert 'value="Long work"' in page
    assert 'value="https://held.example/x"' in page
    assert Source.objects.count() == 1


def test_a_reference_into_another_case_is_refused_at_its_field(room: Newsroom) -> None:
    another = create_case(user=room.author, slug="another", working_title="Another case")
    foreign = room.add(Source(title="Theirs", archiving="upload"), case=another)
    client = at_desk(room.author)
    path = add("statement", room)
    response = client.post(path, filled(client, path, **STATEMENT, source=foreign.pk))
    assert "choose one of this case" in errors_of(response)["source"][0]
    assert not Statement.objects.exists()


def test_an_item_of_a_case_that_is_not_theirs_cannot_be_made(room: Newsroom) -> None:
    client = at_desk(room.outsider)
    assert client.post(add("operation", room), {"name": "X", "operation_type": "incident"}).status_code == 404
    assert not Operation.objects.exists()


def test_the_case_is_asked_for_first(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = reverse("admin:dossiers_operation_add")
    assert client.get(path)["Location"] == f"?case={room.case.pk}"
    another = create_case(user=room.author, slug="another", working_title="Another case")
    page = client.get(path).content.decode()
    assert "For which case is the new operation?" in page
    assert f"?case={another.pk}" in page
    assert client.get(f"{path}?case=x").status_code == 404


def test_only_what_changed_is_saved_and_the_version_rises(room: Newsroom) -> None:
    statement = room.statement()
    client = at_desk(room.teammate)
    before = current(statement).version
    response = client.post(change(statement), filled(client, change(statement), passage="They did it, they say."))
    assert response.status_code == 302, errors_of(response)
    item = current(statement)
    assert item.version == before + 1
    assert item.label == "An official: They did it, they say."
    assert item.contributions.get(version=item.version).user == room.teammate
    unchanged = client.post(change(statement), filled(client, change(statement)))
    assert unchanged.status_code == 302
    assert current(statement).version == before + 1, "saving nothing is no new draft"


def test_lists_of_names_go_one_to_a_line(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = add("operation", room)
    fields = {"name": "Exchange", "operation_type": "campaign", "other_names": "ProxyLogon\n\n Exchange hack \n"}
    fields |= {"countries": "US\nGB", "sectors": ["technology", "government"]}
    assert client.post(path, filled(client, path, **fields)).status_code == 302
    operation = Operation.objects.get()
    assert operation.other_names == ["ProxyLogon", "Exchange hack"]
    assert operation.countries == ["US", "GB"]
    assert operation.sectors == ["technology", "government"]
    page = client.get(change(operation)).content.decode()
    assert "ProxyLogon\nExchange hack</textarea>" in page
    bad = client.post(path, filled(client, path, **fields | {"countries": "USA"}))
    assert "two capital letters" in str(errors_of(bad)["countries"])


def test_relations_raise_the_version_of_their_owner(room: Newsroom) -> None:
    report, original = room.source("Report"), room.source("Original")
    client = at_desk(room.author)
    rows = {"relay_rows-TOTAL_FORMS": "1", "relay_rows-0-source": str(report.pk), "relay_rows-0-relayed": original.pk}
    response = client.post(change(report), filled(client, change(report), **rows))
    assert response.status_code == 302, response.context["errors"]
    relay = Relay.objects.get()
    assert (relay.source, relay.relayed) == (report, original)
    assert current(report).version == 2
    gone = {"relay_rows-0-DELETE": "on"}
    assert client.post(change(report), filled(client, change(report), **gone)).status_code == 302
    assert not Relay.objects.exists()
    assert current(report).version == 3
    itself = rows | {"relay_rows-0-relayed": report.pk}
    refused = client.post(change(report), filled(client, change(report), **itself))
    assert "cannot repeat itself" in refused.content.decode()
    assert not Relay.objects.exists()


def test_our_confidence_is_signed_by_whoever_gives_it(room: Newsroom) -> None:
    claim = room.attribution()
    client = at_desk(room.teammate)
    assert client.post(change(claim), filled(client, change(claim), our_confidence="moderate")).status_code == 302
    claim.refresh_from_db()
    assert claim.our_confidence_by == room.teammate
    assert claim.our_confidence_on is not None
    assert client.post(change(claim), filled(client, change(claim), our_confidence="")).status_code == 302
    claim.refresh_from_db()
    assert (claim.our_confidence_by, claim.our_confidence_on) == (None, None)


def test_what_all_cases_share_needs_no_case(room: Newsroom) -> None:
    client = at_desk(room.author)
    for kind, model, fields in (
        ("actor", Actor, {"name": "Finland", "actor_type": "country", "country": "FI"}),
        ("publisher", Publisher, {"name": "An agency"}),
    ):
        path = reverse(f"admin:dossiers_{kind}_add")
        assert client.post(path, filled(client, path, **fields)).status_code == 302
        assert model._default_manager.get().item.case is None


def test_evidence_with_its_rows_is_made_in_one_go(room: Newsroom) -> None:
    claim = room.attribution()
    client = at_desk(room.author)
    path = add("evidence", room)
    fields = {
        "title": "A payment",
        "evidence_type": "financial",
        "description": "Money moved.",
        "bearing_rows-TOTAL_FORMS": "1",
        "bearing_rows-0-attribution": claim.pk,
        "bearing_rows-0-bearing": "undermines",
    }
    response = client.post(path, filled(client, path, **fields))
    assert response.status_code == 302, errors_of(response)
    assert Evidence.objects.get().bearing_rows.get().bearing == "undermines"


def test_nothing_is_deleted(room: Newsroom) -> None:
    statement = room.statement()
    path = reverse("admin:dossiers_statement_delete", args=[statement.pk])
    assert at_desk(room.author).post(path, {"post": "yes"}).status_code == 403
    assert Statement.objects.exists()


def test_a_text_that_nobody_touched_stays_to_the_byte(room: Newsroom) -> None:
    """Browsers send CR LF for every line end; an approval must not lapse by that."""
    text = room.text(narrative="First line.\n\n  Second line, with spaces.  \n")
    room.approve(text)
    client = at_desk(room.teammate)
    posted = filled(client, change(text))
    as_sent = {name: posted[name].replace("\n", "\r\n") for name in ("narrative", "initial-narrative")}
    assert client.post(change(text), filled(client, change(text)) | as_sent).status_code == 302
    text.refresh_from_db()
    assert text.narrative == "First line.\n\n  Second line, with spaces.  \n"
    assert current(text).version == 1
    edited = {"narrative": "First line.\r\nAnother.\r\n"}
    assert client.post(change(text), filled(client, change(text)) | edited).status_code == 302
    text.refresh_from_db()
    assert text.narrative == "First line.\nAnother.\n"


def test_spaces_are_no_passage(room: Newsroom) -> None:
    client = at_desk(room.author)
    path = add("statement", room)
    response = client.post(path, filled(client, path, **STATEMENT | {"source": room.source().pk, "passage": " \r\n "}))
    assert "required" in errors_of(response)["passage"][0]
