"""Several capture workers at once, each a process of its own with a host of its own, as manners demand."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil

from bench import origin


class Workers:
    """Processes that are ready to make copies."""

    def __init__(self, processes: list["subprocess.Popen[str]"]) -> None:
        self._processes = processes

    def rate(self, count: int) -> float:
        """Copies a second while each makes ``count``."""
        began = time.perf_counter()
        for process in self._processes:
            _tell(process, str(count))
        for process in self._processes:
            _heard(process)
        return count * len(self._processes) / (time.perf_counter() - began)

    def resident(self) -> list[float]:
        """Resident memory of each, in MB, what they share counted for each."""
        return [psutil.Process(process.pid).memory_info().rss / 1e6 for process in self._processes]


@contextlib.contextmanager
def started(port: int) -> Iterator[Workers]:
    """A worker for each host of the site, once all are ready."""
    with contextlib.ExitStack() as stack:
        processes = []
        for host in origin.HOSTS:
            command = [sys.executable, "-m", "bench.workers", host, str(port)]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            stack.enter_context(process)
            stack.callback(process.kill)
            processes.append(process)
        for process in processes:
            _heard(process)
        yield Workers(processes)


def _tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def _heard(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    if process.stdout.readline() != "done\n":
        raise RuntimeError("A capture worker of the bench failed; what it says is above.")


def main(host: str, port: str) -> None:
    """Make as many copies as each line of stdin says."""
    import django

    django.setup()
    from bench import captures  # knows models

    captures.archive(int(port), host=host)  # what is only done once is done before
    print("done", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            captures.archive(int(port), host=host)
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
