"""Who blames whom in their own texts, and what that changes in what the report had them say."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.attributions import claim
from casefiles.demonstration.scenario.operations import EXCHANGE, PARLIAMENT
from casefiles.demonstration.scenario.rows import Ref, Revision, Row, Withdrawal, row
from casefiles.dossiers.models import ActorLink
from casefiles.dossiers.vocabularies import ActorRelation, AttributionType, Basis, Stance, Words


def _own_words(
    key: str, statement: str, operation: str, accuser: str, accused: str, *, by: Person = NORA, **fields: Any
) -> Row:
    """A claim in its accuser's own text."""
    fields = {"words": Words.ATTRIBUTES, "attribution_type": AttributionType.POLITICAL, **fields}
    return claim(key, statement, operation, accuser, accused, by=by, **fields)


SECOND: tuple[Row, ...] = (
    _own_words(
        "a-uk-apt31",
        "q-uk-apt31",
        PARLIAMENT,
        "united-kingdom",
        "apt31",
        by=IDRIS,
        words=Words.LINKS,
        verb="ties",
        basis=Basis.THIRD_PARTY,
    ),
    _own_words(
        "a-supo-apt31",
        "q-supo",
        PARLIAMENT,
        "supo",
        "apt31",
        by=IDRIS,
        verb="gives as the group behind",
        basis=Basis.RECEIVER_GOVERNMENT,
    ),
    _own_words(
        "a-us",
        "q-us-exchange",
        EXCHANGE,
        "united-states",
        "mss",
        accused_as_said="hackers who work with the Ministry of State Security",
        verb="holds responsible",
        basis=Basis.RECEIVER_GOVERNMENT,
    ),
    _own_words(
        "a-uk",
        "q-uk-exchange",
        EXCHANGE,
        "united-kingdom",
        "china",
        by=IDRIS,
        accused_as_said="Chinese state-backed actors",
        verb="holds responsible",
        basis=Basis.THIRD_PARTY,
    ),
    _own_words(
        "a-eu",
        "q-eu",
        EXCHANGE,
        "european-union",
        "china",
        accused_as_said="from the territory of China",
        words=Words.LINKS,
        verb="undertaken from the territory of",
        basis=Basis.EU,
        caveat="A territory, not a state: the declaration names no organ of the Chinese state.",
    ),
    _own_words(
        "a-nato",
        "q-nato",
        EXCHANGE,
        "nato",
        "china",
        accused_as_said="whom allies’ national statements hold responsible",
        stance=Stance.SUPPORTS,
        words=Words.SUPPORTS,
        verb="acknowledges",
        basis=Basis.INTERNATIONAL,
        caveat="NATO acknowledges the national statements of allies and accuses nobody itself.",
    ),
    _own_words(
        "a-japan",
        "q-japan",
        EXCHANGE,
        "japan",
        "china",
        accused_as_said="whom the others’ statements hold responsible",
        stance=Stance.SUPPORTS,
        words=Words.SUPPORTS,
        verb="supports",
        basis=Basis.THIRD_PARTY,
    ),
    _own_words(
        "a-china",
        "q-china",
        EXCHANGE,
        "china",
        "china",
        by=IDRIS,
        stance=Stance.DENIES,
        verb="rejects the accusation",
        basis=Basis.NOT_AVAILABLE,
    ),
    row(
        ActorLink,
        "k-contract-mss",
        NORA,
        subject=Ref("contract-hackers"),
        relation=ActorRelation.SPONSORED_BY,
        object=Ref("mss"),
        statement=Ref("q-us-mss"),
    ),
)

_STILL_OF_EIGHT = (
    "As reported by a news report, which counts eight accusers. We have not read this accuser’s own text. That there "
    "are eight stands as the report’s claim alone, and is contested: NATO, the European Union and Japan say less in "
    "their own texts."
)

REVISIONS: tuple[Revision, ...] = (
    *(
        Revision(f"a-eight-{accuser}", NORA, {"caveat": _STILL_OF_EIGHT, "basis": Basis.CONTESTED})
        for accuser in ("australia", "canada", "new-zealand")
    ),
    Revision(
        "a-charges",
        IDRIS,
        {
            "statement": Ref("q-justice"),
            "accused_as_said": "four people said to be sponsored by the Ministry of State Security",
            "verb": "announces charges",
            "basis": Basis.RECEIVER_GOVERNMENT,
            "caveat": "Charges are allegations. They are about the years 2011 to 2018 and not about Exchange.",
        },
    ),
    Revision("k-four-mss", IDRIS, {"statement": Ref("q-justice")}),
)

WITHDRAWALS: tuple[Withdrawal, ...] = (
    Withdrawal("a-apt30", IDRIS, "The report misquotes: the UK’s own statement and Supo say APT31."),
    *(
        Withdrawal(f"a-eight-{accuser}", NORA, "Replaced by what this accuser’s own text says.")
        for accuser in ("united-states", "united-kingdom", "european-union", "japan", "nato")
    ),
    *(
        Withdrawal(f"a-eu-{group}", NORA, "The declaration ties this group to other intrusions, not to this one.")
        for group in ("apt40", "apt31")
    ),
)
