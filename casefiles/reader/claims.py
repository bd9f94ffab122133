"""Claims as readers see them: who says what about whom, in whose words, by what route, how surely."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from casefiles.editions.models import SourceState
from casefiles.editions.reading import Document, PublicItem
from casefiles.reader import names
from casefiles.reader.words import value_words

DIRECT = "direct"

_SENTENCES = {
    "formally_accuses": ("formally accuses", ""),
    "attributes": ("attributes it to", ""),
    "links": ("links it to", ""),
    "condemns": ("condemns", ""),
    "calls_on": ("calls on", "to act"),
    "expresses_concern": ("expresses concern about", ""),
    "supports_or_acknowledges": ("acknowledges or supports others’ attribution to", ""),
}
_STANCES = {
    "supports": ("acknowledges or supports others’ attribution to", ""),
    "declines": ("declines to attribute it to", ""),
    "denies": ("denies that it was", ""),
    "withdraws": ("withdraws its claim against", ""),
    "contests": ("contests the attribution to", ""),
}
_TONES = {
    "accuses": "accuses",
    "supports": "supports",
    "denies": "denies",
    "contests": "denies",
    "withdraws": "denies",
    "declines": "neutral",
}
_MARKS = {"accuses": "▲", "supports": "◆", "denies": "✕", "neutral": "○"}
_SOFTER = {"expresses_concern", "calls_on", "links"}
"""Words that say less than an accusation; their mark is an outline."""


_OPENING, _CLOSING = "([“‘«-–—/", ")]”’».,;:!?…-–—/"


class Quote:
    """A statement: the words of a source, who spoke, and how they reached the reader."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.document = document
        self.item = item
        self.anchor = names.anchor(item)
        self.source = document.get(item["source"])

    @property
    def before(self) -> str:
        """The words before the passage, with the space that people do not type."""
        prefix = str(self.item["prefix"])
        return prefix if not prefix or prefix[-1] in _OPENING or prefix[-1].isspace() else f"{prefix} "

    @property
    def after(self) -> str:
        """The words after the passage, likewise."""
        suffix = str(self.item["suffix"])
        return suffix if not suffix or suffix[0] in _CLOSING or suffix[0].isspace() else f" {suffix}"

    @property
    def direct(self) -> bool:
        """Are these the speaker's own words, in a primary text?"""
        return bool(self.item["speech"] == DIRECT)

    @property
    def live(self) -> SourceState | None:
        """What became of the page, if these words no longer stand there as archived."""
        state = self.document.live.get(self.item["source"])
        return state if state and uuid.UUID(self.item.id) in state.statements else None

    @property
    def speech(self) -> str:
        return value_words("speech", self.item["speech"])

    @property
    def speaker(self) -> PublicItem | None:
        return self.document.get(self.item["speaker"])

    @cached_property
    def route(self) -> "Route | None":
        return Route(self.document, self.source) if self.source else None


@dataclass(frozen=True, slots=True)
class Step:
    """One source on the way, and what it repeats."""

    source: PublicItem
    repeats: Sequence[PublicItem]


class Route:
    """How words came to the source they are read in: what it repeats, and what those repeat."""

    def __init__(self, document: Document, source: PublicItem) -> None:
        self.source = source
        self.publisher = document.get(source["publisher"])
        self.steps = list(self._follow(document))

    def _follow(self, document: Document) -> list[Step]:
        steps: list[Step] = []
        seen = {self.source.id}
        waiting = [self.source]
        while waiting:
            source = waiting.pop(0)
            repeats = [found for relayed in source["relays"] or () if (found := document.get(relayed))]
            if repeats:
                steps.append(Step(source, repeats))
            waiting += [found for found in repeats if found.id not in seen]
            seen |= {found.id for found in repeats}
        return steps


@dataclass(frozen=True, slots=True)
class Backing:
    """A piece of evidence and whether it supports or undermines it."""

    evidence: PublicItem
    bearing: str


