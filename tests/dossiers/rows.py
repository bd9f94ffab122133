"""A sound row of each kind, not yet saved, with everything saved that it refers to."""

from collections.abc import Callable
from typing import Any

from django.db import models

from casefiles.dossiers.models import (
    Actor,
    ActorLink,
    Alias,
    Attribution,
    CaseText,
    EditorNote,
    Event,
    Evidence,
    EvidenceBearing,
    EvidenceSource,
    EvidenceStatement,
    Impact,
    Item,
    KindModel,
    LegalAction,
    NoteSubject,
    Operation,
    Publisher,
    PublisherReliability,
    Relay,
    ReplyRequest,
    ReplyRequestAttribution,
    Source,
    Statement,
)
from casefiles.dossiers.vocabularies import Kind
from tests.newsroom import Newsroom

_MAKE: dict[Kind, Callable[[Newsroom], KindModel]] = {
    Kind.CASE_TEXT: lambda room: CaseText(title="Who did it", standfirst="Some say.", byline="The desk"),
    Kind.OPERATION: lambda room: Operation(
        name="Exchange", other_names=["Hafnium hack"], operation_type="campaign", dates="2021-01/2021-03"
    ),
    Kind.SOURCE: lambda room: Source(title="A statement", archiving="upload", published="2021-07-19"),
    Kind.STATEMENT: lambda room: Statement(source=room.source(), passage="They did it.", speaker_name="A. Person"),
    Kind.ATTRIBUTION: lambda room: Attribution(
        statement=room.statement(),
        operation=room.operation(),
        accuser=room.actor("United States"),
        accused=room.actor("China"),
        words="attributes",
    ),
    Kind.EVIDENCE: lambda room: Evidence(title="A log", evidence_type="record", description="It shows a log-in."),
    Kind.ACTOR_LINK: lambda room: ActorLink(
        subject=room.actor("HAFNIUM"), relation="sponsored_by", object=room.actor("China"), statement=room.statement()
    ),
    Kind.LEGAL_ACTION: lambda room: LegalAction(
        operation=room.operation(),
        act="indicted",
        by=room.actor("US Department of Justice"),
        description="Four were charged.",
        source=room.source(),
    ),
    Kind.EVENT: lambda room: Event(date="2021-03-02", title="Microsoft publishes", source=room.source()),
    Kind.IMPACT: lambda room: Impact(
        operation=room.operation(), amount="30,000", unit="organisations", statement=room.statement()
    ),
    Kind.REPLY_REQUEST: lambda room: ReplyRequest(to=room.actor("China"), allegations="That they did it."),
    Kind.EDITOR_NOTE: lambda room: EditorNote(text="Two reports differ."),
    Kind.ACTOR: lambda room: Actor(name="APT31", actor_type="threat_group"),
    Kind.ALIAS: lambda room: Alias(actor=room.actor("APT31"), name="ZIRCONIUM"),
    Kind.PUBLISHER: lambda room: Publisher(name="The Gazette"),
}
MODELS: dict[Kind, type[KindModel]] = {model.KIND: model for model in KindModel.__subclasses__()}


CHANGE: dict[Kind, tuple[str, str]] = {
    Kind.CASE_TEXT: ("title", "Who really did it"),
    Kind.OPERATION: ("name", "Exchange Server"),
    Kind.SOURCE: ("title", "Another statement"),
    Kind.STATEMENT: ("passage", "They did it all."),
    Kind.ATTRIBUTION: ("verb", "assesses"),
    Kind.EVIDENCE: ("title", "Another log"),
    Kind.ACTOR_LINK: ("relation", "part_of"),
    Kind.LEGAL_ACTION: ("description", "Five were charged."),
    Kind.EVENT: ("title", "Microsoft writes"),
    Kind.IMPACT: ("amount", "60,000"),
    Kind.REPLY_REQUEST: ("channel", "By letter"),
    Kind.EDITOR_NOTE: ("text", "Three reports differ."),
    Kind.ACTOR: ("name", "APT40"),
    Kind.ALIAS: ("name", "Leviathan"),
    Kind.PUBLISHER: ("name", "The Herald"),
}
"""A field of each kind, and a value that it can have instead."""


def sound(room: Newsroom, kind: Kind, **changes: Any) -> KindModel:
    row = _MAKE[kind](room)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


_RELATE: dict[type[models.Model], Callable[[Newsroom], tuple[KindModel, models.Model]]] = {}


def _relation(through: type[models.Model], owner: str, kind: Kind, more: Callable[[Newsroom], dict[str, Any]]) -> None:
    def make(room: Newsroom) -> tuple[KindModel, models.Model]:
        owning = room.add(sound(room, kind))
        return owning, through(**{owner: owning} | more(room))

    _RELATE[through] = make


_relation(Relay, "source", Kind.SOURCE, lambda room: {"relayed": room.source("Another")})
_relation(EvidenceSource, "evidence", Kind.EVIDENCE, lambda room: {"source": room.source()})
_relation(EvidenceStatement, "evidence", Kind.EVIDENCE, lambda room: {"statement": room.statement()})
_relation(EvidenceBearing, "evidence", Kind.EVIDENCE, lambda room: {"attribution": room.attribution()})
_relation(
    ReplyRequestAttribution, "reply_request", Kind.REPLY_REQUEST, lambda room: {"attribution": room.attribution()}
)
_relation(NoteSubject, "note", Kind.EDITOR_NOTE, lambda room: {"subject": Item.objects.get(pk=room.source().pk)})
_relation(
    PublisherReliability, "publisher", Kind.PUBLISHER, lambda room: {"source_type": "interview", "reliability": "B"}
)

RELATIONS = tuple(_RELATE)


def related(room: Newsroom, through: type[models.Model]) -> tuple[KindModel, models.Model]:
    """A saved owner, and a row of the relation that is not saved yet."""
    return _RELATE[through](room)
