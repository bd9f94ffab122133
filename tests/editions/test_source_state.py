"""What readers are told of live pages: only of what is published, only added to, and no part of any document."""

import uuid

import pytest
from django.db.utils import IntegrityError

from casefiles.editions import reading
from casefiles.editions.models import Edition, LiveState
from casefiles.editions.reading import Document
from tests.editions.documents import publish_exchange
from tests.editions.live import told
from tests.raw_sql import as_replica, logged_in, refusal, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    publish_exchange()
    return Edition.objects.current().get()


def test_the_newest_state_holds(edition: Edition) -> None:
    assert reading.live_states(Document.of(edition)) == {}
    first = told(edition)
    assert reading.live_states(Document.of(edition)) == {str(first.source_id): first}
    second = told(edition, state=LiveState.GONE)
    assert list(reading.live_states(Document.of(edition)).values()) == [second]
    told(edition, state=LiveState.AS_ARCHIVED, statements=[])
    assert reading.live_states(Document.of(edition)) == {}


def test_it_changes_what_is_kept_by_and_no_document(edition: Edition) -> None:
    def generations() -> tuple[str, str]:
        found = reading.case_generation(edition.slug)
        assert found is not None
        return reading.generation(), found[1]

    before, document = generations(), reading.document_bytes(edition)
    told(edition)
    after = generations()
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert reading.document_bytes(edition) == document


@pytest.mark.parametrize("name", ["case_id", "source_id", "copy_id", "statements"])
def test_of_what_no_edition_has_nothing_can_be_told(edition: Edition, name: str) -> None:
    other = uuid.uuid4()
    with pytest.raises(IntegrityError, match="edition of the case"):
        told(edition, **{name: [other] if name == "statements" else other})


@pytest.mark.parametrize("name", ["case_id", "source_id", "copy_id", "statements"])
def test_without_the_guard_it_could(edition: Edition, name: str) -> None:
    other = uuid.uuid4()
    without("editions_sourcestate", "guard_published")
    assert told(edition, **{name: [other] if name == "statements" else other}).pk


@pytest.mark.parametrize(
    "sql", ["UPDATE editions_sourcestate SET since = now()", "DELETE FROM editions_sourcestate", "TRUNCATE {}"]
)
def test_it_is_only_added_to(edition: Edition, sql: str) -> None:
    told(edition)
    sql = sql.format("editions_sourcestate")
    assert "only ever added to" in refusal(sql)
    without("editions_sourcestate", "guard_update_delete", "guard_truncate")
    assert not refusal(sql)


def test_replica_role_does_not_help(edition: Edition) -> None:
    told(edition)
    as_replica()
    assert refusal("DELETE FROM editions_sourcestate")


def test_only_where_words_are_gone_statements_are_named(edition: Edition) -> None:
    with pytest.raises(IntegrityError, match="source_state_touches"):
        told(edition, state=LiveState.UNREACHABLE)


def test_readers_may_read_it_and_no_more_and_capture_workers_not_even_that() -> None:
    with logged_in("public") as session:
        assert session.execute("SELECT count(*) FROM editions_sourcestate").fetchone()
        for sql in ("INSERT INTO editions_sourcestate DEFAULT VALUES", "DELETE FROM editions_sourcestate"):
            assert "permission denied" in refusal(sql, session=session)
        for table in ("archive_recheck", "archive_watch", "publishing_observation", "publishing_touched"):
            assert "permission denied" in refusal(f"SELECT 1 FROM {table}", session=session)
    with logged_in("fetch") as session:
        for table in ("editions_sourcestate", "publishing_observation"):
            assert "permission denied" in refusal(f"SELECT 1 FROM {table}", session=session)
        assert "permission denied" in refusal("UPDATE archive_recheck SET detail = ''", session=session)