class Claim:
    """One attribution: one accuser, one accused, one operation."""

    def __init__(self, document: Document, item: PublicItem) -> None:
        self.document = document
        self.item = item
        self.anchor = names.anchor(item)
        self.accuser = document.get(item["accuser"])
        self.accused = document.get(item["accused"])
        self.operation = document.get(item["operation"])
        statement = document.get(item["statement"])
        self.quote = Quote(document, statement) if statement else None

    @property
    def verb(self) -> str:
        """What stands between accuser and accused in the sentence."""
        return self._parts[0]

    @property
    def after(self) -> str:
        """What stands behind the accused in the sentence."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        fallback = (value_words("words", self.item["words"]), "")
        return _STANCES.get(self.item["stance"]) or _SENTENCES.get(self.item["words"], fallback)

    @property
    def of_itself(self) -> bool:
        """Does it speak of itself, as in a denial?"""
        return bool(self.item["accuser"] == self.item["accused"])

    @property
    def denial(self) -> str:
        """What stands behind the accuser where it denies what is said of itself: "rejects the accusation"."""
        verb = str(self.item["verb"]) or "denies"
        return verb if " " in verb else f"{verb} the claim"

    @property
    def tone(self) -> str:
        """Which of the signal hues; a mark and a word always stand beside it."""
        return _TONES.get(self.item["stance"], "neutral")

    @property
    def mark(self) -> str:
        return "△" if self.tone == "accuses" and self.item["words"] in _SOFTER else _MARKS[self.tone]

    @property
    def headline(self) -> str:
        """The claim in the fewest words: the speech act of an accusation, else the stance."""
        return self.words if self.tone == "accuses" else self.stance

    @property
    def stance(self) -> str:
        return value_words("stance", self.item["stance"])

    @property
    def words(self) -> str:
        return value_words("words", self.item["words"])

    @property
    def likelihood(self) -> str:
        return value_words("likelihood", self.item["likelihood"] or "none_stated")

    @property
    def likelihood_stated(self) -> bool:
        return self.item["likelihood"] not in {"", "none_stated"}

    @property
    def confidence(self) -> str:
        return value_words("confidence", self.item["confidence"] or "none_stated")

    @property
    def confidence_stated(self) -> bool:
        return self.item["confidence"] not in {"", "none_stated"}

    @property
    def sureness_stated(self) -> bool:
        """Did the accuser say how likely, or how confident?"""
        return self.likelihood_stated or self.confidence_stated

    @property
    def responsibility(self) -> str:
        return value_words("responsibility", self.item["responsibility"])

    @property
    def basis(self) -> str:
        return value_words("basis", self.item["basis"])

    @property
    def form(self) -> str:
        return value_words("attribution_type", self.item["attribution_type"])

    @property
    def said(self) -> str:
        """When it was said, EDTF; "" where that is not known."""
        return str(self.quote.item["said"]) if self.quote else ""

    @property
    def reported_in(self) -> PublicItem | None:
        """The source that reports it, where the words are not the speaker's own."""
        return self.quote.source if self.quote and not self.quote.direct else None

    @cached_property
    def backing(self) -> list[Backing]:
        """Evidence that says which way it bears on this claim."""
        return [
            Backing(evidence, value_words("bearing", bearing["bearing"]))
            for evidence in self.document.referring(self.item.id, "evidence")
            for bearing in evidence["bearings"] or ()
            if bearing["attribution"] == self.item.id
        ]

    @cached_property
    def replies(self) -> list[PublicItem]:
        """Rights of reply that concern this claim."""
        return self.document.referring(self.item.id, "reply_request")

    @cached_property
    def notes(self) -> list[PublicItem]:
        """Editors' notes about the claim, its statement or its source."""
        about = [self.item.id, self.item["statement"]]
        if self.quote and self.quote.source:
            about.append(self.quote.source.id)
        notes = [note for item_id in about for note in self.document.referring(item_id, "editor_note")]
        return list({note.id: note for note in notes}.values())


@dataclass(frozen=True, slots=True)
class JointClaim:
    """The claims about one operation that one statement makes: quoted once.

    ``again`` tells that the page has quoted the statement before, under another operation.
    """

    quote: Quote | None
    claims: Sequence[Claim]
    again: bool = False

    @property
    def lead(self) -> Claim:
        return self.claims[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one accuser says of one accused."""

    accused: PublicItem
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Row:
    """What one accuser says."""

    accuser: PublicItem
    cells: Sequence[Cell]


class Matrix:
    """Accuser by accused for one operation; whoever spoke first stands first."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        ordered = sorted(claims, key=lambda claim: names.date_order(claim.said))
        self.claims = [claim for claim in ordered if claim.accuser and claim.accused]
        self.only = self.claims[0] if len(self.claims) == 1 else None
        self.accused = _once([claim.accused for claim in self.claims])
        self.rows = [self._row(accuser) for accuser in _once([claim.accuser for claim in self.claims])]

    def _row(self, accuser: PublicItem) -> Row:
        own = [claim for claim in self.claims if claim.item["accuser"] == accuser.id]
        return Row(
            accuser,
            [
                Cell(accused, [claim for claim in own if claim.item["accused"] == accused.id])
                for accused in self.accused
            ],
        )


def _once(items: Sequence[PublicItem | None]) -> list[PublicItem]:
    return list({item.id: item for item in items if item}.values())
