"""Writing a capture's custody record, in the transaction of what it records; reading and checking it.

The form, and why there are two chains, is told in ``chain``. The database's guards hold both together: they take the
same lock, and refuse what does not follow the last event or differs from its digest.
"""

import datetime
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction

from casefiles.accounts.models import User
from casefiles.archive import chain
from casefiles.archive.models import Capture, CustodyEvent, CustodyWithheld, HandlingEvent
from casefiles.archive.states import OUTCOMES, Custody, Handling
from casefiles.archive.warc import SOFTWARE
from casefiles.archive.warc_check import Record
from casefiles.lib.canonical import canonical, digest

Detail = Mapping[str, Any]
_SALT = 16  # bytes


def record(
    capture: Capture, kind: Custody, detail: Detail, *, by: User | None = None, withheld: Detail | None = None
) -> CustodyEvent:
    """Add an event to what readers may see; who it is ``by`` (``None``: the system) and ``withheld`` they may not."""
    hidden = canonical(chain.plain({**_who(by), **(withheld or {}), "salt": secrets.token_hex(_SALT)}))
    with transaction.atomic():
        link = _next(CustodyEvent, chain.RECORD, capture, kind, detail, {"withheld": digest(hidden)})
        event = CustodyEvent.objects.create(**link)
        CustodyWithheld.objects.create(event=event, by=by, document=hidden.decode())
    return event


def handle(capture: Capture, kind: Handling, detail: Detail, *, by: User | None) -> HandlingEvent:
    """Add what somebody of the newsroom did with the copy (``None``: the operator of the system)."""
    with transaction.atomic():
        link = _next(HandlingEvent, chain.HANDLING, capture, kind, detail, {"by": _who(by).get("by", {})})
        return HandlingEvent.objects.create(**link, by=by)


def ended(
    capture: Capture,
    *,
    outcome: str,
    sentence: str,
    facts: Detail,
    files: Iterable[Detail] = (),
    records: Iterable[Record] = (),
) -> None:
    """Record the outcome of a capture, with all that was found out and stored."""
    detail = {
        "outcome": outcome,
        "sentence": sentence,
        "requested": capture.cited_url.url,
        "software": SOFTWARE,
        **facts,
        "files": list(files),
        "records": [{"kind": each.kind, "url": each.url, "block": each.block} for each in records],
    }
    record(capture, Custody.FINISHED, detail)


def exported(capture: Capture, *, public: bool) -> dict[str, Any]:
    """The record as it leaves the newsroom, or, unless ``public``, with all names and reasons and the handling."""
    found: dict[str, Any] = {"format": chain.FORMAT, "capture": str(capture.pk)}
    if public:
        events = CustodyEvent.objects.filter(capture=capture)  # whatever of them may have been prefetched
        return found | {chain.RECORD: [_entry(event) for event in events.order_by("number")]}
    whole = [
        _entry(event) | {"withheld": chain.parse(event.withheld.document) if hasattr(event, "withheld") else {}}
        for event in capture.custody.order_by("number").select_related("withheld")
    ]
    return found | {
        chain.RECORD: whole,
        chain.HANDLING: [_entry(event) for event in capture.handling.order_by("number")],
    }


def faults(capture: Capture) -> Iterator[str]:
    """What is wrong with the record, in itself and beside the rows that it tells of, as sentences."""
    whole = exported(capture, public=False)
    yield from chain.faults(whole)
    events = [entry["event"] for entry in whole[chain.RECORD]]
    told = [event["kind"] for event in events]
    if told[:1] != [Custody.REQUESTED]:
        yield "It does not begin with the request."
    tries = told.count(Custody.TRIED) + told.count(Custody.CANCELLED)
    if tries != capture.attempts.count():
        yield f"It tells of {tries} tries, and there were {capture.attempts.count()}."
    outcomes = [_outcome(event) for event in events if event["kind"] in {Custody.FINISHED, Custody.CANCELLED}]
    if outcomes != [capture.state] * capture.is_finished:
        yield f"It tells of the outcomes {outcomes}, and the capture’s is {capture.state}."
    levels = ["sealed", *(event["detail"]["to"] for event in events if event["kind"] == Custody.ACCESS_CHANGED)]
    if levels[-1] != capture.access:
        yield f"It says that the copy is {levels[-1]}, and the capture is {capture.access}."
    if (Custody.EXPIRED in told) is not (capture.expired_at is not None):
        yield "That the files were removed is said by only one of the record and the capture."
    yield from _other_files(capture, events)


def _other_files(capture: Capture, events: list[dict[str, Any]]) -> Iterator[str]:
    told = {
        (file["role"], file["sha256"])
        for event in events
        if event["kind"] == Custody.FINISHED
        for file in event["detail"]["files"]
    }
    stored = {(file.role, file.digest) for file in capture.files.all()}
    for role, name in sorted(told ^ stored):
        where = "the record alone" if (role, name) in told else "the capture alone"
        yield f"The file {role} {name} is in {where}."


def _outcome(event: dict[str, Any]) -> str:
    kind: str = event["kind"]
    return kind if kind in OUTCOMES else str(event["detail"].get("outcome"))


def _entry(event: CustodyEvent | HandlingEvent) -> dict[str, Any]:
    return {"event": event.event, "digest": event.digest}


def _who(by: User | None) -> dict[str, dict[str, str]]:
    return {"by": {"id": str(by.pk), "name": by.display_name}} if by else {}


def _next(
    model: type[CustodyEvent] | type[HandlingEvent],
    name: str,
    capture: Capture,
    kind: Custody | Handling,
    detail: Detail,
    own: Detail,
) -> dict[str, Any]:
    """The columns of the next event. Until the transaction ends, nobody else adds one."""
    number, previous, at = _after(model._meta.db_table, capture)
    document = canonical(
        {
            "capture": str(capture.pk),
            "chain": name,
            "number": number,
            "previous": previous,
            "kind": kind.value,
            "at": chain.moment(at),
            "detail": chain.plain(detail),
            **own,
        }
    )
    return {
        "capture": capture,
        "kind": kind,
        "number": number,
        "previous": previous,
        "at": at,
        "document": document.decode(),
        "digest": digest(document),
    }


def _after(table: str, capture: Capture) -> tuple[int, str, datetime.datetime]:
    """Number, previous digest and time of the event that is to follow, under the lock that the guard takes too."""
    with connection.cursor() as cursor:
        # The capture's row first, which others hold when they come here; the new event's key would lock it last.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            " FROM (SELECT FROM archive_capture WHERE id = %s FOR KEY SHARE) AS held",
            [f"{table}:{capture.pk}", capture.pk],
        )
        # A second statement: what another has committed while this one waited is to be seen.
        cursor.execute(
            f"SELECT number, digest, greatest(clock_timestamp(), at) FROM {table}"  # noqa: S608 (a table of ours)
            " WHERE capture_id = %s ORDER BY number DESC LIMIT 1",
            [capture.pk],
        )
        if row := cursor.fetchone():
            return row[0] + 1, row[1], row[2]
        cursor.execute("SELECT clock_timestamp()")
        return 1, chain.NONE_BEFORE, cursor.fetchone()[0]
