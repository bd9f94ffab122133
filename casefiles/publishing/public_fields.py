"""What readers may see of an item of each kind: its fields in the format ``item/1``.

A field that is blank is left out. Working ratings, approvals and names of staff are never here.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from casefiles.archive.models import Capture
from casefiles.dossiers import models
from casefiles.dossiers.models import KindModel
from casefiles.dossiers.vocabularies import Archiving, Kind
from casefiles.editions.formats import rfc3339

# Wherever it stands: Markdown writes a link in several ways, and a name without a link betrays a draft as well.
_REFERENCE = re.compile(r"\bitem:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", re.IGNORECASE)

PLAIN: dict[Kind, tuple[str, ...]] = {
    Kind.CASE_TEXT: (
        "title",
        "standfirst",
        "narrative",
        "byline",
        "approving_editor",
        "established",
        "not_established",
    ),
    Kind.OPERATION: (
        "name",
        "other_names",
        "operation_type",
        "dates",
        "affected_systems",
        "sectors",
        "countries",
        "description",
    ),
    Kind.SOURCE: (
        "title",
        "url",
        "original_address",
        "publisher",
        "authors",
        "source_type",
        "language",
        "published",
        "accessed",
        "note",
    ),
    Kind.STATEMENT: (
        "source",
        "passage",
        "prefix",
        "suffix",
        "locator",
        "speaker",
        "speaker_name",
        "speaker_role",
        "speaker_description",
        "anonymity_reason",
        "how_they_know",
        "speech",
        "said",
        "language",
        "translation",
        "translator",
        "unclear",
        "said_by",
    ),
    Kind.ATTRIBUTION: (
        "statement",
        "operation",
        "accuser",
        "accused",
        "accused_as_said",
        "stance",
        "words",
        "verb",
        "yardstick",
        "likelihood",
        "likelihood_as_said",
        "confidence",
        "confidence_as_said",
        "responsibility",
        "basis",
        "attribution_type",
        "caveat",
    ),
    Kind.EVIDENCE: ("title", "evidence_type", "description", "technique_id"),
    Kind.ACTOR_LINK: ("subject", "relation", "object", "statement"),
    Kind.LEGAL_ACTION: (
        "operation",
        "act",
        "by",
        "against",
        "against_actor",
        "date",
        "description",
        "present_status",
        "statement",
        "source",
    ),
    Kind.EVENT: ("date", "title", "description", "operation", "source"),
    Kind.IMPACT: ("operation", "amount", "unit", "scope", "estimate_by", "statement"),
    Kind.REPLY_REQUEST: (
        "to",
        "allegations",
        "channel",
        "sent_at",
        "deadline",
        "deadline_zone",
        "outcome",
        "why_not_sought",
        "reply",
        "replied",
        "statement",
    ),
    Kind.EDITOR_NOTE: ("text", "resolved"),
    Kind.ACTOR: ("name", "actor_type", "country", "description", "attack_id", "misp_uuid"),
    Kind.ALIAS: ("actor", "name", "coined_by", "reference_title", "reference_url"),
    Kind.PUBLISHER: ("name", "country", "website"),
}

PREFETCH: dict[Kind, tuple[str, ...]] = {
    Kind.SOURCE: ("relay_rows", "capture__files"),
    Kind.EVIDENCE: ("source_rows", "statement_rows", "bearing_rows"),
    Kind.REPLY_REQUEST: ("attribution_rows",),
    Kind.EDITOR_NOTE: ("subject_rows",),
}
SELECT: dict[Kind, tuple[str, ...]] = {Kind.SOURCE: ("capture",), Kind.STATEMENT: ("speaker",)}


def _value(row: Model, name: str) -> Any:
    """The value in JSON; a reference is the other item's id. Reads no row but this one."""
    if name in {field.name for field in row._meta.concrete_fields if field.is_relation}:
        name = row._meta.get_field(name).attname  # type: ignore[union-attr]
    value = getattr(row, name)
    if isinstance(value, datetime.datetime):
        return rfc3339(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _ids(rows: Iterable[Model], column: str) -> list[str]:
    return sorted(str(getattr(row, column)) for row in rows)


def _archived(capture: Capture, *, whole: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "capture": str(capture.pk),
        "state": capture.state,
        "captured_at": rfc3339(capture.started_at or capture.requested_at),
        "final_url": capture.final_url,
        "status": capture.status_code,
        "title": capture.title,
        "engine": capture.engine,
        "files": [
            {"role": stored.role, "sha256": stored.digest, "size": stored.size, "media_type": stored.media_type}
            for stored in capture.files.all()
        ],
        "whole_copy": whole,
        "words": capture.words,
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _source(row: models.Source) -> dict[str, Any]:
    added: dict[str, Any] = {"relays": _ids(row.relay_rows.all(), "relayed_id")}
    if row.capture:
        added["archived"] = _archived(row.capture, whole=row.show_whole_copy)
    elif row.archiving == Archiving.UPLOAD:
        added["not_archived"] = "There is no archived copy of this source."
    elif row.archiving == Archiving.HOLD:
        added["not_archived"] = "This source has not been archived: its site was not contacted."
    else:
        added["not_archived"] = "This source could not be archived."
    return added


def _evidence(row: models.Evidence) -> dict[str, Any]:
    return {
        "sources": _ids(row.source_rows.all(), "source_id"),
        "statements": _ids(row.statement_rows.all(), "statement_id"),
        "bearings": sorted(
            (
                {"attribution": str(bearing.attribution_id), "bearing": bearing.bearing}
                for bearing in row.bearing_rows.all()
            ),
            key=lambda bearing: bearing["attribution"],
        ),
    }


_RELATED: dict[Kind, Callable[[Any], dict[str, Any]]] = {
    Kind.SOURCE: _source,
    Kind.EVIDENCE: _evidence,
    Kind.REPLY_REQUEST: lambda row: {"attributions": _ids(row.attribution_rows.all(), "attribution_id")},
    Kind.EDITOR_NOTE: lambda row: {"subjects": _ids(row.subject_rows.all(), "subject_id")},
}


def public_fields(row: KindModel) -> dict[str, Any]:
    """The fields of ``row`` that readers see, without the blank ones."""
    fields = {name: _value(row, name) for name in PLAIN[row.KIND]}
    if row.KIND in _RELATED:
        fields |= _RELATED[row.KIND](row)
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [])}


