"""The custody record: complete, in its transaction, and found out wherever it was changed."""

import copy as copying
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.archive import custody, life
from casefiles.archive.actions import cancel_capture, need_now, open_capture, request_capture
from casefiles.archive.chain import faults, plain
from casefiles.archive.models import Capture, CustodyEvent, HandlingEvent
from casefiles.archive.states import Access, Custody, Handling, State
from casefiles.lib.canonical import canonical, digest
from tests.archive.captures import begin, failure, lapse, queue
from tests.copies import archived, finish

pytestmark = pytest.mark.django_db

URL = "https://news.example/page"


def told(capture: Capture) -> list[str]:
    return list(capture.custody.order_by("number").values_list("kind", flat=True))


def event(capture: Capture, kind: Custody) -> dict[str, Any]:
    return capture.custody.get(kind=kind).event


def well(capture: Capture) -> Capture:
    """``capture``, of whose custody nothing is wrong."""
    assert list(custody.faults(Capture.objects.get(pk=capture.pk))) == []
    return capture


# What is recorded


def test_who_asked_and_why_is_recorded_and_withheld(journalist: User) -> None:
    capture = well(request_capture(url=URL, requested_by=journalist, reason="A tip.", tell_workers=False))
    first = capture.custody.get()
    assert (first.number, first.kind, first.previous) == (1, Custody.REQUESTED, "0" * 64)
    assert first.event["detail"] == {"url": URL}
    withheld = json.loads(first.withheld.document)
    assert withheld["by"] == {"id": str(journalist.pk), "name": journalist.display_name}
    assert (withheld["reason"], len(withheld["salt"]), first.withheld.by) == ("A tip.", 32, journalist)
    assert first.event["withheld"] == digest(first.withheld.document.encode())


def test_an_outcome_is_recorded_with_all_that_was_found_and_stored() -> None:
    capture = well(archived(URL, report={"servers": {"https://news.example:443": {"address": "192.0.2.1"}}}))
    assert told(capture) == ["requested", "tried", "finished"]
    detail = event(capture, Custody.FINISHED)["detail"]
    assert (detail["requested"], detail["final_url"], detail["outcome"]) == (URL, URL, "succeeded")
    assert detail["report"]["servers"]["https://news.example:443"]["address"] == "192.0.2.1"
    assert {file["role"]: file["sha256"] for file in detail["files"]} == dict(
        capture.files.values_list("role", "digest")
    )
    assert [record["kind"] for record in detail["records"]] == ["warcinfo", "response", "request", "resource"]
    assert detail["records"][3]["block"] == capture.files.get(role="text").digest


def test_each_try_is_recorded() -> None:
    capture = queue(URL)
    life.finish(begin(capture), failure(), engine="http", started_at=timezone.now())
    lapse(begin(capture))
    life.sweep()
    finish(capture)
    assert told(well(capture)) == ["requested", "tried", "tried", "tried", "finished"]
    results = [each.event["detail"]["result"] for each in capture.custody.filter(kind=Custody.TRIED)]
    assert results == ["retry", "lost", "succeeded"]


def test_a_capture_that_kills_its_workers_ends_in_the_record_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "MOST_LOST", 0)
    capture = queue(URL)
    lapse(begin(capture))
    life.sweep()
    assert told(well(capture)) == ["requested", "tried", "finished"]
    assert event(capture, Custody.FINISHED)["detail"]["outcome"] == "failed"


def test_a_request_taken_back_does_not_tell_readers_by_whom(journalist: User) -> None:
    capture = queue(URL)
    cancel_capture(capture=capture, user=journalist)
    assert told(well(capture)) == ["requested", "cancelled"]
    assert journalist.display_name not in json.dumps(custody.exported(capture, public=True))
    assert capture.custody.get(number=2).withheld.by == journalist


def test_who_puts_a_capture_before_others_is_recorded(journalist: User) -> None:
    capture = queue(URL)
    need_now(capture=capture, user=journalist)
    assert told(well(capture)) == ["requested", "needed_now"]
    assert capture.custody.get(number=2).withheld.by == journalist


def test_opening_a_copy_is_recorded_once(journalist: User) -> None:
    capture = archived(URL)
    for level in (Access.PRIVATE, Access.PRIVATE, Access.PUBLIC, Access.PRIVATE):
        open_capture(capture_id=capture.pk, level=level, user=journalist)
    changes = [each.event["detail"] for each in capture.custody.filter(kind=Custody.ACCESS_CHANGED)]
    assert changes == [{"from": "sealed", "to": "private"}, {"from": "private", "to": "public"}]
    well(capture)


def test_what_is_taken_back_leaves_no_event() -> None:
    capture = queue(URL)
    with transaction.atomic():
        custody.record(capture, Custody.VERIFIED, {"right": True})
        transaction.set_rollback(True)
    assert told(well(capture)) == ["requested"]


# What readers are shown


