"""What the news report says, passage by passage: in its own voice, or of others."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.press_desk import reports
from casefiles.demonstration.scenario.rows import Row
from casefiles.demonstration.scenario.statements import said

THE_REPORT = "The news report, in its own voice"
OUR_DATING = "2021-07-19?"
"""The report bears no date; the mark says that the day is ours."""


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

ROWS: tuple[Row, ...] = (*THE_ACCUSATION, *THE_NCSC, *WHAT_ELSE)
