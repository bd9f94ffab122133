"""Vocabularies. Each names its source; values are stored, labels are what people read."""

from django.db.models import IntegerChoices, TextChoices


class Kind(TextChoices):
    """Kinds of item. Actors, aliases and publishers are shared between cases; all others belong to one."""

    CASE_TEXT = "case_text", "Case text"
    OPERATION = "operation", "Operation"
    SOURCE = "source", "Source"
    STATEMENT = "statement", "Statement"
    ATTRIBUTION = "attribution", "Attribution"
    EVIDENCE = "evidence", "Evidence"
    ACTOR_LINK = "actor_link", "Link between actors"
    LEGAL_ACTION = "legal_action", "Government or legal action"
    EVENT = "event", "Timeline entry"
    IMPACT = "impact", "Impact"
    REPLY_REQUEST = "reply_request", "Right of reply"
    EDITOR_NOTE = "editor_note", "Editor’s note"
    ACTOR = "actor", "Actor"
    ALIAS = "alias", "Alias"
    PUBLISHER = "publisher", "Outlet or issuer"


SHARED_KINDS = frozenset({Kind.ACTOR, Kind.ALIAS, Kind.PUBLISHER})


class Confidentiality(TextChoices):
    """Who on the desk may see a case."""

    DESK = "desk", "Everybody on the desk"
    MEMBERS = "members", "Members only"


class DeskStatus(TextChoices):
    """Where the newsroom stands with a case; readers never see it."""

    OPEN = "open", "Being compiled"
    READY = "ready", "Ready for the publishing editor"
    CLOSED = "closed", "Closed"


class ActorType(TextChoices):
    """What an actor is (own list, wide enough for STIX 2.1 identities and intrusion sets)."""

    COUNTRY = "country", "Country"
    STATE_ORGAN = "state_organ", "State organ"
    THREAT_GROUP = "threat_group", "Threat group"
    COMPANY = "company", "Company"
    INTERNATIONAL = "international_organisation", "International organisation"
    PERSON = "person", "Person"
    UNKNOWN = "unknown", "Unknown or not stated"


class ActorRelation(TextChoices):
    """How one actor is said to stand to another."""

    PART_OF = "part_of", "is part of"
    SPONSORED_BY = "sponsored_by", "is sponsored by"
    SAME_AS = "same_as", "is the same as"


class OperationType(TextChoices):
    """Scale of an operation."""

    INCIDENT = "incident", "Incident"
    CAMPAIGN = "campaign", "Campaign"


class Sector(TextChoices):
    """STIX 2.1, industry-sector-ov."""

    AGRICULTURE = "agriculture"
    AEROSPACE = "aerospace"
    AUTOMOTIVE = "automotive"
    CHEMICAL = "chemical"
    COMMERCIAL = "commercial"
    COMMUNICATIONS = "communications"
    CONSTRUCTION = "construction"
    DEFENSE = "defense", "Defence"
    EDUCATION = "education"
    ENERGY = "energy"
    ENTERTAINMENT = "entertainment"
    FINANCIAL_SERVICES = "financial-services"
    GOVERNMENT = "government"
    GOVERNMENT_LOCAL = "government-local"
    GOVERNMENT_NATIONAL = "government-national"
    GOVERNMENT_PUBLIC_SERVICES = "government-public-services"
    GOVERNMENT_REGIONAL = "government-regional"
    HEALTHCARE = "healthcare"
    HOSPITALITY_LEISURE = "hospitality-leisure"
    INFRASTRUCTURE = "infrastructure"
    INFRASTRUCTURE_DAMS = "infrastructure-dams"
    INFRASTRUCTURE_NUCLEAR = "infrastructure-nuclear"
    INFRASTRUCTURE_WATER = "infrastructure-water"
    INSURANCE = "insurance"
    MANUFACTURING = "manufacturing"
    MINING = "mining"
    NON_PROFIT = "non-profit"
    PHARMACEUTICALS = "pharmaceuticals"
    RETAIL = "retail"
    TECHNOLOGY = "technology"
    TELECOMMUNICATIONS = "telecommunications"
    TRANSPORTATION = "transportation", "Transportation (includes maritime)"
    UTILITIES = "utilities"


class SourceType(TextChoices):
    """What a source is."""

    NEWS_REPORT = "news_report", "News report"
    GOVERNMENT_STATEMENT = "government_statement", "Government statement"
    COURT_DOCUMENT = "court_document", "Court document"
    TECHNICAL_REPORT = "technical_report", "Technical report"
    PRESS_RELEASE = "press_release", "Press release"
    SOCIAL_MEDIA = "social_media", "Social media post"
    INTERVIEW = "interview", "Interview"
    DATA_SET = "data_set", "Data set"
    OTHER = "other", "Other"


