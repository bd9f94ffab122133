"""An actor as readers see it: from the current editions that speak of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from casefiles.editions import reading
from casefiles.editions.models import CaseCard, Edition
from casefiles.editions.reading import Document, PublicItem
from casefiles.reader.claims import Claim
from casefiles.reader.countries import country_words
from casefiles.reader.page import LinkPart
from casefiles.reader.words import value_words

_KINDS = ("case_text", "operation", "statement", "source", "attribution", "actor_link", "actor", "alias")


@dataclass(frozen=True, slots=True)
class CaseOfActor:
    """What a case says of an actor, or an actor in a case."""

    card: CaseCard
    claims: Sequence[Claim]
    links: Sequence[LinkPart]


@dataclass(frozen=True, slots=True)
class NamedBy:
    """Another name, and who coined it."""

    alias: PublicItem
    coined_by: PublicItem | None


class ActorPage:
    """An actor, its names, and the claims by and about it. Each case is told apart; nothing is merged."""

    def __init__(self, actor: PublicItem, names: Sequence[NamedBy], cases: Sequence[CaseOfActor]) -> None:
        self.actor = actor
        self.names = names
        self.cases = cases
        self.kind = value_words("actor_type", actor["actor_type"])
        self.country = country_words(actor["country"]) if actor["country"] else ""

    @classmethod
    def of(cls, actor_id: uuid.UUID) -> Self | None:
        """The page, or None where no current edition shows the actor. Five queries, however many cases."""
        editions = list(Edition.objects.current().containing(actor_id).order_by("-published_at", "slug"))
        items = reading.items_in(editions, _KINDS)
        documents = [Document({}, items[edition.pk]) for edition in editions]
        actor = next((found for each in documents if (found := each.get(str(actor_id)))), None)
        if actor is None or actor.kind != "actor":
            return None
        cards = CaseCard.objects.in_bulk([edition.case_id for edition in editions])
        cases = [
            _case(cards[edition.case_id], document, actor.id)
            for edition, document in zip(editions, documents, strict=True)
            if edition.case_id in cards
        ]
        return cls(actor, _names(documents, actor.id), cases)


def _case(card: CaseCard, document: Document, actor_id: str) -> CaseOfActor:
    claims = [
        Claim(document, item)
        for item in document.referring(actor_id, "attribution")
        if actor_id in {item["accuser"], item["accused"]}
    ]
    links = [LinkPart(document, item) for item in document.referring(actor_id, "actor_link")]
    return CaseOfActor(card, claims, links)


def _names(documents: Sequence[Document], actor_id: str) -> list[NamedBy]:
    found: dict[str, NamedBy] = {}
    for document in documents:
        for alias in document.referring(actor_id, "alias"):
            if alias["actor"] == actor_id:
                found.setdefault(alias.id, NamedBy(alias, document.get(alias["coined_by"])))
    return sorted(found.values(), key=lambda each: str(each.alias["name"]))