_REFERENCES: dict[Kind, tuple[str, ...]] = {
    Kind.SOURCE: ("publisher", "relays"),
    Kind.STATEMENT: ("source", "speaker"),
    Kind.ATTRIBUTION: ("statement", "operation", "accuser", "accused"),
    Kind.EVIDENCE: ("sources", "statements"),
    Kind.ACTOR_LINK: ("subject", "object", "statement"),
    Kind.LEGAL_ACTION: ("operation", "by", "against_actor", "statement", "source"),
    Kind.EVENT: ("operation", "source"),
    Kind.IMPACT: ("operation", "statement"),
    Kind.REPLY_REQUEST: ("to", "statement", "attributions"),
    Kind.EDITOR_NOTE: ("subjects",),
    Kind.ALIAS: ("actor", "coined_by"),
}


def references(kind: Kind, fields: dict[str, Any]) -> set[str]:
    """The ids of all items that ``fields`` refer to, links in the text included."""
    found: set[str] = set()
    for name in _REFERENCES.get(kind, ()):
        value = fields.get(name, [])
        found |= {value} if isinstance(value, str) else set(value)
    found |= {bearing["attribution"] for bearing in fields.get("bearings", [])}
    if kind == Kind.CASE_TEXT:
        for name in ("standfirst", "narrative", "established", "not_established"):
            found |= {match.lower() for match in _REFERENCE.findall(fields.get(name, ""))}
    return found
