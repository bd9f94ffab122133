"""What governments and courts did, what it did to whom, and when: acts, figures, timeline."""

from typing import Any

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.operations import CAMPAIGN, EXCHANGE, PARLIAMENT, SOLARWINDS
from casefiles.demonstration.scenario.rows import Ref, Revision, Row, row
from casefiles.dossiers.models import Event, Impact, LegalAction
from casefiles.dossiers.vocabularies import LegalAct

_REPORT = "news-report-july-2021"


def _act(key: str, operation: str, act: LegalAct, by: str, source: str, statement: str, **fields: Any) -> Row:
    return row(
        LegalAction,
        key,
        IDRIS,
        operation=Ref(operation),
        act=act,
        by=Ref(by),
        source=Ref(source),
        statement=Ref(statement),
        **fields,
    )


def _event(key: str, date: str, title: str, source: str, *, by: Person = NORA, **fields: Any) -> Row:
    return row(Event, key, by, date=date, title=title, source=Ref(source), **fields)


ACTS = (
    _act(
        "l-exchange-none",
        EXCHANGE,
        LegalAct.NONE_FOUND,
        "united-states",
        _REPORT,
        "q-no-sanctions",
        date="2021-07",
        description="No sanctions were announced with the accusation. They may follow, the report says.",
        present_status="None with the accusation of July 2021; we have not looked into later years.",
    ),
    _act(
        "l-charges",
        CAMPAIGN,
        LegalAct.INDICTED,
        "justice-department",
        _REPORT,
        "q-charges",
        against="Four hackers said to be sponsored by the Ministry of State Security",
        against_actor=Ref("four-charged"),
        date="2021-07",
        description="Charges over a campaign of several years against foreign governments and the maritime, aerospace, "
        "defence, education and healthcare sectors in at least a dozen countries.",
        present_status="Announced in July 2021. What became of the charges is not recorded here.",
    ),
    _act(
        "l-solarwinds",
        SOLARWINDS,
        LegalAct.SANCTION_LISTED,
        "united-states",
        _REPORT,
        "q-solarwinds",
        description="US sanctions followed, the report says. It gives neither their date nor whom they list.",
        present_status="Not recorded here.",
    ),
)

IMPACTS = (
    row(
        Impact,
        "i-30000",
        NORA,
        operation=Ref(EXCHANGE),
        amount="30,000",
        unit="organisations whose e-mail servers were attacked (an estimate)",
        scope="in the United States alone",
        statement=Ref("q-30000"),
    ),
    row(
        Impact,
        "i-dozen",
        IDRIS,
        operation=Ref(CAMPAIGN),
        amount="at least a dozen",
        unit="countries",
        estimate_by="US Department of Justice, as a news report has it",
        statement=Ref("q-campaign"),
    ),
    row(
        Impact,
        "i-agencies",
        IDRIS,
        operation=Ref(SOLARWINDS),
        amount="several",
        unit="US federal agencies",
        statement=Ref("q-solarwinds"),
    ),
)

EVENTS = (
    _event(
        "t-parliament",
        "2020",
        "Government entities are attacked, Finland’s parliament among them",
        _REPORT,
        by=IDRIS,
        operation=Ref(PARLIAMENT),
    ),
    _event(
        "t-solarwinds",
        "2020",
        "SolarWinds: several US federal agencies are affected",
        _REPORT,
        by=IDRIS,
        operation=Ref(SOLARWINDS),
    ),
    _event(
        "t-microsoft",
        "2021-03-02",
        "Microsoft attributes the Exchange attack to a group that it calls Hafnium",
        "microsoft-hafnium",
        by=IDRIS,
        operation=Ref(EXCHANGE),
    ),
    _event(
        "t-report",
        "2021-07-19?",
        "A news report counts eight accusers of China",
        _REPORT,
        operation=Ref(EXCHANGE),
        description="The report bears no date; 19 July is our dating.",
    ),
    _event(
        "t-charges",
        "2021-07",
        "The US Department of Justice announces charges against four people",
        _REPORT,
        by=IDRIS,
        operation=Ref(CAMPAIGN),
    ),
)

FIRST: tuple[Row, ...] = (*ACTS, *IMPACTS, *EVENTS)

SECOND: tuple[Row, ...] = (
    _event(
        "t-campaign",
        "2011/2018",
        "The years that the indictment covers",
        "indictment",
        by=IDRIS,
        operation=Ref(CAMPAIGN),
    ),
    _event(
        "t-supo",
        "2021-03-18",
        "Finland’s Supo gives APT31 as the group behind the attack on parliament",
        "supo-parliament",
        by=IDRIS,
        operation=Ref(PARLIAMENT),
    ),
    _event(
        "t-us",
        "2021-07-19",
        "The United States holds hackers who work with the Ministry of State Security responsible",
        "us-statement",
        operation=Ref(EXCHANGE),
    ),
    _event(
        "t-uk",
        "2021-07-19",
        "The United Kingdom holds Chinese state-backed actors responsible, and says APT31 for Finland’s parliament",
        "uk-statement",
        by=IDRIS,
        operation=Ref(EXCHANGE),
    ),
    _event(
        "t-eu",
        "2021-07-19",
        "The European Union speaks of activities from the territory of China",
        "eu-declaration",
        operation=Ref(EXCHANGE),
    ),
    _event(
        "t-nato",
        "2021-07-19",
        "NATO acknowledges the national statements of allies",
        "nato-statement",
        operation=Ref(EXCHANGE),
    ),
    _event(
        "t-china",
        "2021-07-20",
        "China’s foreign ministry rejects the accusation",
        "china-reply",
        by=IDRIS,
        operation=Ref(EXCHANGE),
    ),
)

REVISIONS: tuple[Revision, ...] = (
    Revision(
        "l-charges",
        IDRIS,
        {
            "source": Ref("justice-department-charges"),
            "statement": Ref("q-justice"),
            "against": "Four people said to be sponsored by the Ministry of State Security",
            "description": "Charges over a campaign against foreign governments and the maritime, aerospace, defence, "
            "education and healthcare sectors in at least a dozen countries. The indictment covers the years 2011 to "
            "2018 and is not about Exchange.",
        },
    ),
    Revision("t-charges", IDRIS, {"source": Ref("justice-department-charges")}),
)
