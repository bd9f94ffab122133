"""A small load generator: a few kept-alive connections that ask for one address again and again.

It runs in a process of its own (``python -m bench.load``), so that it takes no time from whoever measures.
Written in Python, it is slower than a bare server: high figures are as much its own as the server's.
"""

import argparse
import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 4  # as many as the server has threads


@dataclass(frozen=True)
class Target:
    """An address, and what it has to answer."""

    port: int
    path: str
    status: int = 200
    etag: str = ""


def rate(target: Target, seconds: float) -> float:
    """Answers a second, over ``seconds``. Raises RuntimeError when an answer is not as it should be."""
    arguments = [str(target.port), target.path, str(target.status), str(seconds), "--etag", target.etag]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", *arguments], capture_output=True, text=True, timeout=seconds + 60
    )
    if done.returncode:
        raise RuntimeError(f"{target.path} did not answer {target.status}: {done.stderr.strip()}")
    return float(json.loads(done.stdout)["rate"])


def fetch(port: int, path: str) -> tuple[bytes, str]:
    """One page: its bytes and its ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {answer.status}.")
        return body, answer.getheader("ETag", "")
    finally:
        connection.close()


class _Visitor(threading.Thread):
    """One connection, kept alive until ``deadline`` (monotonic)."""

    def __init__(self, target: Target, deadline: float) -> None:
        super().__init__()
        self.target, self.deadline = target, deadline
        self.answers = 0
        self.trouble = ""

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=30)
        headers = {"If-None-Match": self.target.etag} if self.target.etag else {}
        try:
            while time.monotonic() < self.deadline:
                connection.request("GET", self.target.path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != self.target.status:
                    self.trouble = f"it answered {answer.status}"
                    return
                self.answers += 1
        except (OSError, http.client.HTTPException) as error:
            self.trouble = repr(error)
        finally:
            connection.close()


def main() -> int:
    """Measure once and print the rate as JSON; 1 when an answer was not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("status", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--etag", default="")
    asked = parser.parse_args()
    target = Target(asked.port, asked.path, asked.status, asked.etag)
    began = time.monotonic()
    visitors = [_Visitor(target, began + asked.seconds) for _ in range(CONNECTIONS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    took = time.monotonic() - began
    if troubles := [visitor.trouble for visitor in visitors if visitor.trouble]:
        sys.stderr.write(f"{troubles[0]}\n")
        return 1
    print(json.dumps({"rate": sum(visitor.answers for visitor in visitors) / took}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
