"""Every field of the newsroom is public or listed here as its own: a new one fails until somebody places it."""

import datetime
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from casefiles.archive.models import Capture, CaptureFile
from casefiles.dossiers import models as dossiers
from casefiles.dossiers.actions import relate
from casefiles.dossiers.models import Attribution, Evidence, KindModel, ReplyRequest, Source
from casefiles.dossiers.vocabularies import Confidence, Credibility, EvidenceType, Kind, Reliability, SourceType, Tlp
from casefiles.editions.formats import schema
from casefiles.editions.models import Blob
from casefiles.lib.canonical import parse
from casefiles.publishing import public_fields
from casefiles.publishing.plan import KIND_MODELS
from casefiles.publishing.public_fields import PLAIN
from tests.newsroom import Newsroom
from tests.publishing.shortcuts import change, publish

RELATED = {
    Kind.SOURCE: {"relay_rows", "capture", "show_whole_copy", "archiving"},
    Kind.EVIDENCE: {"source_rows", "statement_rows", "bearing_rows"},
    Kind.REPLY_REQUEST: {"attribution_rows"},
    Kind.EDITOR_NOTE: {"subject_rows"},
}
"""What is told in other words than the field's own: through tables, the archived copy, why there is none."""

BOUNDS = {"earliest", "latest"}
"""Fields ``<date>_earliest`` and ``<date>_latest`` sort at the desk; readers get the date as it was said."""

PRIVATE = {
    Kind.SOURCE: {"credibility", "tlp", "cited_url", "relays"},
    Kind.ATTRIBUTION: {"our_confidence", "our_confidence_by", "our_confidence_on"},
    Kind.EVIDENCE: {"credibility", "sources", "statements", "attributions"},
    Kind.REPLY_REQUEST: {"attributions"},
    Kind.EDITOR_NOTE: {"subjects"},
    Kind.PUBLISHER: {"reliabilities"},
}
"""What stays at the desk: ratings, our own confidence, and many-to-manys whose rows are told one by one."""

ITEM = {"public": {"id", "kind"}, "private": {"case", "version", "label", "created_at", "changed_at"}}
THROUGH = {
    "Relay": {"public": {"relayed"}, "private": {"id", "source"}},
    "EvidenceSource": {"public": {"source"}, "private": {"id", "evidence"}},
    "EvidenceStatement": {"public": {"statement"}, "private": {"id", "evidence"}},
    "EvidenceBearing": {"public": {"attribution", "bearing"}, "private": {"id", "evidence"}},
    "ReplyRequestAttribution": {"public": {"attribution"}, "private": {"id", "reply_request"}},
    "NoteSubject": {"public": {"subject"}, "private": {"id", "note"}},
    "PublisherReliability": {"public": set(), "private": {"id", "publisher", "source_type", "reliability"}},
}
CAPTURE = {
    "public": {"id", "state", "started_at", "requested_at", "final_url", "status_code", "title", "engine", "files"},
    # In ``words``: a sentence that engines write for readers as well.
    "in words": {"outcome_detail"},
    "private": {
        *("cited_url", "requested_by", "reason", "nudged_at", "content_type", "finished_at", "bytes_on_wire"),
        *("report", "access", "attempts", "attempt", "worker", "leased_until", "next_at"),
        *("asked_for", "needed_now", "expired_at"),
    },
}
FILE = {"public": {"role", "digest", "size", "media_type"}, "private": {"id", "capture"}}


def fields_of(model: type[models.Model]) -> set[str]:
    """Every field and visible reverse relation, but the rows of history and what other kinds refer by."""
    found = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    rows = {
        field.get_accessor_name()
        for field in model._meta.related_objects
        if not field.hidden and field.related_model.__name__ in {*THROUGH, "CaptureFile", "CaptureAttempt"}
    }
    return found | rows


def unplaced(kind: Kind, model: type[KindModel]) -> set[str]:
    """Fields of a kind that are neither told to readers nor listed as the desk's own."""
    placed = {"item", *PLAIN[kind], *RELATED.get(kind, ()), *PRIVATE.get(kind, ())}
    return {
        name
        for name in fields_of(model)
        if name not in placed and not (name.rpartition("_")[2] in BOUNDS and name.rpartition("_")[0] in placed)
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_public_or_listed_as_the_desks_own(kind: Kind) -> None:
    assert unplaced(kind, KIND_MODELS[kind]) == set()


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_both(kind: Kind) -> None:
    assert not {*PLAIN[kind], *RELATED.get(kind, ())} & PRIVATE.get(kind, set())


@pytest.mark.parametrize("kind", PRIVATE)
def test_what_is_listed_is_there(kind: Kind) -> None:
    assert PRIVATE[kind] | RELATED.get(kind, set()) <= fields_of(KIND_MODELS[kind])


def test_a_field_without_a_place_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRIVATE, Kind.SOURCE, PRIVATE[Kind.SOURCE] - {"tlp"})
    monkeypatch.setitem(PLAIN, Kind.ACTOR, PLAIN[Kind.ACTOR][1:])
    assert unplaced(Kind.SOURCE, Source) == {"tlp"}
    assert unplaced(Kind.ACTOR, dossiers.Actor) == {"name"}


