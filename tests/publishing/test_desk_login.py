"""The desk's own database login, past every action: what it may not publish, and that it may publish at all."""

import json
from hashlib import sha256

import pytest

from casefiles.dossiers.models import KindModel
from casefiles.review.models import Release
from tests.newsroom import Newsroom
from tests.publishing.test_guards import GUARD
from tests.raw_sql import logged_in, refusal

pytestmark = pytest.mark.django_db(transaction=True)

EDITION = (
    "INSERT INTO editions_edition"
    " (id, case_id, slug, number, kind, note, published_at, manifest, digest, previous_digest)"
    " VALUES (gen_random_uuid(), %(case)s, %(slug)s, 1, 'first', '', %(at)s, %(manifest)s, %(digest)s, '')"
)
AT = "2021-07-19T18:30:00Z"


def edition_of(room: Newsroom, row: KindModel, digest: str) -> dict[str, object]:
    """The columns of a first edition that has nothing but ``row``."""
    manifest = {
        "format": "casefile/1",
        "case": {"id": str(room.case.pk), "slug": room.case.slug},
        "number": 1,
        "kind": "first",
        "published_at": AT,
        "items": [{"id": str(row.pk), "kind": row.KIND.value, "digest": digest}],
    }
    body = json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
    return {
        "case": room.case.pk,
        "slug": room.case.slug,
        "at": AT,
        "manifest": body,
        "digest": sha256(body).hexdigest(),
    }


def test_it_cannot_publish_a_draft_nor_what_is_only_approved() -> None:
    room = Newsroom.open()
    row = room.operation()
    with logged_in("desk") as session:
        assert GUARD in refusal(EDITION, edition_of(room, row, "0" * 64), session=session)
        room.approve(row)
        assert GUARD in refusal(EDITION, edition_of(room, row, "0" * 64), session=session)


def test_it_can_publish_what_is_released_and_only_that() -> None:
    room = Newsroom.open()
    row = room.operation()
    room.approve(row)
    release = Release.objects.create(item=row.item, version=row.item.version, digest="1" * 64)
    with logged_in("desk") as session:
        assert GUARD in refusal(EDITION, edition_of(room, row, "2" * 64), session=session)
        assert refusal(EDITION, edition_of(room, row, release.digest), session=session) == ""


@pytest.mark.parametrize("surface", ["public", "replay", "fetch"])
def test_logins_of_readers_and_fetchers_can_publish_nothing(surface: str) -> None:
    room = Newsroom.open()
    row = room.operation()
    with logged_in(surface) as session:
        assert "permission denied" in refusal(EDITION, edition_of(room, row, "0" * 64), session=session)
