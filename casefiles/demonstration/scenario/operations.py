"""What happened: six operations. What somebody says about one of them is never said about another."""

from casefiles.demonstration.people import IDRIS, NORA
from casefiles.demonstration.scenario.rows import Revision, Row, row
from casefiles.dossiers.models import Operation
from casefiles.dossiers.vocabularies import OperationType, Sector

EXCHANGE, CAMPAIGN, PARLIAMENT = "op-exchange", "op-campaign", "op-parliament"
SOLARWINDS, MEAT, PIPELINE = "op-solarwinds", "op-meat", "op-pipeline"

_NO_YEAR = (
    "The report says “in the same year”. That may be 2020, the year of SolarWinds of which it has just spoken, or "
    "its own; we leave the date open."
)

FIRST: tuple[Row, ...] = (
    row(
        Operation,
        EXCHANGE,
        NORA,
        name="The attack on Microsoft Exchange servers",
        other_names=["Exchange 2021"],
        operation_type=OperationType.INCIDENT,
        dates="2021",
        affected_systems="Microsoft Exchange Server",
        description="Attacks on e-mail servers of many organisations. Microsoft spoke of them on 2 March 2021; the "
        "accusations of July 2021 are about them.",
    ),
    row(
        Operation,
        CAMPAIGN,
        IDRIS,
        name="The campaign of the US charges",
        operation_type=OperationType.CAMPAIGN,
        sectors=[
            Sector.TRANSPORTATION,
            Sector.AEROSPACE,
            Sector.DEFENSE,
            Sector.EDUCATION,
            Sector.HEALTHCARE,
            Sector.GOVERNMENT,
        ],
        description="A campaign of several years against foreign governments and the maritime, aerospace, defence, "
        "education and healthcare sectors in at least a dozen countries, as the charges have it.",
    ),
    row(
        Operation,
        PARLIAMENT,
        IDRIS,
        name="The attack on Finland’s parliament",
        operation_type=OperationType.INCIDENT,
        dates="2020",
        sectors=[Sector.GOVERNMENT_NATIONAL],
        countries=["FI"],
        description="An intrusion in 2020. It is not part of the attack on Exchange servers.",
    ),
    row(
        Operation,
        SOLARWINDS,
        IDRIS,
        name="SolarWinds",
        operation_type=OperationType.CAMPAIGN,
        dates="2020",
        sectors=[Sector.GOVERNMENT_NATIONAL],
        countries=["US"],
        description="The report recalls it beside Exchange. Several US federal agencies were affected.",
    ),
    row(
        Operation,
        MEAT,
        IDRIS,
        name="The attack on the largest US meat supplier",
        operation_type=OperationType.INCIDENT,
        sectors=[Sector.AGRICULTURE],
        countries=["US"],
        description=f"The report recalls it beside Exchange, in a passage on ransomware. {_NO_YEAR}",
    ),
    row(
        Operation,
        PIPELINE,
        IDRIS,
        name="The attack on a large oil pipeline",
        operation_type=OperationType.INCIDENT,
        sectors=[Sector.ENERGY],
        description=f"The report recalls it beside Exchange, in a passage on ransomware. {_NO_YEAR}",
    ),
)

REVISIONS: tuple[Revision, ...] = (
    Revision(
        CAMPAIGN,
        IDRIS,
        {
            "name": "The campaign of the US indictment, 2011 to 2018",
            "dates": "2011/2018",
            "description": "A campaign against foreign governments and the maritime, aerospace, defence, education "
            "and healthcare sectors in at least a dozen countries, as the charges have it. The indictment covers the "
            "years 2011 to 2018 and is not about the attack on Exchange servers.",
        },
    ),
)
