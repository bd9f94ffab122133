"""The form of custody records: events in canonical JSON, each naming the digest of the one before.

An event's digest is the SHA-256 of its canonical JSON (RFC 8785), whole: ``at``, ``capture``, ``chain``, ``detail``,
``kind``, ``number``, ``previous`` and, in the chain ``record``, ``withheld``. The last is the SHA-256 of another
canonical JSON, which has the names and reasons that readers are not shown and a random ``salt``, so that nobody finds
them by trying. A public form leaves that second JSON out, and every digest can still be made again. The chain
``handling`` (who viewed and exported the copy; ``by`` instead of ``withheld``) never leaves the newsroom: in one
chain with the others, its numbers alone would tell readers when the desk looks at what.

Nothing here needs a database.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from casefiles.lib.canonical import NotCanonical, canonical, digest
from casefiles.lib.text import unstorable

FORMAT = "custody/1"
RECORD, HANDLING = "record", "handling"
NONE_BEFORE = "0" * 64
"""What the first event of a chain names as the digest of the one before."""
_MEMBERS = {
    RECORD: {"at", "capture", "chain", "detail", "kind", "number", "previous", "withheld"},
    HANDLING: {"at", "by", "capture", "chain", "detail", "kind", "number", "previous"},
}
_MOST_EXACT = 2**53
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def moment(at: datetime.datetime) -> str:
    """A time as events have it: RFC 3339, UTC, to the microsecond."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """``value`` as canonical JSON can say it: fractions and very large numbers as text, nothing as left out."""
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value if inner is not None]
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < _MOST_EXACT):
        return value
    text = str(value)
    return text.encode(errors="replace").decode().replace("\0", "?") if unstorable(text) else text


def faults(exported: Any) -> Iterator[str]:
    """Everything that is wrong with an exported custody record, as sentences; nothing if it is whole."""
    if not isinstance(exported, dict) or exported.get("format") != FORMAT:
        yield f"It is no custody record of the form {FORMAT}."
        return
    if not exported.get(RECORD):
        yield "It has no events."
    for chain in (RECORD, HANDLING):
        entries = exported.get(chain, [])
        if not isinstance(entries, list):
            yield f"Its chain “{chain}” is no list."
            continue
        yield from _faults_of(chain, str(exported.get("capture")), entries)


def _faults_of(chain: str, capture: str, entries: list[Any]) -> Iterator[str]:
    previous, at = NONE_BEFORE, ""
    for number, entry in enumerate(entries, 1):
        where = f"Event {number} of “{chain}”"
        event = entry.get("event") if isinstance(entry, dict) else None
        if not isinstance(event, dict) or set(event) != _MEMBERS[chain]:
            yield f"{where} does not have the members that an event has."
            return
        if (event["capture"], event["chain"], event["number"]) != (capture, chain, number):
            yield f"{where} is of another capture, chain or place."
        if event["previous"] != previous:
            yield f"{where} names {event['previous']} as the digest of the one before, which is {previous}."
        if not _AT.fullmatch(str(event["at"])) or str(event["at"]) < at:
            yield f"{where} is dated {event['at']}, and the one before {at or 'nothing'}."
        yield from _changed(where, entry, event)
        previous, at = str(entry.get("digest")), str(event["at"])


def _changed(where: str, entry: dict[str, Any], event: dict[str, Any]) -> Iterator[str]:
    if (found := _digest(event)) != entry.get("digest"):
        yield f"{where} was changed: its digest is {found}, and {entry.get('digest')} stands beside it."
    if "withheld" in entry and (found := _digest(entry["withheld"])) != event.get("withheld"):
        yield f"{where} had something else withheld: its digest is {found}, and the event says {event.get('withheld')}."


def _digest(value: Any) -> str:
    try:
        return digest(canonical(value))
    except NotCanonical as error:
        return f"none ({error})"


def parse(document: str) -> dict[str, Any]:
    """The event, or what it withholds, in a stored document."""
    return cast("dict[str, Any]", json.loads(document))
