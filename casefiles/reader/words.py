"""What readers see instead of stored values. Words of the field, in sentences where they stand in one."""

from collections.abc import Mapping

_ACTOR_TYPE = {
    "country": "Country",
    "state_organ": "State organ",
    "threat_group": "Threat group",
    "company": "Company",
    "international_organisation": "International organisation",
    "person": "Person",
    "unknown": "Unknown or not stated",
}
_RELATION = {
    "part_of": "is part of",
    "sponsored_by": "is sponsored by",
    "same_as": "is the same as",
}
_OPERATION_TYPE = {
    "incident": "Incident",
    "campaign": "Campaign",
}
_SECTOR = {
    "agriculture": "Agriculture",
    "aerospace": "Aerospace",
    "automotive": "Automotive",
    "chemical": "Chemical",
    "commercial": "Commercial",
    "communications": "Communications",
    "construction": "Construction",
    "defense": "Defence",
    "education": "Education",
    "energy": "Energy",
    "entertainment": "Entertainment",
    "financial-services": "Financial services",
    "government": "Government",
    "government-local": "Local government",
    "government-national": "National government",
    "government-public-services": "Public services",
    "government-regional": "Regional government",
    "healthcare": "Healthcare",
    "hospitality-leisure": "Hospitality and leisure",
    "infrastructure": "Infrastructure",
    "infrastructure-dams": "Dams",
    "infrastructure-nuclear": "Nuclear infrastructure",
    "infrastructure-water": "Water infrastructure",
    "insurance": "Insurance",
    "manufacturing": "Manufacturing",
    "mining": "Mining",
    "non-profit": "Non-profit",
    "pharmaceuticals": "Pharmaceuticals",
    "retail": "Retail",
    "technology": "Technology",
    "telecommunications": "Telecommunications",
    "transportation": "Transportation (includes maritime)",
    "utilities": "Utilities",
}
_SOURCE_TYPE = {
    "news_report": "News report",
    "government_statement": "Government statement",
    "court_document": "Court document",
    "technical_report": "Technical report",
    "press_release": "Press release",
    "social_media": "Social media post",
    "interview": "Interview",
    "data_set": "Data set",
    "other": "Other",
}
_SPEECH = {
    "direct": "In the speaker’s own words",
    "quoted": "Quoted by the source, in its rendering",
    "reported": "Reported speech, in the source’s wording",
}
_WORDS = {
    "expresses_concern": "expresses concern",
    "calls_on": "calls on to act",
    "condemns": "condemns",
    "supports_or_acknowledges": "acknowledges or supports another’s attribution",
    "links": "links",
    "attributes": "attributes",
    "formally_accuses": "formally accuses",
}
_STANCE = {
    "accuses": "accuses",
    "supports": "supports another’s claim",
    "declines": "declines to attribute",
    "denies": "denies",
    "withdraws": "withdraws an earlier claim",
    "contests": "contests",
}
_YARDSTICK = {
    "none_stated": "none stated",
    "icd203": "ICD 203 (United States)",
    "phia": "PHIA probability yardstick (United Kingdom)",
}
_LIKELIHOOD = {
    "none_stated": "none stated",
    "icd203:almost-no-chance": "almost no chance (ICD 203: 1–5 %)",
    "icd203:very-unlikely": "very unlikely (ICD 203: 5–20 %)",
    "icd203:unlikely": "unlikely (ICD 203: 20–45 %)",
    "icd203:roughly-even-chance": "roughly even chance (ICD 203: 45–55 %)",
    "icd203:likely": "likely (ICD 203: 55–80 %)",
    "icd203:very-likely": "very likely (ICD 203: 80–95 %)",
    "icd203:almost-certain": "almost certain (ICD 203: 95–99 %)",
    "phia:remote-chance": "remote chance (PHIA: 0–5 %)",
    "phia:highly-unlikely": "highly unlikely (PHIA: 10–20 %)",
    "phia:unlikely": "unlikely (PHIA: 25–35 %)",
    "phia:realistic-possibility": "realistic possibility (PHIA: 40–50 %)",
    "phia:likely": "likely or probable (PHIA: 55–75 %)",
    "phia:highly-likely": "highly likely (PHIA: 80–90 %)",
    "phia:almost-certain": "almost certain (PHIA: 95–100 %)",
}
_CONFIDENCE = {
    "none_stated": "none stated",
    "low": "low",
    "moderate": "moderate",
    "high": "high",
}
_RESPONSIBILITY = {
    "state-prohibited": "State-prohibited",
    "state-prohibited-but-inadequate": "State-prohibited but inadequate",
    "state-ignored": "State-ignored",
    "state-encouraged": "State-encouraged",
    "state-shaped": "State-shaped",
    "state-coordinated": "State-coordinated",
    "state-ordered": "State-ordered",
    "state-rogue-conducted": "State-rogue-conducted",
    "state-executed": "State-executed",
    "state-integrated": "State-integrated",
}
_BASIS = {
    "attacker_confirms": "Attacker confirms",
    "it_security_community": "IT-security community",
    "receiver_government": "Receiver government or state entity",
    "receiver": "Receiver",
    "third_party": "Third party",
    "media_based": "Media-based",
    "contested": "Contested",
    "eu_institution": "EU institution or agency",
    "international_organisation": "International organisation",
    "not_available": "Not available",
}
_ATTRIBUTION_TYPE = {
    "technical_report": "Technical report",
    "self_attribution": "Self-attribution",
    "direct_statement_in_media": "Direct statement in media",
    "anonymous_statement_in_media": "Anonymous statement in media",
    "media_report": "Media report",
    "political_statement": "Political statement or report",
    "domestic_legal_action": "Domestic legal action",
    "media_and_political_statement": "Media and political statement",
    "political_statement_and_sanctions": "Political statement and indictment or sanctions",
    "unclear": "Type unclear",
}
_EVIDENCE_TYPE = {
    "technical_indicator": "Technical indicator",
    "behaviour": "Behaviour (ATT&CK technique)",
    "document": "Document",
    "testimony": "Testimony",
    "financial": "Financial",
    "infrastructure": "Infrastructure",
    "image": "Image",
    "record": "Record",
    "none_published": "None was published with the claim",
}
_BEARING = {
    "supports": "supports",
    "undermines": "undermines",
}
_ACT = {
    "complaint": "Criminal complaint",
    "indicted": "Indictment",
    "unsealed": "Indictment unsealed",
    "convicted": "Conviction",
    "acquitted": "Acquittal",
    "dismissed": "Dismissal",
    "sanction_listed": "Sanctions",
    "sanction_delisted": "Sanctions lifted",
    "expulsion": "Expulsion",
    "protest": "Protest",
    "statement": "Statement",
    "none_found": "None found",
}
_OUTCOME = {
    "pending": "Waiting for an answer",
    "answered": "Answered",
    "public_reply": "Replied in public",
    "declined": "Declined to comment",
    "silent": "Did not answer",
    "not_sought": "Not sought",
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "actor_type": _ACTOR_TYPE,
    "relation": _RELATION,
    "operation_type": _OPERATION_TYPE,
    "sectors": _SECTOR,
    "source_type": _SOURCE_TYPE,
    "speech": _SPEECH,
    "words": _WORDS,
    "stance": _STANCE,
    "yardstick": _YARDSTICK,
    "likelihood": _LIKELIHOOD,
    "confidence": _CONFIDENCE,
    "responsibility": _RESPONSIBILITY,
    "basis": _BASIS,
    "attribution_type": _ATTRIBUTION_TYPE,
    "evidence_type": _EVIDENCE_TYPE,
    "bearing": _BEARING,
    "act": _ACT,
    "outcome": _OUTCOME,
}
"""Words by field name and stored value."""