def test_the_public_form_shows_no_names_reasons_or_views_and_is_the_same_after_a_view(journalist: User) -> None:
    capture = finish(request_capture(url=URL, requested_by=journalist, reason="A tip.", tell_workers=False))
    before = canonical(custody.exported(capture, public=True))
    custody.handle(capture, Handling.VIEWED, {}, by=journalist)
    custody.handle(capture, Handling.EXPORTED, {}, by=None)
    assert canonical(custody.exported(capture, public=True)) == before
    assert list(faults(json.loads(before))) == []
    for secret in ("A tip.", journalist.display_name, str(journalist.pk), "salt", "viewed", "handling"):
        assert secret.encode() not in before


def test_the_whole_form_has_them_and_the_same_digests(journalist: User) -> None:
    capture = finish(request_capture(url=URL, requested_by=journalist, reason="A tip.", tell_workers=False))
    custody.handle(capture, Handling.VIEWED, {}, by=journalist)
    custody.handle(capture, Handling.EXPORTED, {}, by=None)
    whole, public = (custody.exported(capture, public=which) for which in (False, True))
    assert [entry["digest"] for entry in whole["record"]] == [entry["digest"] for entry in public["record"]]
    assert whole["record"][0]["withheld"]["reason"] == "A tip."
    assert [entry["event"]["by"].get("name") for entry in whole["handling"]] == [journalist.display_name, None]
    assert list(faults(json.loads(json.dumps(whole)))) == []


def test_the_same_names_are_withheld_under_another_digest_each_time(journalist: User) -> None:
    """Without the salt, whoever guesses a name could tell by the digest that they are right."""
    digests = {
        request_capture(url=URL, requested_by=journalist, reason="A tip.", tell_workers=False)
        .custody.get()
        .event["withheld"]
        for _ in range(3)
    }
    assert len(digests) == 3


# What was changed is found


def _of_event(number: int, **changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda whole: whole["record"][number - 1]["event"].update(changes)


def _reseal(whole: dict[str, Any]) -> None:
    """Change an event, and its own digest with it; the next still names the old one."""
    entry = whole["record"][1]
    entry["event"]["detail"] = {"result": "nothing"}
    entry["digest"] = digest(canonical(entry["event"]))


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another time": (_of_event(2, at="2021-07-19T14:00:00.000000Z"), "Event 2 of “record” was changed"),
    "no time": (_of_event(2, at="soon"), "Event 2 of “record” is dated soon"),
    "another detail": (_of_event(3, detail={}), "Event 3 of “record” was changed"),
    "another kind": (_of_event(1, kind="viewed"), "Event 1 of “record” was changed"),
    "another capture": (_of_event(1, capture="another"), "Event 1 of “record” is of another capture"),
    "sealed again": (_reseal, "Event 3 of “record” names"),
    "one left out": (lambda whole: whole["record"].pop(1), "Event 2 of “record” is of another capture, chain or place"),
    "two turned round": (lambda whole: whole["record"].reverse(), "Event 1 of “record” is of another"),
    "a member more": (_of_event(2, why="So."), "Event 2 of “record” does not have the members"),
    "no events": (lambda whole: whole.update(record=[]), "It has no events"),
    "another form": (lambda whole: whole.update(format="x"), "It is no custody record"),
    "no list": (lambda whole: whole.update(record="x"), "no list"),
    "another reason": (lambda whole: whole["record"][0]["withheld"].update(reason="Not."), "something else withheld"),
    "a fraction": (_of_event(2, detail={"bytes": 0.5}), "a float"),
    "a view less": (lambda whole: whole["handling"].pop(0), "Event 1 of “handling” is of another"),
    "another viewer": (
        lambda whole: whole["handling"][0]["event"].update(by={}),
        "Event 1 of “handling” was changed",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_in_an_export_is_found(change: str, journalist: User) -> None:
    capture = archived(URL)
    custody.handle(capture, Handling.VIEWED, {}, by=journalist)
    custody.handle(capture, Handling.VIEWED, {}, by=journalist)
    whole = copying.deepcopy(custody.exported(capture, public=False))
    alter, said = CHANGES[change]
    alter(whole)
    assert said in " ".join(faults(whole))


def test_what_the_rows_say_otherwise_is_found() -> None:
    """A hand with the owner's rights on the rows beside the record."""
    capture = archived(URL)
    capture.access, capture.state = Access.PUBLIC, State.GONE
    found = " ".join(custody.faults(capture))
    assert "It says that the copy is sealed, and the capture is public." in found
    assert "It tells of the outcomes ['succeeded'], and the capture’s is gone." in found


def test_what_json_cannot_say_exactly_is_said_as_text() -> None:
    assert plain({"a": 0.5, "b": None, "c": [None, 2**60, True], "d": "x\0\ud800"}) == {
        "a": "0.5",
        "c": [str(2**60), True],
        "d": "x??",
    }


def test_events_say_what_they_are() -> None:
    capture = archived(URL)
    seen = custody.handle(capture, Handling.VIEWED, {}, by=None)
    assert str(seen) == "1: viewed"
    assert str(capture.custody.earliest("number")) == "1: requested"
    assert (CustodyEvent.objects.count(), HandlingEvent.objects.count()) == (3, 1)