@pytest.mark.parametrize(
    ("model", "lists"),
    [
        (dossiers.Item, ITEM),
        (Capture, CAPTURE),
        (CaptureFile, FILE),
        *((getattr(dossiers, name), lists) for name, lists in THROUGH.items()),
    ],
)
def test_every_field_of_what_surrounds_an_item_is_listed(model: type[models.Model], lists: dict[str, set[str]]) -> None:
    assert set().union(*lists.values()) == fields_of(model)


@pytest.mark.parametrize("kind", Kind)
def test_readers_get_no_field_that_the_format_does_not_know(kind: Kind) -> None:
    definitions = schema("item")["$defs"]
    known = set(definitions[kind.value]["properties"])
    told = set(PLAIN[kind]) | {
        Kind.SOURCE: {"relays", "archived", "not_archived"},
        Kind.EVIDENCE: {"sources", "statements", "bearings"},
        Kind.REPLY_REQUEST: {"attributions"},
        Kind.EDITOR_NOTE: {"subjects"},
    }.get(kind, set())
    assert told == known


INSIDE = {
    *("credibility", "tlp", "reliability", "our_confidence", "our_confidence_by", "our_confidence_on"),
    *("version", "label", "decided_by", "approved_by", "requested_by", "reason", "cited_url"),
}


def keys(value: Any) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | set().union(*(keys(inner) for inner in value.values()), set())
    if isinstance(value, list):
        return set().union(*(keys(inner) for inner in value), set())
    return set()


def rated(room: Newsroom, claim: Attribution) -> None:
    """Every rating there is, filled in and approved."""
    source = claim.statement.source
    publisher = room.add(dossiers.Publisher(name="An outlet"))
    rating = dossiers.PublisherReliability(
        publisher=publisher, source_type=SourceType.NEWS_REPORT, reliability=Reliability.E
    )
    relate(user=room.author, through_row=rating, owner=publisher.item)
    evidence = room.add(
        Evidence(
            title="A log",
            evidence_type=EvidenceType.DOCUMENT,
            description="Lines.",
            credibility=Credibility.IMPROBABLE,
        )
    )
    change(room, source, publisher=publisher, credibility=Credibility.DOUBTFUL, tlp=Tlp.RED)
    change(
        room,
        claim,
        our_confidence=Confidence.LOW,
        our_confidence_by=room.teammate,
        our_confidence_on=timezone.now().date(),
    )
    room.approve(publisher, source, evidence, claim)


def test_ratings_and_approvals_are_in_no_blob(room: Newsroom, claim: Attribution) -> None:
    rated(room, claim)
    edition = publish(room)
    bodies = [parse(bytes(blob.body)) for blob in Blob.objects.filter(pk__in=edition.rows.values("digest"))]
    assert len(bodies) == 9
    assert keys(bodies) & INSIDE == set()
    told = str(bodies)
    for inside in (Tlp.RED.label, room.teammate.display_name, room.reviewer.display_name):
        assert inside not in told


def test_a_rating_that_got_in_would_be_found(
    room: Newsroom, claim: Attribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated(room, claim)
    monkeypatch.setitem(public_fields.PLAIN, Kind.SOURCE, (*PLAIN[Kind.SOURCE], "tlp"))
    assert keys(public_fields.public_fields(Source.objects.get(pk=claim.statement.source_id))) & INSIDE == {"tlp"}


def test_blank_fields_are_left_out(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    for blob in Blob.objects.all():
        fields = parse(bytes(blob.body))["fields"]
        assert all(value not in ("", None) for value in fields.values()), fields


def test_moments_are_written_by_the_one_rule(room: Newsroom) -> None:
    long_ago = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
    row = room.add(ReplyRequest(to=room.actor("China"), allegations="That they did it.", sent_at=long_ago))
    assert public_fields.public_fields(row)["sent_at"] == "0001-01-01T00:00:00Z"
