"""What a page holds, found out in a process of its own: markup can be made to choke whoever reads it.

By HTML's rules for mending what is broken, 64 KB of unclosed ``<b>`` and ``<p>`` become gigabytes, and a pile of
``<div>`` takes a time that grows with its square. The capture goes on without what was within.
"""

import json
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from casefiles.archive.engines import reading, requisites
from casefiles.archive.engines.requisites import Need
from casefiles.lib import apart

_HARMLESS = 2_048
"""Characters of markup from which not much can grow; so much is read in place."""


@dataclass(frozen=True)
class Page:
    """A document as readers and browsers would take it."""

    title: str = ""
    text: str = ""
    base: str = ""
    """What ``<base href>`` says."""
    needs: list[Need] = field(default_factory=list)


def read(markup: str, *, seconds: float = apart.SECONDS) -> Page | None:
    """What ``markup`` holds; ``None`` if it cannot be read within its limits and ``seconds``."""
    if len(markup) <= _HARMLESS:
        return _read(markup)
    answer = apart.ask(__name__, markup.encode("utf-8", "replace"), seconds=seconds)
    if answer is None:
        return None
    said = json.loads(answer)
    return Page(said["title"], said["text"], said["base"], [Need(*need) for need in said["needs"]])


def _read(markup: str) -> Page:
    tree = LexborHTMLParser(markup)
    title, base, needs = reading.title_of(tree), requisites.base_of(tree), requisites.in_html(tree)
    del tree
    return Page(title, reading.text_of(markup), base, needs)


def _work(markup: bytes) -> bytes:
    page = _read(markup.decode())
    needs = [(need.url, need.kind) for need in page.needs]
    said = {"title": page.title, "text": page.text, "base": page.base, "needs": needs}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    apart.answer(_work)
