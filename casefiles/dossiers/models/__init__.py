"""What journalists compile."""

from casefiles.dossiers.models.actors import Actor, ActorLink, Alias
from casefiles.dossiers.models.case import Case, Membership
from casefiles.dossiers.models.claims import Attribution, CaseText, Operation, Statement
from casefiles.dossiers.models.evidence import Evidence, EvidenceBearing, EvidenceSource, EvidenceStatement
from casefiles.dossiers.models.item import Contribution, Item, KindModel
from casefiles.dossiers.models.record import (
    EditorNote,
    Event,
    Impact,
    LegalAction,
    NoteSubject,
    ReplyRequest,
    ReplyRequestAttribution,
)
from casefiles.dossiers.models.sources import Publisher, PublisherReliability, Relay, Source

__all__ = [
    "Actor",
    "ActorLink",
    "Alias",
    "Attribution",
    "Case",
    "CaseText",
    "Contribution",
    "EditorNote",
    "Event",
    "Evidence",
    "EvidenceBearing",
    "EvidenceSource",
    "EvidenceStatement",
    "Impact",
    "Item",
    "KindModel",
    "LegalAction",
    "Membership",
    "NoteSubject",
    "Operation",
    "Publisher",
    "PublisherReliability",
    "Relay",
    "ReplyRequest",
    "ReplyRequestAttribution",
    "Source",
    "Statement",
]
