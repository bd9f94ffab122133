"""The database's own guards of what goes out: raw SQL tries, with the guard and, to prove it, without."""

import secrets
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casefiles.accounts.actor import acting
from casefiles.dossiers.models import Attribution, Case, Operation
from casefiles.editions.actions import NewItem, record_edition
from casefiles.editions.models import Edition
from casefiles.lib.canonical import canonical, digest
from casefiles.publishing.compiling import bodies, numbers_of
from casefiles.publishing.plan import plan_edition
from casefiles.review.actions import submit
from casefiles.review.models import Release
from tests.editions.drafts import FIRST_AT
from tests.newsroom import Newsroom, current
from tests.publishing.shortcuts import change, publish, withdrawn
from tests.raw_sql import as_replica, refused, run, without

RELEASE = (
    "INSERT INTO review_release (item_id, version, digest, released_at)"
    " SELECT id, version, repeat('0', 64), now() FROM dossiers_item WHERE id = %s"
)

GUARD = "an edition has only what is approved as it stands and released"


def _as_it_was(room: Newsroom, row: Operation) -> None:
    """A draft."""


def _submitted(room: Newsroom, row: Operation) -> None:
    item = current(row)
    submit(user=room.author, item=item, version=item.version)


def _lapsed(room: Newsroom, row: Operation) -> None:
    room.approve(row)
    change(room, row, name="Another name")


def _withdrawn(room: Newsroom, row: Operation) -> None:
    room.approve(row)
    withdrawn(room, row)


UNAPPROVED: dict[str, Callable[[Newsroom, Operation], None]] = {
    "a draft": _as_it_was,
    "submitted": _submitted,
    "lapsed": _lapsed,
    "withdrawn": _withdrawn,
}


@pytest.mark.parametrize("state", UNAPPROVED)
def test_what_is_not_approved_cannot_be_released(room: Newsroom, state: str) -> None:
    row = room.operation()
    UNAPPROVED[state](room, row)
    assert refused(RELEASE, [row.pk])
    without("review_release", "guard_release")
    assert run(RELEASE, [row.pk]) == 1, "it was the guard that refused"


def test_what_is_approved_can_be_released(room: Newsroom) -> None:
    row = room.operation()
    room.approve(row)
    assert run(RELEASE, [row.pk]) == 1


def test_an_older_version_cannot_be_released(room: Newsroom) -> None:
    row = room.operation()
    room.approve(row)
    older = current(row).version
    change(room, row, name="Another name")
    room.approve(row)
    sql = "INSERT INTO review_release (item_id, version, digest, released_at) VALUES (%s, %s, repeat('0', 64), now())"
    assert refused(sql, [row.pk, older])


def body(row: Operation) -> NewItem:
    """An item as an edition has it, made by somebody who asks nobody."""
    whole: dict[str, Any] = {
        "format": "item/1",
        "id": str(row.pk),
        "kind": "operation",
        "number": "O9",
        "salt": secrets.token_hex(16),
        "refs": [],
        "fields": {"name": row.name, "operation_type": row.operation_type},
    }
    return NewItem(row.pk, "operation", whole)


def record(room: Newsroom, *more: NewItem) -> Edition:
    """What publishing would record now, and ``more``: written straight into the record."""
    plan = plan_edition(room.case)
    given = {item.id for item in more}
    items = [*(item for item in bodies(plan, numbers_of(plan).by_item) if item.id not in given), *more]
    return record_edition(
        case_id=room.case.pk, slug=room.case.slug, kind="first", note="", items=items, published_at=FIRST_AT
    )


def release(*items: NewItem) -> None:
    for item in items:
        sql = "INSERT INTO review_release (item_id, version, digest, released_at)"
        sql += " SELECT id, version, %s, now() FROM dossiers_item WHERE id = %s"
        run(sql, [digest(canonical(item.body)), item.id])


