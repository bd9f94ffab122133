"""What the case cites. Each page is a digest on the press desk; the original's address stands beside it as text."""

from collections.abc import Iterable

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.press_desk import governments, reports
from casefiles.demonstration.press_desk.digest import Digest
from casefiles.demonstration.scenario.rows import Ref, Relation, Row, relation, row
from casefiles.dossiers.models import Relay, Source
from casefiles.dossiers.vocabularies import Archiving, SourceType

DIGEST_NOTE = "Archived here is the press desk’s digest, in the project’s own words. It is not the original."


def _source(
    digest: Digest,
    by: Person,
    source_type: SourceType,
    *,
    publisher: str = "",
    published: str = "",
    note: str = "",
    whole: bool = True,
) -> Row:
    """A source whose archived page is ``digest``; ``{press_desk}`` is filled in when the case is built."""
    fields = {"publisher": Ref(publisher)} if publisher else {}
    return row(
        Source,
        digest.slug,
        by,
        title=digest.title,
        url=f"{{press_desk}}/{digest.slug}/",
        original_address=digest.original,
        source_type=source_type,
        published=published,
        note=f"{note} {DIGEST_NOTE}".strip(),
        show_whole_copy=whole,
        **fields,
    )


FIRST: tuple[Row, ...] = (
    _source(
        reports.NEWS_REPORT,
        NORA,
        SourceType.NEWS_REPORT,
        note="The report bears no date: 19 July 2021 is our dating. It carries no reply by China.",
    ),
    _source(
        reports.FINANCIAL_TIMES,
        NORA,
        SourceType.NEWS_REPORT,
        publisher="pub-ft",
        published="2021-07",
        note="We know this account only through the news report that repeats it.",
    ),
    _source(
        reports.BLOOMBERG,
        NORA,
        SourceType.NEWS_REPORT,
        publisher="pub-bloomberg",
        published="2021-07",
        note="We know this account only through the news report that repeats it.",
        whole=False,
    ),
    row(
        Source,
        "official-briefing",
        NORA,
        title="What US officials told reporters about the claim, July 2021",
        source_type=SourceType.OTHER,
        archiving=Archiving.UPLOAD,
        note="Spoken word. There is no text of it that could be cited; two outlets carry it.",
    ),
    _source(
        reports.MICROSOFT,
        IDRIS,
        SourceType.TECHNICAL_REPORT,
        publisher="pub-microsoft",
        published="2021-03-02",
    ),
    _source(reports.GROUP_NAMES, IDRIS, SourceType.DATA_SET, publisher="pub-mitre"),
)

SECOND: tuple[Row, ...] = (
    _source(
        governments.UNITED_KINGDOM,
        IDRIS,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-uk",
        published="2021-07-19",
    ),
    _source(
        governments.SUPO,
        IDRIS,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-supo",
        published="2021-03-18",
    ),
    _source(
        governments.UNITED_STATES,
        NORA,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-white-house",
        published="2021-07-19",
    ),
    _source(
        governments.NATO,
        NORA,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-nato",
        published="2021-07-19",
    ),
    _source(
        governments.EUROPEAN_UNION,
        NORA,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-eu",
        published="2021-07-19",
    ),
    _source(
        governments.JAPAN,
        NORA,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-japan",
        published="2021-07",
    ),
    _source(
        governments.JUSTICE_DEPARTMENT,
        IDRIS,
        SourceType.PRESS_RELEASE,
        publisher="pub-justice",
        published="2021-07",
    ),
    _source(
        governments.INDICTMENT,
        IDRIS,
        SourceType.COURT_DOCUMENT,
        publisher="pub-justice",
        note="When the document itself was filed is not known here; it was announced in July 2021.",
    ),
    _source(
        governments.CHINA,
        IDRIS,
        SourceType.GOVERNMENT_STATEMENT,
        publisher="pub-china",
        published="2021-07-20",
    ),
)


def _relays(source: str, relayed: Iterable[str]) -> tuple[Relation, ...]:
    return tuple(relation(Relay, NORA, source=Ref(source), relayed=Ref(each)) for each in relayed)


# Who repeats whom. Both outlets lead back to the same officials: two routes, one origin.
RELAYS: tuple[Relation, ...] = (
    *_relays("news-report-july-2021", ("financial-times-official", "bloomberg-nato")),
    *_relays("financial-times-official", ("official-briefing",)),
    *_relays("bloomberg-nato", ("official-briefing",)),
)
