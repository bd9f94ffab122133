"""Who writes: told to the database for one transaction, and no longer."""

import threading

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.dossiers.models import Case
from tests.newsroom import person
from tests.raw_sql import run

pytestmark = pytest.mark.django_db


def actor() -> str:
    """Whom the database takes for the writer now; "" for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('casefiles.actor', true), '')")
        return str(cursor.fetchone()[0])


@pytest.fixture
def maija() -> User:
    return person("maija")


@pytest.fixture
def pekka() -> User:
    return person("pekka")


def test_inside_the_database_knows_who_writes_and_outside_nobody(maija: User) -> None:
    assert actor() == ""
    with acting(maija):
        assert actor() == str(maija.pk)
    assert actor() == ""


def test_nested_the_inner_one_writes_and_then_the_outer_again(maija: User, pekka: User) -> None:
    with acting(maija):
        with acting(pekka):
            assert actor() == str(pekka.pk)
            with acting(maija):
                assert actor() == str(maija.pk)
            assert actor() == str(pekka.pk)
        assert actor() == str(maija.pk)


def test_nested_and_rolled_back_the_outer_one_writes_again(maija: User, pekka: User) -> None:
    with acting(maija):
        with pytest.raises(DatabaseError), acting(pekka):
            run("SELECT 1 / 0")
        assert actor() == str(maija.pk)
    assert actor() == ""


def test_after_an_error_nobody_writes_and_nothing_stays(maija: User) -> None:
    def fail() -> None:
        User.objects.filter(pk=maija.pk).update(first_name="Liisa")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), acting(maija):
        fail()
    assert actor() == ""
    maija.refresh_from_db()
    assert maija.first_name == "Maija"


def test_a_name_set_for_the_session_is_not_lost(maija: User, pekka: User) -> None:
    """Somebody's psql session, say: what it had set stands again afterwards."""
    run("SELECT set_config('casefiles.actor', %s, false)", [str(pekka.pk)])
    with acting(maija):
        assert actor() == str(maija.pk)
    assert actor() == str(pekka.pk)
    run("SELECT set_config('casefiles.actor', '', false)")


@pytest.mark.django_db(transaction=True)
def test_the_name_ends_with_the_transaction_and_never_leaves_its_connection(maija: User) -> None:
    elsewhere = []

    def look() -> None:
        elsewhere.append(actor())
        connection.close()

    with acting(maija):
        assert connection.in_atomic_block
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert elsewhere == [""]
    assert actor() == ""
    with pytest.raises(ZeroDivisionError), acting(maija):
        raise ZeroDivisionError
    assert actor() == ""
    with transaction.atomic():
        with acting(maija):
            pass
        assert actor() == ""


def noted() -> tuple[str | None, str | None]:
    """Whom history takes for the writer of a row written now, and from which address."""
    case = Case(slug=f"case-{Case.objects.count()}", working_title="A case")
    case.save(force_insert=True)
    (row,) = case.history.all()
    context = row.pgh_context or {}
    return context.get("user"), context.get("url")


def test_history_notes_who_writes_wherever_it_comes_from(maija: User, pekka: User) -> None:
    assert noted() == (None, None)
    with acting(maija):
        assert noted() == (str(maija.pk), None)
        with acting(pekka):
            assert noted() == (str(pekka.pk), None)
        assert noted() == (str(maija.pk), None)
    with pghistory.context(user=str(pekka.pk), url="/cases/"):  # what the middleware says of a request
        with acting(maija):
            assert noted() == (str(maija.pk), "/cases/")
        assert noted() == (str(pekka.pk), "/cases/")
    with pghistory.context(url="/cases/"):  # nobody is logged in
        with acting(maija):
            assert noted() == (str(maija.pk), "/cases/")
        assert noted() == (None, "/cases/")
