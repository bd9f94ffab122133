"""What claims rest on, what the accused reply, and what the editors say about it."""

from collections.abc import Iterable
from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.rows import Ref, Relation, Revision, Row, relation, row
from casefiles.dossiers.models import (
    EditorNote,
    Evidence,
    EvidenceBearing,
    EvidenceSource,
    EvidenceStatement,
    NoteSubject,
    ReplyRequest,
    ReplyRequestAttribution,
)
from casefiles.dossiers.vocabularies import Bearing, EvidenceType, ReplyOutcome


def _none_published(key: str, title: str, description: str) -> Row:
    return row(Evidence, key, NORA, title=title, evidence_type=EvidenceType.NONE_PUBLISHED, description=description)


def _document(key: str, title: str, description: str) -> Row:
    return row(Evidence, key, IDRIS, title=title, evidence_type=EvidenceType.DOCUMENT, description=description)


def _rests_on(
    evidence: str, by: Person, *, sources: Iterable[str] = (), statements: Iterable[str] = ()
) -> list[Relation]:
    return [
        *(relation(EvidenceSource, by, evidence=Ref(evidence), source=Ref(each)) for each in sources),
        *(relation(EvidenceStatement, by, evidence=Ref(evidence), statement=Ref(each)) for each in statements),
    ]


def _bears_on(evidence: str, by: Person, *claims: str) -> list[Relation]:
    return [
        relation(EvidenceBearing, by, evidence=Ref(evidence), attribution=Ref(each), bearing=Bearing.SUPPORTS)
        for each in claims
    ]


def _note(key: str, by: Person, text: str) -> Row:
    return row(EditorNote, key, by, text=text, resolved=True)


def _about(note: str, by: Person, *subjects: str) -> list[Relation]:
    return [relation(NoteSubject, by, note=Ref(note), subject=Ref(each)) for each in subjects]


FIRST: tuple[Row, ...] = (
    _none_published(
        "e-official",
        "The unnamed official’s claim that the hackers were paid",
        "None was published with the claim. What there is, is an unnamed official’s word, given with high confidence.",
    ),
    _none_published(
        "e-eastern-europe",
        "The report’s placing of groups in Eastern Europe",
        "None was published with the claim, and no source is named.",
    ),
    _none_published(
        "e-30000",
        "The estimate of 30,000 organisations",
        "None was published with the figure, and no source is named.",
    ),
    row(
        ReplyRequest,
        "r-china",
        NORA,
        to=Ref("china"),
        allegations="That China’s Ministry of State Security paid those who attacked Exchange servers, and that the "
        "Chinese state is responsible for the attack. The news report carries no reply by China.",
        outcome=ReplyOutcome.NOT_SOUGHT,
        why_not_sought="This edition follows a published report. We looked for a public reply first, and found none in "
        "the report.",
    ),
    row(
        ReplyRequest,
        "r-russia",
        IDRIS,
        to=Ref("russia"),
        allegations="That Russia is behind SolarWinds, as the report says that somebody says.",
        outcome=ReplyOutcome.NOT_SOUGHT,
        why_not_sought="The report recalls SolarWinds in passing. We record what it says and make no claim of our own.",
    ),
    _note(
        "n-garbled",
        NORA,
        "One sentence of the report is garbled: gangs that “employed” the hackers. We keep the claim, mark it unclear, "
        "and do not mend the sentence.",
    ),
    _note(
        "n-one-origin",
        NORA,
        "The claim of the United States reached the report by two routes: an unnamed official through the Financial "
        "Times, and Bloomberg. Both lead back to the US administration: two routes, one origin.",
    ),
)

FIRST_RELATIONS: tuple[Relation, ...] = (
    *_rests_on("e-official", NORA, statements=["q-official"]),
    *_rests_on("e-eastern-europe", NORA, statements=["q-eastern-europe"]),
    *_rests_on("e-30000", NORA, statements=["q-30000"]),
    *_about("n-garbled", NORA, "q-garbled"),
    *_about("n-one-origin", NORA, "a-official", "financial-times-official", "bloomberg-nato"),
    relation(ReplyRequestAttribution, NORA, reply_request=Ref("r-china"), attribution=Ref("a-official")),
    relation(ReplyRequestAttribution, IDRIS, reply_request=Ref("r-russia"), attribution=Ref("a-solarwinds")),
)

SECOND: tuple[Row, ...] = (
    _document(
        "e-two-governments",
        "Two governments’ own texts on Finland’s parliament",
        "The United Kingdom’s statement of 19 July 2021 and Supo’s of 18 March 2021 say APT31. They state it; "
        "technical findings that a reader could test are not in what we have read.",
    ),
    _document(
        "e-indictment",
        "The indictment",
        "It covers the years 2011 to 2018. It bears on the charges and on nothing that is said about Exchange.",
    ),
    _note(
        "n-apt30",
        IDRIS,
        "The report has the NCSC say APT30. The United Kingdom’s own statement and Finland’s Supo say APT31. We take "
        "APT30 for a slip of the report: the names differ by one digit, the groups are two. Our first edition repeated "
        "it. We keep the report’s passage on record and have withdrawn the claim.",
    ),
    _note(
        "n-eight",
        NORA,
        "That eight accuse China alike stands only as the report’s claim, and is contested. NATO acknowledges the "
        "national statements of allies and accuses nobody itself. The European Union speaks of the territory of China "
        "and names no organ. Japan supports the statements of the others.",
    ),
    _note(
        "n-wording",
        NORA,
        "What the report prints as an official’s words on contract hackers is the report’s rendering. The wording of "
        "the US statement differs, so we do not show the rendering as anybody’s words.",
    ),
    _note(
        "n-headline",
        NORA,
        "“Masterminding” is the report’s headline. No official text that we have read uses the word.",
    ),
    _note(
        "n-eu-groups",
        NORA,
        "The European Union does speak of APT40 and APT31, but ties them to other intrusions. The report has it link "
        "them to Exchange; we have withdrawn those two claims.",
    ),
)

SECOND_RELATIONS: tuple[Relation, ...] = (
    *_rests_on(
        "e-two-governments",
        IDRIS,
        sources=["uk-statement", "supo-parliament"],
        statements=["q-uk-apt31", "q-supo"],
    ),
    *_bears_on("e-two-governments", IDRIS, "a-uk-apt31", "a-supo-apt31"),
    *_rests_on("e-indictment", IDRIS, sources=["indictment"], statements=["q-years", "q-not-exchange"]),
    *_bears_on("e-indictment", IDRIS, "a-charges"),
    *_about("n-apt30", IDRIS, "q-apt30-parliament", "q-uk-apt31", "q-supo", "apt30", "apt31"),
    *_about("n-eight", NORA, "q-eight", "q-nato-first", "q-nato", "q-nato-nobody", "q-eu", "q-japan"),
    *_about("n-wording", NORA, "q-contract-hackers", "q-us-mss"),
    *_about("n-headline", NORA, "q-headline"),
    *_about("n-eu-groups", NORA, "q-eu-reported", "q-eu-others", "apt40", "apt31"),
    *(
        relation(ReplyRequestAttribution, NORA, reply_request=Ref("r-china"), attribution=Ref(claim))
        for claim in ("a-us", "a-uk")
    ),
)

_REPLY: dict[str, Any] = {
    "outcome": ReplyOutcome.PUBLIC_REPLY,
    "why_not_sought": "",
    "reply": "China’s Ministry of Foreign Affairs rejects the accusation.",
    "replied": "2021-07-20",
    "statement": Ref("q-china"),
}

REVISIONS: tuple[Revision, ...] = (Revision("r-china", NORA, _REPLY),)
