"""Who said what, in which source: each passage stands to the letter in its digest, as reported speech.

What the news report says is in ``report_statements``.
"""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.press_desk import governments, reports
from casefiles.demonstration.press_desk.digest import Digest
from casefiles.demonstration.scenario.rows import Ref, Row, row
from casefiles.dossiers.models import Statement
from casefiles.dossiers.vocabularies import Speech


def said(digest: Digest, key: str, by: Person, passage: str, *, speaker: str = "", date: str, **fields: Any) -> Row:
    """A statement, found in its digest by what stands before and after the passage."""
    prefix, suffix = digest.around(passage)
    return row(
        Statement,
        key,
        by,
        source=Ref(digest.slug),
        passage=passage,
        prefix=prefix,
        suffix=suffix,
        speech=Speech.REPORTED,
        said=date,
        **({"speaker": Ref(speaker)} if speaker else {}),
        **fields,
    )


FIRST: tuple[Row, ...] = (
    said(
        reports.FINANCIAL_TIMES,
        "q-official",
        NORA,
        "A senior White House official, unnamed, told the Financial Times that there was high confidence: the "
        "hackers of the Exchange servers had been paid by the Ministry of State Security.",
        speaker="white-house",
        date="2021-07",
        speaker_description="A senior White House official, not named",
        anonymity_reason="not given",
        how_they_know="not given",
    ),
    said(
        reports.BLOOMBERG,
        "q-bloomberg",
        NORA,
        "Bloomberg is given as the source for counting NATO among those who accuse China.",
        date="2021-07",
        speaker_description="Bloomberg, as the news report cites it",
    ),
    said(
        reports.MICROSOFT,
        "q-microsoft",
        IDRIS,
        "Microsoft attributes the attacks on Exchange Server, with high confidence, to a group that it calls Hafnium.",
        speaker="microsoft",
        date="2021-03-02",
    ),
    said(
        reports.MICROSOFT,
        "q-microsoft-sponsored",
        IDRIS,
        "The company assesses that the group is state-sponsored and operates out of China.",
        speaker="microsoft",
        date="2021-03-02",
    ),
    said(
        reports.GROUP_NAMES,
        "q-two-entries",
        IDRIS,
        "APT30 and APT31 are two entries. Their names differ by one digit.",
        date="",
        speaker_description="The press desk, on the catalogue MITRE ATT&CK",
    ),
)


def _primary(digest: Digest, key: str, passage: str, speaker: str, date: str, by: Person = IDRIS) -> Row:
    """What somebody said themselves, as the digest of their own text sums it up."""
    return said(digest, key, by, passage, speaker=speaker, date=date)


SECOND: tuple[Row, ...] = (
    _primary(
        governments.UNITED_KINGDOM,
        "q-uk-exchange",
        "The United Kingdom holds Chinese state-backed actors responsible for the attack on Exchange servers.",
        "united-kingdom",
        "2021-07-19",
    ),
    _primary(
        governments.UNITED_KINGDOM,
        "q-uk-apt31",
        "It ties attacks on government entities in 2020, Finland’s parliament among them, to APT31.",
        "united-kingdom",
        "2021-07-19",
    ),
    _primary(
        governments.SUPO,
        "q-supo",
        "Supo gives APT31 as the group behind the intrusion into the information systems of Finland’s parliament "
        "in 2020.",
        "supo",
        "2021-03-18",
    ),
    _primary(
        governments.UNITED_STATES,
        "q-us-mss",
        "The United States says of China’s Ministry of State Security that it uses contract hackers.",
        "united-states",
        "2021-07-19",
        NORA,
    ),
    _primary(
        governments.UNITED_STATES,
        "q-us-exchange",
        "It holds hackers who work with that ministry responsible for the attack on Exchange servers.",
        "united-states",
        "2021-07-19",
        NORA,
    ),
    _primary(
        governments.NATO,
        "q-nato",
        "NATO acknowledges what allies such as Canada, the United Kingdom and the United States have stated "
        "nationally about who is responsible for the attack on Exchange servers.",
        "nato",
        "2021-07-19",
        NORA,
    ),
    _primary(governments.NATO, "q-nato-nobody", "It accuses nobody itself.", "nato", "2021-07-19", NORA),
    _primary(
        governments.EUROPEAN_UNION,
        "q-eu",
        "The European Union says that the activities against Exchange servers were undertaken from the territory "
        "of China. It names no organ of the Chinese state.",
        "european-union",
        "2021-07-19",
        NORA,
    ),
    _primary(
        governments.EUROPEAN_UNION,
        "q-eu-others",
        "It speaks of APT40 and APT31 as well, and ties them to other intrusions, not to this one.",
        "european-union",
        "2021-07-19",
        NORA,
    ),
    _primary(
        governments.JAPAN,
        "q-japan",
        "Japan supports the statements that the others have made.",
        "japan",
        "2021-07",
        NORA,
    ),
    _primary(
        governments.JUSTICE_DEPARTMENT,
        "q-justice",
        "The US Department of Justice announces charges against four people, who are said to be sponsored by the "
        "Ministry of State Security.",
        "justice-department",
        "2021-07",
    ),
    _primary(
        governments.INDICTMENT,
        "q-years",
        "The indictment covers the years 2011 to 2018.",
        "justice-department",
        "2021-07",
    ),
    _primary(
        governments.INDICTMENT,
        "q-not-exchange",
        "It is not about the attack on Exchange servers.",
        "justice-department",
        "2021-07",
    ),
    _primary(
        governments.CHINA,
        "q-china",
        "China’s Ministry of Foreign Affairs rejects the accusation.",
        "china-mfa",
        "2021-07-20",
    ),
)
