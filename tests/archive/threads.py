"""Many who do the same at the same moment, each with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """What ``work`` gives in so many threads that all begin together."""
    found: list[object] = [None] * count
    ready = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            ready.wait(10)
            found[number] = work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