def refusal(room: Newsroom, *more: NewItem) -> str:
    """What the database says when it refuses that; "" if it does it."""
    try:
        with transaction.atomic(), acting(room.publisher):
            record(room, *more)
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.fixture
def released(room: Newsroom, claim: Attribution) -> Newsroom:
    """A case of which everything is approved and released, and no edition recorded."""
    plan = plan_edition(room.case)
    items = bodies(plan, numbers_of(plan).by_item)
    release(*items)
    for item in items:  # the very bytes, so that they are found again
        run(
            "INSERT INTO editions_blob (digest, item_id, kind, body) VALUES (%s, %s, %s, %s)",
            [digest(canonical(item.body)), item.id, item.kind, canonical(item.body)],
        )
    return room


def test_what_is_approved_and_released_can_be_recorded(released: Newsroom) -> None:
    assert refusal(released) == ""
    assert Edition.objects.count() == 1


def test_an_edition_of_what_is_only_approved_is_refused(room: Newsroom, claim: Attribution) -> None:
    assert GUARD in refusal(room)
    without("editions_edition", "guard_released")
    assert refusal(room) == ""


@pytest.mark.parametrize("state", UNAPPROVED)
def test_an_edition_of_what_is_not_approved_is_refused(released: Newsroom, state: str) -> None:
    row = released.operation("Another")
    UNAPPROVED[state](released, row)
    assert GUARD in refusal(released, body(row))
    without("editions_edition", "guard_released")
    assert refusal(released, body(row)) == "", "it was the guard that refused"


def test_a_replica_session_does_not_help(released: Newsroom) -> None:
    row = released.operation("Another")
    as_replica()
    assert refused(RELEASE, [row.pk])
    assert GUARD in refusal(released, body(row))


def test_other_bytes_than_those_released_are_refused(released: Newsroom) -> None:
    row = released.operation("Another")
    released.approve(row)
    release(body(row))
    assert GUARD in refusal(released, body(row)), "another salt, other bytes"


def test_what_was_released_and_is_withdrawn_since_is_refused(released: Newsroom, claim: Attribution) -> None:
    row = released.operation("Another")
    released.approve(row)
    item = body(row)
    release(item)
    withdrawn(released, row)
    assert GUARD in refusal(released, item)


def test_what_was_released_and_changed_since_is_refused(released: Newsroom) -> None:
    row = released.operation("Another")
    released.approve(row)
    item = body(row)
    release(item)
    change(released, row, name="Another name")
    assert GUARD in refusal(released, item)


def test_what_belongs_to_another_case_is_refused(released: Newsroom) -> None:
    full = released.case
    released.case = Case.objects.get(slug="empty")
    row = released.operation("Theirs")
    released.approve(row)
    item = body(row)
    release(item)
    released.case = full
    assert GUARD in refusal(released, item)


def test_what_there_is_no_item_of_is_refused(released: Newsroom) -> None:
    row = Operation(item_id=uuid.uuid4(), name="Nothing", operation_type="incident")
    assert GUARD in refusal(released, body(row))


def test_releases_and_numbers_stay(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    for sql in (
        "UPDATE review_release SET digest = repeat('0', 64)",
        "DELETE FROM review_release",
        "TRUNCATE review_release",
        "UPDATE publishing_publicnumber SET number = number + 10",
        "DELETE FROM publishing_publicnumber",
        "TRUNCATE publishing_publicnumber",
    ):
        assert refused(sql), sql


def test_without_their_guards_they_would_not(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    without("publishing_publicnumber", "guard_update_delete")
    without("review_release", "guard_update_delete")
    assert run("UPDATE publishing_publicnumber SET number = number + 10") > 0
    assert run("DELETE FROM review_release") > 0
    assert not Release.objects.exists()


def test_a_number_is_given_once(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    row = room.operation("Another")
    sql = "INSERT INTO publishing_publicnumber (item_id, case_id, prefix, number) VALUES (%s, %s, 'O', %s)"
    assert refused(sql, [row.pk, room.case.pk, 1])
    assert run(sql, [row.pk, room.case.pk, 2]) == 1
