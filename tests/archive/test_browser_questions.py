"""Many threads ask, one answers: the one that has the database."""

import threading

import pytest

from casefiles.archive.browsing.questions import Questions
from tests.waiting import wait_until


def asked(questions: Questions, host: str) -> tuple[threading.Thread, list[bool]]:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(questions.is_held(host)), daemon=True)
    thread.start()
    return thread, found


def test_the_one_who_waits_answers_all_in_its_own_thread() -> None:
    answering: set[int] = set()

    def held(host: str) -> bool:
        answering.add(threading.get_ident())
        return host == "held.example"

    questions = Questions(held)
    threads = [asked(questions, host) for host in ("held.example", "free.example") * 5]
    while any(not found for _, found in threads):
        assert questions.next_line(0.01) is None
    assert [found for _, found in threads] == [[True], [False]] * 5
    assert answering == {threading.get_ident()}


def test_once_nobody_answers_all_is_held() -> None:
    questions = Questions(lambda _host: False)
    thread, found = asked(questions, "a.example")
    wait_until(lambda: not questions._events.empty())
    questions.close()
    thread.join(5)
    assert found == [True]
    assert questions.is_held("b.example")


def test_a_fault_in_answering_holds_the_host_and_is_seen() -> None:
    def broken(_host: str) -> bool:
        raise RuntimeError("the database is away")

    questions = Questions(broken)
    thread, found = asked(questions, "a.example")
    with pytest.raises(RuntimeError, match="away"):
        questions.next_line(5)
    thread.join(5)
    assert found == [True]


def test_lines_come_in_turn_and_then_their_end() -> None:
    questions = Questions(lambda _host: False)
    questions.listen(iter(["one\n", "two\n"]))  # type: ignore[arg-type]
    assert [questions.next_line(1), questions.next_line(1), questions.next_line(1)] == ["one\n", "two\n", ""]
    assert questions.next_line(0.01) is None
