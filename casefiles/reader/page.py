"""A case as its page shows it, made from a document alone: published, or compiled for a preview."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.safestring import SafeString

from casefiles.editions.reading import Document, PublicItem
from casefiles.reader import names
from casefiles.reader.claims import Claim, JointClaim, Matrix, Quote
from casefiles.reader.countries import country_words
from casefiles.reader.markdown import to_html
from casefiles.reader.words import value_words

CHARGES = frozenset({"complaint", "indicted", "unsealed"})
"""Acts that carry "charges are allegations"."""


class OperationPart:
    """An operation with its matrix and its claims."""

    def __init__(self, item: PublicItem, claims: Sequence[Claim], quoted: set[str]) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.claims = claims
        self.matrix = Matrix(claims)
        self.joint = _joined(claims, quoted)
        self.sectors = [value_words("sectors", sector) for sector in item["sectors"] or ()]
        self.countries = [country_words(code) for code in item["countries"] or ()]
        self.scale = value_words("operation_type", item["operation_type"])


def _joined(claims: Sequence[Claim], quoted: set[str]) -> list[JointClaim]:
    """Claims by their statement. ``quoted`` has the statements that the page shows already, and grows."""
    by_statement: dict[str, list[Claim]] = {}
    for claim in claims:
        by_statement.setdefault(claim.item["statement"], []).append(claim)
    joint = [JointClaim(group[0].quote, group, key in quoted) for key, group in by_statement.items()]
    quoted |= set(by_statement)
    return joint


class Act:
    """A government or legal action."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.act = value_words("act", item["act"])
        self.is_charge = item["act"] in CHARGES
        self.by = document.get(item["by"])
        self.against_actor = document.get(item["against_actor"])
        self.operation = document.get(item["operation"])
        self.statement = document.get(item["statement"])
        self.source = document.get(item["source"])


class Reply:
    """A right of reply."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.to = document.get(item["to"])
        self.outcome = value_words("outcome", item["outcome"])
        statement = document.get(item["statement"])
        self.quote = Quote(document, statement) if statement else None
        self.claims = [found for claim in item["attributions"] or () if (found := document.get(claim))]


class Proof:
    """A piece of evidence with what it rests on and bears on."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.kind = value_words("evidence_type", item["evidence_type"])
        self.sources = [found for source in item["sources"] or () if (found := document.get(source))]
        self.statements = [found for quote in item["statements"] or () if (found := document.get(quote))]
        self.bearings = [
            (value_words("bearing", bearing["bearing"]), claim)
            for bearing in item["bearings"] or ()
            if (claim := document.get(bearing["attribution"]))
        ]


class SourcePart:
    """A source: its card, and what the case takes from it."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.kind = value_words("source_type", item["source_type"])
        self.publisher = document.get(item["publisher"])
        self.archived = item["archived"]
        self.live = document.live.get(item.id)
        self.relays = [found for relayed in item["relays"] or () if (found := document.get(relayed))]
        self._document = document

    @cached_property
    def relayed_by(self) -> list[PublicItem]:
        """Sources that repeat this one."""
        return self._document.referring(self.item.id, "source")

    @cached_property
    def quotes(self) -> list[Quote]:
        return [Quote(self._document, item) for item in self._document.referring(self.item.id, "statement")]

    @cached_property
    def cited_by(self) -> list[PublicItem]:
        """Other items that name this source themselves, and that readers know by a number."""
        apart = {"statement", "source", "editor_note", "case_text"}
        return [item for item in self._document.referring(self.item.id) if item.kind not in apart]


class LinkPart:
    """A claimed link between two actors."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.subject = document.get(item["subject"])
        self.relation = value_words("relation", item["relation"])
        self.object = document.get(item["object"])
        statement = document.get(item["statement"])
        self.quote = Quote(document, statement) if statement else None


class ImpactPart:
    """A figure for the damage."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.operation = document.get(item["operation"])
        statement = document.get(item["statement"])
        self.quote = Quote(document, statement) if statement else None


class EventPart:
    """An entry of the timeline."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.operation = document.get(item["operation"])
        self.source = document.get(item["source"])


class NotePart:
    """An editors' note with what it is about."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.item = item
        self.anchor = names.anchor(item)
        self.subjects = [
            (names.address(document, found.id), found.number or names.label(document, found))
            for subject in item["subjects"] or ()
            if (found := document.get(subject))
        ]


class CasePage:
    """All parts of a case page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    def _html(self, field: str) -> SafeString:
        return to_html(self.text[field], lambda item_id: names.address(self.document, item_id))

    @property
    def title(self) -> str:
        return str(self.text["title"] or self.document.manifest["case"]["slug"])

    @cached_property
    def narrative(self) -> SafeString:
        return self._html("narrative")

    @cached_property
    def established(self) -> SafeString:
        return self._html("established")

    @cached_property
    def not_established(self) -> SafeString:
        return self._html("not_established")

    @cached_property
    def claims(self) -> list[Claim]:
        return [Claim(self.document, item) for item in self.document.of_kind("attribution")]

    @cached_property
    def operations(self) -> list[OperationPart]:
        """Operations in their order, each with its claims."""
        by_operation: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_operation.setdefault(claim.item["operation"], []).append(claim)
        quoted: set[str] = set()
        return [
            OperationPart(item, by_operation.get(item.id, []), quoted) for item in self.document.of_kind("operation")
        ]

    @cached_property
    def timeline(self) -> list[EventPart]:
        events = sorted(self.document.of_kind("event"), key=lambda item: names.date_order(item["date"]))
        return [EventPart(self.document, item) for item in events]

    @cached_property
    def acts(self) -> list[Act]:
        acts = sorted(self.document.of_kind("legal_action"), key=lambda item: names.date_order(item["date"]))
        return [Act(self.document, item) for item in acts]

    @property
    def has_charges(self) -> bool:
        return any(act.is_charge for act in self.acts)

    @cached_property
    def impacts(self) -> list[ImpactPart]:
        return [ImpactPart(self.document, item) for item in self.document.of_kind("impact")]

    @cached_property
    def replies(self) -> list[Reply]:
        return [Reply(self.document, item) for item in self.document.of_kind("reply_request")]

    @cached_property
    def evidence(self) -> list[Proof]:
        return [Proof(self.document, item) for item in self.document.of_kind("evidence")]

    @cached_property
    def links(self) -> list[LinkPart]:
        return [LinkPart(self.document, item) for item in self.document.of_kind("actor_link")]

    @cached_property
    def sources(self) -> list[SourcePart]:
        return [SourcePart(self.document, item) for item in self.document.of_kind("source")]

    @cached_property
    def notes(self) -> list[NotePart]:
        return [NotePart(self.document, item) for item in self.document.of_kind("editor_note")]

    @cached_property
    def other_quotes(self) -> list[Quote]:
        """Statements that no claim shows: behind figures, links and replies."""
        shown = {claim.item["statement"] for claim in self.claims}
        return [Quote(self.document, item) for item in self.document.of_kind("statement") if item.id not in shown]

    @cached_property
    def withheld(self) -> list[PublicItem]:
        return self.document.withheld