class Archiving(TextChoices):
    """How the copy of a source comes about."""

    NOW = "now", "Archive it now"
    HOLD = "hold", "Do not contact this site yet"
    UPLOAD = "upload", "I will upload it"


class Reliability(TextChoices):
    """Source reliability of the NATO Admiralty code (AJP-2.1). Blank is "not rated", which is not F."""

    A = "A", "A – completely reliable"
    B = "B", "B – usually reliable"
    C = "C", "C – fairly reliable"
    D = "D", "D – not usually reliable"
    E = "E", "E – unreliable"
    F = "F", "F – reliability cannot be judged"


class Credibility(IntegerChoices):
    """Credibility of a report, NATO Admiralty code (AJP-2.1). Blank is "not rated", which is not 6."""

    CONFIRMED = 1, "1 – confirmed by other sources"
    PROBABLY_TRUE = 2, "2 – probably true"
    POSSIBLY_TRUE = 3, "3 – possibly true"
    DOUBTFUL = 4, "4 – doubtful"
    IMPROBABLE = 5, "5 – improbable"
    CANNOT_BE_JUDGED = 6, "6 – truth cannot be judged"


class Speech(TextChoices):
    """Whose wording a passage is."""

    DIRECT = "direct", "The speaker’s own words, in a primary text"
    QUOTED = "quoted", "Quoted by the source: the source’s rendering"
    REPORTED = "reported", "Reported speech: the source’s wording"


class Words(TextChoices):
    """The speech act of an attribution, from the softest to the hardest."""

    CONCERN = "expresses_concern", "expresses concern"
    CALLS_ON = "calls_on", "calls on to act"
    CONDEMNS = "condemns", "condemns"
    SUPPORTS = "supports_or_acknowledges", "acknowledges or supports another’s attribution"
    LINKS = "links", "links"
    ATTRIBUTES = "attributes", "attributes"
    ACCUSES = "formally_accuses", "formally accuses"


class Stance(TextChoices):
    """Where the speaker stands towards the claim."""

    ACCUSES = "accuses", "accuses"
    SUPPORTS = "supports", "supports another’s claim"
    DECLINES = "declines", "declines to attribute"
    DENIES = "denies", "denies"
    WITHDRAWS = "withdraws", "withdraws an earlier claim"
    CONTESTS = "contests", "contests"


class Yardstick(TextChoices):
    """The scale in which a likelihood was stated."""

    NONE = "none_stated", "None stated"
    ICD203 = "icd203", "ICD 203 (United States)"
    PHIA = "phia", "PHIA probability yardstick (United Kingdom)"


class Likelihood(TextChoices):
    """ICD 203 and PHIA terms, each with the range its yardstick gives (per cent)."""

    NONE_STATED = "none_stated", "None stated"
    ICD_ALMOST_NO_CHANCE = "icd203:almost-no-chance", "almost no chance (ICD 203: 1–5 %)"
    ICD_VERY_UNLIKELY = "icd203:very-unlikely", "very unlikely (ICD 203: 5–20 %)"
    ICD_UNLIKELY = "icd203:unlikely", "unlikely (ICD 203: 20–45 %)"
    ICD_EVEN = "icd203:roughly-even-chance", "roughly even chance (ICD 203: 45–55 %)"
    ICD_LIKELY = "icd203:likely", "likely (ICD 203: 55–80 %)"
    ICD_VERY_LIKELY = "icd203:very-likely", "very likely (ICD 203: 80–95 %)"
    ICD_ALMOST_CERTAIN = "icd203:almost-certain", "almost certain (ICD 203: 95–99 %)"
    PHIA_REMOTE = "phia:remote-chance", "remote chance (PHIA: 0–5 %)"
    PHIA_HIGHLY_UNLIKELY = "phia:highly-unlikely", "highly unlikely (PHIA: 10–20 %)"
    PHIA_UNLIKELY = "phia:unlikely", "unlikely (PHIA: 25–35 %)"
    PHIA_REALISTIC = "phia:realistic-possibility", "realistic possibility (PHIA: 40–50 %)"
    PHIA_LIKELY = "phia:likely", "likely or probable (PHIA: 55–75 %)"
    PHIA_HIGHLY_LIKELY = "phia:highly-likely", "highly likely (PHIA: 80–90 %)"
    PHIA_ALMOST_CERTAIN = "phia:almost-certain", "almost certain (PHIA: 95–100 %)"


class Confidence(TextChoices):
    """Analytic confidence (ICD 203): how well founded a judgement is, apart from its likelihood."""

    NONE_STATED = "none_stated", "None stated"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    HIGH = "high", "High"


