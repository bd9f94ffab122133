"""``python -m bench``: measure, and print the figures side by side."""

import argparse
import os
import platform
import sys
import time
from importlib.metadata import version

from bench import load, origin, surroundings
from bench.figures import table
from config.embedded import EmbeddedServiceError


def main() -> int:
    """Run everything. 0: measured; 1: something did not work, and it has been said."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is measured (default: 5)")
    parser.add_argument("--seconds", type=float, default=1.5, help="of one measurement of a page (default: 1.5)")
    parser.add_argument("--captures", type=int, default=8, help="in one measurement of the archive (default: 8)")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.seconds <= 0 or asked.captures < 1:
        parser.error("measure at least once, for some time")
    began = time.monotonic()
    try:
        _run(asked.rounds, asked.seconds, asked.captures)
    except (RuntimeError, EmbeddedServiceError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _say(f"\nTook {time.monotonic() - began:.0f} s.")
    return 0


def _run(rounds: int, seconds: float, count: int) -> None:
    names = ("Django", "granian", "psycopg")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    _say(
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} processors; PostgreSQL and Valkey of the run"
    )
    with surroundings.made() as made:
        from bench import captures, pages  # they know models, which need the settings of this run

        _say("Publishing the demonstration's case …")
        edition = pages.publish(made)
        _say(f"Measuring: {rounds} rounds, in each of which everything takes its turn …\n")
        found = pages.measure(made, edition, rounds=rounds, seconds=seconds)
        rows = [
            ("bare Django view, the same bytes", found.bare),
            ("public case page", found.page),
            ("public case page, drawn anew each time", found.drawn),
            ("public case page, unchanged (ETag, 304)", found.unchanged),
        ]
        _say(*table("Requests a second", rows))
        _say(f"  A case of {found.items} items, a page of {found.size:,} bytes. One granian process each.")
        _say(f"  Asked by a generator of our own in Python over {load.CONNECTIONS} connections that are kept alive;")
        _say("  what it reaches with the bare view may be its own limit rather than the server's.\n")
        copies = captures.measure(made.origin_port, rounds=rounds, count=count)
        rows = [
            ("plain download, nothing kept", copies.plain),
            ("http capture, stored", copies.archived),
            (f"http capture, stored, {len(copies.resident)} workers", copies.together),
        ]
        _say(*table("Copies a second", rows))
        _say(f"  A page with {origin.REQUISITES} files, {copies.size:,} bytes, from loopback, without a pause.")
        _say(f"  Resident memory of a worker: {max(copies.resident):.0f} MB at most.\n")
        rows = [("plain download, nothing kept", copies.seconds), ("http capture, stored", copies.http_seconds)]
        if copies.browser_seconds:
            rows.append(("browser capture, stored", copies.browser_seconds))
        _say(*table("Seconds for one copy", rows))
        if copies.without:
            _say(f"  None by a browser: {copies.without}.")


def _say(*lines: str) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
