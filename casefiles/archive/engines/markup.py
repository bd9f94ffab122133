"""What a page holds, found out in a process of its own: markup can be made to choke whoever reads it.

By HTML's rules for mending what is broken, 64 KB of unclosed ``<b>`` and ``<p>`` become gigabytes, and a pile of
``<div>`` takes a time that grows with its square. The process that reads has its seconds and its memory, knows no
secret and no address of a database, and may die of it; the capture goes on.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from casefiles.archive.engines import reading, requisites
from casefiles.archive.engines.requisites import Need

SECONDS = 10
"""Of processor time, for one document."""
MEMORY = 1_000_000_000
"""Bytes of address space, the interpreter's own included."""
_HARMLESS = 2_048
"""Characters of markup from which not much can grow; so much is read in place."""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter may need to start at all."""
_PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Page:
    """A document as readers and browsers would take it."""

    title: str = ""
    text: str = ""
    base: str = ""
    """What ``<base href>`` says."""
    needs: list[Need] = field(default_factory=list)


def read(markup: str, *, seconds: float = SECONDS) -> Page | None:
    """What ``markup`` holds; ``None`` if it cannot be read within its limits and ``seconds``."""
    if len(markup) <= _HARMLESS:
        return _read(markup)
    with contextlib.suppress(subprocess.SubprocessError, OSError, ValueError):
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-Es", "-m", __name__],
            input=markup.encode("utf-8", "replace"),
            capture_output=True,
            cwd=_PROJECT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            timeout=min(seconds, 2 * SECONDS),
            check=True,
        )
        said = json.loads(done.stdout)
        return Page(said["title"], said["text"], said["base"], [Need(*need) for need in said["needs"]])
    return None


def _read(markup: str) -> Page:
    tree = LexborHTMLParser(markup)
    title, base, needs = reading.title_of(tree), requisites.base_of(tree), requisites.in_html(tree)
    del tree
    return Page(title, reading.text_of(markup), base, needs)


def _main() -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system has each
            resource.setrlimit(limit, (most, most))
    page = _read(sys.stdin.buffer.read().decode())
    needs = [(need.url, need.kind) for need in page.needs]
    said = {"title": page.title, "text": page.text, "base": page.base, "needs": needs}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    _main()