class Responsibility(TextChoices):
    """Spectrum of state responsibility (Healey, Atlantic Council, 2012)."""

    PROHIBITED = "state-prohibited", "State-prohibited"
    INADEQUATE = "state-prohibited-but-inadequate", "State-prohibited but inadequate"
    IGNORED = "state-ignored", "State-ignored"
    ENCOURAGED = "state-encouraged", "State-encouraged"
    SHAPED = "state-shaped", "State-shaped"
    COORDINATED = "state-coordinated", "State-coordinated"
    ORDERED = "state-ordered", "State-ordered"
    ROGUE = "state-rogue-conducted", "State-rogue-conducted"
    EXECUTED = "state-executed", "State-executed"
    INTEGRATED = "state-integrated", "State-integrated"


class Basis(TextChoices):
    """Who attributes (EuRepoC codebook, attribution basis)."""

    ATTACKER = "attacker_confirms", "Attacker confirms"
    IT_SECURITY = "it_security_community", "IT-security community"
    RECEIVER_GOVERNMENT = "receiver_government", "Receiver government or state entity"
    RECEIVER = "receiver", "Receiver"
    THIRD_PARTY = "third_party", "Third party"
    MEDIA = "media_based", "Media-based"
    CONTESTED = "contested", "Contested"
    EU = "eu_institution", "EU institution or agency"
    INTERNATIONAL = "international_organisation", "International organisation"
    NOT_AVAILABLE = "not_available", "Not available"


class AttributionType(TextChoices):
    """In what form somebody attributes (EuRepoC codebook, attribution type)."""

    TECHNICAL_REPORT = "technical_report", "Technical report"
    SELF = "self_attribution", "Self-attribution"
    DIRECT_MEDIA = "direct_statement_in_media", "Direct statement in media"
    ANONYMOUS_MEDIA = "anonymous_statement_in_media", "Anonymous statement in media"
    MEDIA_REPORT = "media_report", "Media report"
    POLITICAL = "political_statement", "Political statement or report"
    LEGAL = "domestic_legal_action", "Domestic legal action"
    MEDIA_POLITICAL = "media_and_political_statement", "Media and political statement"
    POLITICAL_SANCTIONS = (
        "political_statement_and_sanctions",
        "Political statement and indictment or sanctions",
    )
    UNCLEAR = "unclear", "Type unclear"


class EvidenceType(TextChoices):
    """What a piece of evidence is."""

    INDICATOR = "technical_indicator", "Technical indicator"
    BEHAVIOUR = "behaviour", "Behaviour (ATT&CK technique)"
    DOCUMENT = "document", "Document"
    TESTIMONY = "testimony", "Testimony"
    FINANCIAL = "financial", "Financial"
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    IMAGE = "image", "Image"
    RECORD = "record", "Record"
    NONE_PUBLISHED = "none_published", "None was published with the claim"


class Bearing(TextChoices):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports", "supports"
    UNDERMINES = "undermines", "undermines"


class LegalAct(TextChoices):
    """Acts of governments and courts. A legal act is not a stronger belief."""

    COMPLAINT = "complaint", "Criminal complaint"
    INDICTED = "indicted", "Indictment"
    UNSEALED = "unsealed", "Indictment unsealed"
    CONVICTED = "convicted", "Conviction"
    ACQUITTED = "acquitted", "Acquittal"
    DISMISSED = "dismissed", "Dismissal"
    SANCTION_LISTED = "sanction_listed", "Sanctions"
    SANCTION_DELISTED = "sanction_delisted", "Sanctions lifted"
    EXPULSION = "expulsion", "Expulsion"
    PROTEST = "protest", "Protest"
    STATEMENT = "statement", "Statement"
    NONE_FOUND = "none_found", "None found"


CHARGES = frozenset({LegalAct.COMPLAINT, LegalAct.INDICTED, LegalAct.UNSEALED})
"""Acts that carry "charges are allegations"."""


class ReplyOutcome(TextChoices):
    """What came of asking the accused."""

    PENDING = "pending", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    PUBLIC_REPLY = "public_reply", "Replied in public"
    DECLINED = "declined", "Declined to comment"
    SILENT = "silent", "Did not answer"
    NOT_SOUGHT = "not_sought", "Not sought"


class Tlp(TextChoices):
    """Traffic Light Protocol 2.0 (FIRST), for working material."""

    RED = "red", "TLP:RED"
    AMBER_STRICT = "amber+strict", "TLP:AMBER+STRICT"
    AMBER = "amber", "TLP:AMBER"
    GREEN = "green", "TLP:GREEN"
    CLEAR = "clear", "TLP:CLEAR"
