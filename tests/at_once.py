"""Several people, or workers, at the same moment: real threads, each with a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE = 30.0
"""Seconds after which a thread is taken to hang."""


def at_once(count: int, each: Callable[[int], Any]) -> list[Any]:
    """What ``each`` gives, or the error it raises, in so many threads that start together.

    They see only what is committed: the test is a transactional one.
    """
    results: list[Any] = [TimeoutError("The thread hangs.")] * count
    start = threading.Barrier(count)

    def work(number: int) -> None:
        try:
            start.wait(timeout=PATIENCE)
            results[number] = each(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return results
