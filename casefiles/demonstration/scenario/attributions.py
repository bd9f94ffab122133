"""Who blames whom for what, as the first edition had it: one row, one accuser, one accused, one operation."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.operations import CAMPAIGN, EXCHANGE, MEAT, PARLIAMENT, PIPELINE, SOLARWINDS
from casefiles.demonstration.scenario.rows import Ref, Row, row
from casefiles.dossiers.models import ActorLink, Attribution
from casefiles.dossiers.vocabularies import ActorRelation, AttributionType, Basis, Confidence, Words

_AS_REPORTED = "As reported by a news report. We have not read this accuser’s own text."


def claim(
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
    return claim(
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


_BY_MICROSOFT = claim(
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
_BY_AN_OFFICIAL = claim(
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
_BY_CHICHESTER = claim(
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
    return claim(
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
    return claim(
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
    claim(
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
    claim(
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
    claim(
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