KINDS = {
    "case_text": "Introduction",
    "operation": "Operation",
    "source": "Source",
    "statement": "Statement",
    "attribution": "Claim",
    "evidence": "Evidence",
    "actor_link": "Link between actors",
    "legal_action": "Government or legal action",
    "event": "Timeline entry",
    "impact": "Impact",
    "reply_request": "Right of reply",
    "editor_note": "Editors’ note",
    "actor": "Actor",
    "alias": "Other name",
    "publisher": "Outlet or issuer",
}

EDITION_KINDS = {
    "first": "First version",
    "update": "Update",
    "clarification": "Clarification",
    "correction": "Correction",
    "retraction": "Retraction",
}

FIELDS = {
    "accused_as_said": "accused, as said",
    "act": "act",
    "actor_type": "kind of actor",
    "approving_editor": "approved by",
    "archived": "archived copy",
    "attack_id": "ATT&CK group",
    "attribution_type": "form of the claim",
    "basis": "who attributes",
    "confidence": "confidence as stated",
    "confidence_as_said": "confidence, in their words",
    "evidence_type": "kind of evidence",
    "likelihood_as_said": "likelihood, in their words",
    "misp_uuid": "MISP galaxy id",
    "not_archived": "archived copy",
    "not_established": "what is not established",
    "established": "what is established",
    "operation_type": "scale",
    "original_address": "where the original stands",
    "outcome": "what came of it",
    "passage": "words of the source",
    "prefix": "words before",
    "suffix": "words after",
    "relays": "repeats",
    "responsibility": "state responsibility",
    "said_by": "speaker, as shown",
    "source_type": "kind of source",
    "technique_id": "ATT&CK technique",
    "url": "address",
    "why_not_sought": "why not sought",
}
"""Names of fields that are not simply their own name with spaces."""


def value_words(field: str, value: str) -> str:
    """What readers see for a stored value; the value itself where it has no other words."""
    return VALUES.get(field, {}).get(value, value)


def field_words(field: str) -> str:
    """What readers see for a field's name."""
    return FIELDS.get(field, field.replace("_", " "))
