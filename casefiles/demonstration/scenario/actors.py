"""Who is spoken of, who speaks, and who prints. Two groups are never merged into one name."""

from casefiles.demonstration.people import IDRIS, NORA, Person
from casefiles.demonstration.scenario.rows import Ref, Row, row
from casefiles.dossiers.models import Actor, Alias, Publisher
from casefiles.dossiers.vocabularies import ActorType

_GROUPS = "https://attack.mitre.org/groups"


def _actor(key: str, name: str, actor_type: ActorType, by: Person = NORA, **fields: str) -> Row:
    return row(Actor, key, by, name=name, actor_type=actor_type, **fields)


def _group(key: str, name: str, attack_id: str, description: str) -> Row:
    return _actor(key, name, ActorType.THREAT_GROUP, attack_id=attack_id, description=description)


def _alias(key: str, actor: str, name: str, coined_by: str, attack_id: str) -> Row:
    return row(
        Alias,
        key,
        IDRIS,
        actor=Ref(actor),
        name=name,
        coined_by=Ref(coined_by),
        reference_title=f"MITRE ATT&CK, group {attack_id}",
        reference_url=f"{_GROUPS}/{attack_id}/",
    )


def _publisher(key: str, name: str, website: str, country: str = "") -> Row:
    return row(Publisher, key, IDRIS, name=name, website=website, country=country)


STATES = (
    _actor("united-states", "United States", ActorType.COUNTRY, country="US"),
    _actor("united-kingdom", "United Kingdom", ActorType.COUNTRY, country="GB"),
    _actor("australia", "Australia", ActorType.COUNTRY, country="AU"),
    _actor("canada", "Canada", ActorType.COUNTRY, country="CA"),
    _actor("new-zealand", "New Zealand", ActorType.COUNTRY, country="NZ"),
    _actor("japan", "Japan", ActorType.COUNTRY, country="JP"),
    _actor("china", "China", ActorType.COUNTRY, country="CN"),
    _actor("russia", "Russia", ActorType.COUNTRY, country="RU"),
    _actor("european-union", "European Union", ActorType.INTERNATIONAL),
    _actor("nato", "NATO", ActorType.INTERNATIONAL),
)

ORGANS = (
    _actor("mss", "Ministry of State Security", ActorType.STATE_ORGAN, country="CN", description="Abbreviated MSS."),
    _actor("white-house", "White House", ActorType.STATE_ORGAN, country="US"),
    _actor("justice-department", "US Department of Justice", ActorType.STATE_ORGAN, country="US"),
    _actor("ncsc", "National Cyber Security Centre", ActorType.STATE_ORGAN, country="GB", description="NCSC."),
)

GROUPS = (
    _group(
        "hafnium",
        "Hafnium",
        "G0125",
        "The name is Microsoft’s. ATT&CK writes it HAFNIUM.",
    ),
    _group("apt40", "APT40", "G0065", "Not to be confused with APT30 or APT31."),
    _group("apt31", "APT31", "G0128", "Not to be confused with APT30: the names differ by one digit."),
    _group("apt30", "APT30", "G0013", "Not to be confused with APT31: the names differ by one digit."),
)

OTHERS = (
    _actor("microsoft", "Microsoft", ActorType.COMPANY, country="US"),
    _actor("proofpoint", "Proofpoint", ActorType.COMPANY, country="US", by=IDRIS),
    _actor(
        "contract-hackers",
        "Contract hackers",
        ActorType.UNKNOWN,
        description="Hackers for hire, as accusers describe them. No names are given.",
    ),
    _actor(
        "four-charged",
        "Four people charged in the United States",
        ActorType.PERSON,
        by=IDRIS,
        description="This case file does not name them. Charges are allegations.",
    ),
    _actor(
        "accuser-not-stated",
        "An accuser whom the report does not state",
        ActorType.UNKNOWN,
        by=IDRIS,
        description="Stands where a source says that somebody was blamed and not by whom.",
    ),
    _actor(
        "eastern-europe-groups",
        "Groups located in Eastern Europe",
        ActorType.UNKNOWN,
        by=IDRIS,
        description="A location given by a report, not the name of a group and not a state.",
    ),
)

PUBLISHERS = (
    _publisher("pub-ft", "Financial Times", "https://www.ft.com/", "GB"),
    _publisher("pub-bloomberg", "Bloomberg", "https://www.bloomberg.com/", "US"),
    _publisher("pub-microsoft", "Microsoft", "https://www.microsoft.com/", "US"),
    _publisher("pub-mitre", "MITRE ATT&CK", "https://attack.mitre.org/", "US"),
)

ALIASES = (
    _alias("zirconium", "apt31", "ZIRCONIUM", "microsoft", "G0128"),
    _alias("leviathan", "apt40", "Leviathan", "proofpoint", "G0065"),
)

FIRST: tuple[Row, ...] = (*STATES, *ORGANS, *GROUPS, *OTHERS, *PUBLISHERS, *ALIASES)

SECOND: tuple[Row, ...] = (
    _actor("supo", "Finnish Security and Intelligence Service", ActorType.STATE_ORGAN, IDRIS, country="FI"),
    _actor("china-mfa", "Ministry of Foreign Affairs of China", ActorType.STATE_ORGAN, IDRIS, country="CN"),
    _publisher("pub-white-house", "White House", "https://www.whitehouse.gov/", "US"),
    _publisher("pub-uk", "UK Government", "https://www.gov.uk/", "GB"),
    _publisher("pub-supo", "Supo", "https://supo.fi/", "FI"),
    _publisher("pub-nato", "NATO", "https://www.nato.int/"),
    _publisher("pub-eu", "Council of the European Union", "https://www.consilium.europa.eu/"),
    _publisher("pub-japan", "Ministry of Foreign Affairs of Japan", "https://www.mofa.go.jp/", "JP"),
    _publisher("pub-justice", "US Department of Justice", "https://www.justice.gov/", "US"),
    _publisher("pub-china", "Ministry of Foreign Affairs of China", "https://www.fmprc.gov.cn/", "CN"),
)
