"""Who said what, in which source: each passage stands to the letter in its digest, as reported speech."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.press_desk import governments, reports
from casefiles.demonstration.press_desk.digest import Digest
from casefiles.demonstration.scenario.rows import Ref, Row, row
from casefiles.dossiers.models import Statement
from casefiles.dossiers.vocabularies import Speech

THE_REPORT = "The news report, in its own voice"
OUR_DATING = "2021-07-19?"
"""The report bears no date; the mark says that the day is ours."""


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


def _reported(key: str, passage: str, *, by: Person = NORA, speaker: str = "", **fields: Any) -> Row:
    """What the news report says, in its own voice where it names no speaker."""
    if not speaker and "speaker_description" not in fields:
        fields["speaker_description"] = THE_REPORT
    return said(reports.NEWS_REPORT, key, by, passage, speaker=speaker, date=OUR_DATING, **fields)


THE_ACCUSATION = (
    _reported(
        "q-headline",
        "The headline of the report has China “masterminding” the attacks.",
        unclear="No official text that we know says so. The word is the headline’s.",
    ),
    _reported(
        "q-garbled",
        "as printed, it is the gangs that “employed” the hackers, and not the other way round.",
        unclear="The sentence is garbled in print. We keep the claim that goes with it, that China is accused for "
        "the first time over hired hackers, and do not guess what the sentence was meant to say.",
    ),
    _reported(
        "q-first-time",
        "The United States and key allies, the report says, have accused the Chinese government for the first "
        "time over hired hackers who attack the West.",
    ),
    _reported(
        "q-eight",
        "It names eight accusers: the United States, the European Union, the United Kingdom, Australia, Canada, "
        "New Zealand, Japan and, by way of Bloomberg, NATO.",
    ),
    _reported(
        "q-nato-first",
        "It is the first time that NATO formally accuses China of cyber-attacks, according to the report, and "
        "the breadth of the coalition is the news.",
    ),
    _reported(
        "q-hafnium-first",
        "The attack was first blamed on Hafnium, a group that the report calls sponsored by the Chinese state.",
        unclear="By whom it was first blamed is not said.",
    ),
    said(
        reports.FINANCIAL_TIMES,
        "q-official",
        NORA,
        "A senior White House official, unnamed, told the Financial Times that there was high confidence: the "
        "hackers of the Exchange servers had been paid by the Ministry of State Security.",
        speaker="white-house",
        date="2021-07",
        speaker_description="A senior White House official, not named",
        anonymity_reason="Not given.",
        how_they_know="Not given.",
    ),
    said(
        reports.BLOOMBERG,
        "q-bloomberg",
        NORA,
        "Bloomberg is given as the source for counting NATO among those who accuse China.",
        date="2021-07",
        speaker_description="Bloomberg, as the news report cites it",
    ),
    _reported(
        "q-contract-hackers",
        "it uses criminal contract hackers for unauthorised operations all over the world, and these also work "
        "for their own gain, by extortion, crypto-jacking and theft.",
        speaker_description="An official whom the report does not name, in an outlet that it does not state",
        unclear="This is the report’s rendering, not the official’s own words.",
    ),
    _reported(
        "q-eu-reported",
        "The European Union, the report says, linked these and other attacks to two groups, APT40 and APT31.",
        speaker="european-union",
    ),
)

THE_NCSC = (
    _reported(
        "q-apt40-maritime",
        "APT40 targeted maritime industries and naval defence contractors in the United States and Europe.",
        by=IDRIS,
        speaker="ncsc",
    ),
    _reported(
        "q-apt30-parliament",
        "The NCSC also said, according to the report, that APT30 attacked government entities in 2020, among "
        "them Finland’s parliament.",
        by=IDRIS,
        speaker="ncsc",
    ),
    _reported(
        "q-chichester",
        "this is another serious example of what Chinese state-backed actors do, it is unacceptable, and it will "
        "be called out.",
        by=IDRIS,
        speaker="ncsc",
        speaker_name="Paul Chichester",
        speaker_role="director of operations",
        unclear="On the record, in the report’s rendering. We have not seen a primary text with these words.",
    ),
)

WHAT_ELSE = (
    _reported(
        "q-30000", "E-mail servers of an estimated 30,000 organisations were attacked in the United States alone."
    ),
    _reported(
        "q-charges",
        "The US Department of Justice, the report goes on, has charged four hackers said to be sponsored by the "
        "Ministry of State Security",
        by=IDRIS,
        speaker="justice-department",
    ),
    _reported(
        "q-campaign",
        "for a campaign of several years against foreign governments and against the maritime, aerospace, "
        "defence, education and healthcare sectors in at least a dozen countries.",
        by=IDRIS,
        speaker="justice-department",
    ),
    _reported(
        "q-no-sanctions", "No sanctions were announced with the accusation; they may follow, the report says.", by=IDRIS
    ),
    _reported(
        "q-solarwinds",
        "several US federal agencies were affected, Russia “was blamed”, it does not say by whom, and US sanctions "
        "followed.",
        by=IDRIS,
        unclear="By whom Russia was blamed is not said.",
    ),
    _reported(
        "q-eastern-europe",
        "In the same year, it says, the largest meat supplier of the United States and a large oil pipeline were "
        "attacked. It places the groups in Eastern Europe, most likely in Russia, and gives no source for that.",
        by=IDRIS,
        unclear="“The same year” may be that of SolarWinds, 2020, of which the report has just spoken, or its own.",
    ),
    _reported("q-ransomware", "Ransomware, it adds, is on the rise.", by=IDRIS),
    _reported("q-no-reply", "There is no reply by China in the report."),
)

MICROSOFT = (
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

FIRST: tuple[Row, ...] = (*THE_ACCUSATION, *THE_NCSC, *WHAT_ELSE, *MICROSOFT)


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
