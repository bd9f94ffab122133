"""Who blames whom for what, in which words. One row, one accuser, one accused, one operation."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.operations import CAMPAIGN, EXCHANGE, MEAT, PARLIAMENT, PIPELINE, SOLARWINDS
from casefiles.demonstration.scenario.rows import Ref, Revision, Row, Withdrawal, row
from casefiles.dossiers.models import ActorLink, Attribution
from casefiles.dossiers.vocabularies import ActorRelation, AttributionType, Basis, Confidence, Stance, Words

_AS_REPORTED = "As reported by a news report. We have not read this accuser’s own text."


def _claim(
    key: str, statement: str, operation: str, accuser: str, accused: str, *, by: Person = NORA, **fields: Any
) -> Row:
    return row(
        Attribution,
        key,
        by,
        statement=Ref(statement),
        operation=Ref(operation),
        accuser=Ref(accuser),
        accused=Ref(accused),
        **fields,
    )


def _one_of_eight(accuser: str, basis: Basis = Basis.MEDIA) -> Row:
    """A share of the report's joint claim: eight rows with one statement."""
    return _claim(
        f"a-eight-{accuser}",
        "q-eight",
        EXCHANGE,
        accuser,
        "china",
        accused_as_said="the Chinese government",
        words=Words.ATTRIBUTES,
        verb="accused",
        basis=basis,
        attribution_type=AttributionType.MEDIA_REPORT,
        caveat=_AS_REPORTED,
    )


_BY_MICROSOFT = _claim(
    "a-microsoft",
    "q-microsoft",
    EXCHANGE,
    "microsoft",
    "hafnium",
    by=IDRIS,
    words=Words.ATTRIBUTES,
    verb="attributes",
    confidence=Confidence.HIGH,
    confidence_as_said="high confidence",
    basis=Basis.IT_SECURITY,
    attribution_type=AttributionType.TECHNICAL_REPORT,
)
_BY_AN_OFFICIAL = _claim(
    "a-official",
    "q-official",
    EXCHANGE,
    "united-states",
    "mss",
    accused_as_said="hackers paid by the Ministry of State Security",
    words=Words.ATTRIBUTES,
    verb="had been paid by",
    confidence=Confidence.HIGH,
    confidence_as_said="high confidence",
    basis=Basis.MEDIA,
    attribution_type=AttributionType.ANONYMOUS_MEDIA,
    caveat="An unnamed official. The claim reached us by two routes, the Financial Times and Bloomberg, which lead "
    "back to one origin, the US administration.",
)
_BY_CHICHESTER = _claim(
    "a-chichester",
    "q-chichester",
    EXCHANGE,
    "ncsc",
    "china",
    by=IDRIS,
    accused_as_said="Chinese state-backed actors",
    words=Words.CONDEMNS,
    verb="will be called out",
    basis=Basis.MEDIA,
    attribution_type=AttributionType.DIRECT_MEDIA,
    caveat="On the record, in a news report’s rendering.",
)


def _eu_links(group: str) -> Row:
    return _claim(
        f"a-eu-{group}",
        "q-eu-reported",
        EXCHANGE,
        "european-union",
        group,
        words=Words.LINKS,
        verb="linked",
        basis=Basis.MEDIA,
        attribution_type=AttributionType.MEDIA_REPORT,
        caveat=_AS_REPORTED,
    )


def _eastern_europe(key: str, operation: str) -> Row:
    return _claim(
        key,
        "q-eastern-europe",
        operation,
        "accuser-not-stated",
        "eastern-europe-groups",
        by=IDRIS,
        accused_as_said="groups in Eastern Europe, most likely in Russia",
        words=Words.LINKS,
        verb="places",
        likelihood_as_said="most likely",
        basis=Basis.MEDIA,
        attribution_type=AttributionType.MEDIA_REPORT,
        caveat="A location, not a state: the report does not say that Russia did it or had it done. It names no "
        "source.",
    )


_ELSEWHERE = (
    _claim(
        "a-apt30",
        "q-apt30-parliament",
        PARLIAMENT,
        "ncsc",
        "apt30",
        by=IDRIS,
        words=Words.ATTRIBUTES,
        verb="attacked",
        basis=Basis.MEDIA,
        attribution_type=AttributionType.MEDIA_REPORT,
        caveat=_AS_REPORTED,
    ),
    _claim(
        "a-charges",
        "q-charges",
        CAMPAIGN,
        "justice-department",
        "four-charged",
        by=IDRIS,
        accused_as_said="four hackers said to be sponsored by the Ministry of State Security",
        words=Words.ACCUSES,
        verb="charged",
        basis=Basis.MEDIA,
        attribution_type=AttributionType.LEGAL,
        caveat="Charges are allegations. As reported by a news report.",
    ),
    _claim(
        "a-solarwinds",
        "q-solarwinds",
        SOLARWINDS,
        "accuser-not-stated",
        "russia",
        by=IDRIS,
        words=Words.ATTRIBUTES,
        verb="was blamed",
        basis=Basis.MEDIA,
        attribution_type=AttributionType.MEDIA_REPORT,
        caveat="The report does not say who blamed Russia.",
    ),
    _eastern_europe("a-meat", MEAT),
    _eastern_europe("a-pipeline", PIPELINE),
)

_LINKS = (
    row(
        ActorLink,
        "k-hafnium-china",
        IDRIS,
        subject=Ref("hafnium"),
        relation=ActorRelation.SPONSORED_BY,
        object=Ref("china"),
        statement=Ref("q-hafnium-first"),
    ),
    row(
        ActorLink,
        "k-four-mss",
        IDRIS,
        subject=Ref("four-charged"),
        relation=ActorRelation.SPONSORED_BY,
        object=Ref("mss"),
        statement=Ref("q-charges"),
    ),
)

FIRST: tuple[Row, ...] = (
    _BY_MICROSOFT,
    _BY_AN_OFFICIAL,
    _BY_CHICHESTER,
    _one_of_eight("united-states"),
    _one_of_eight("european-union"),
    _one_of_eight("united-kingdom"),
    _one_of_eight("australia"),
    _one_of_eight("canada"),
    _one_of_eight("new-zealand"),
    _one_of_eight("japan"),
    _one_of_eight("nato"),
    _eu_links("apt40"),
    _eu_links("apt31"),
    *_ELSEWHERE,
    *_LINKS,
)


def _own_words(
    key: str, statement: str, operation: str, accuser: str, accused: str, *, by: Person = NORA, **fields: Any
) -> Row:
    """A claim in its accuser's own text."""
    fields = {"words": Words.ATTRIBUTES, "attribution_type": AttributionType.POLITICAL, **fields}
    return _claim(key, statement, operation, accuser, accused, by=by, **fields)


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
