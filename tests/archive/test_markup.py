"""Markup that chokes whoever reads it: the capture keeps the bytes and says so, and the worker stays small."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casefiles.archive.engines import markup
from casefiles.lib import apart
from tests.archive.conftest import Visit
from tests.archive.memory import growth
from tests.archive.origin import Origin, answer
from tests.archive.warcs import responses

TANGLED = {
    "64 KB that grow to gigabytes": "".join(f"<b id={number:x}><p>" for number in range(4_300)),
    "a pile of boxes": "<div>" * 200_000,
    "lists in lists": "<ul><li>" * 100_000,
    "one tag of a million attributes": "<p " + " ".join(f"a{number:x}" for number in range(150_000)) + ">",
    "three million paragraphs": "<p>" * 3_000_000,
}


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment for the reader, that the test need not wait for ten."""
    read = markup.read
    monkeypatch.setattr(markup, "read", lambda written, **_: read(written, seconds=0.3))


@pytest.mark.parametrize("written", TANGLED.values(), ids=TANGLED)
def test_tangled_markup_costs_the_text_and_nothing_else(
    origin: Origin, visit: Visit, quickly: None, written: str
) -> None:
    page = f"<title>T</title><p>words<img src=/x.png>{written}"
    origin.routes = {"/": answer(page.encode(), packed=True), "/next": answer(b"<p>fine")}
    began = time.monotonic()
    with growth() as memory:
        copy = visit()
    assert time.monotonic() - began < 3
    assert (copy.outcome, copy.again, copy.text, copy.title) == ("partial", False, None, "")
    assert copy.sentence == "Its markup is too tangled to be read; its text and the files it uses are missing."
    assert responses(copy)[0].block == origin.routes["/"]
    assert memory.most < 100_000_000
    assert visit("/next").outcome == "succeeded"


def test_a_frame_of_tangled_markup_is_missing(origin: Origin, visit: Visit, quickly: None) -> None:
    origin.routes = {
        "/": answer(b"<p>words<iframe src=/frame></iframe>"),
        "/frame": answer(TANGLED["a pile of boxes"].encode()),
    }
    copy = visit()
    assert (copy.outcome, copy.text) == ("partial", "words")
    assert copy.sentence == "1 of the 1 files that the page uses is missing."
    assert copy.report["missing"][0]["why"] == "Its markup is too tangled to be read."


@pytest.mark.slow
def test_the_reader_has_its_own_memory() -> None:
    """It is refused more, and dies of it, long before its time is up."""
    began = time.monotonic()
    assert markup.read(TANGLED["64 KB that grow to gigabytes"] * 2) is None
    assert time.monotonic() - began < apart.SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < 1.1 * apart.MEMORY


PROJECT = Path(__file__).parents[2]
_IN_PLACE = """
import resource
from casefiles.archive.engines import markup
from casefiles.lib import apart
markup._read("".join(f"<b id={number:x}><p>" for number in range(1_200)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


@pytest.mark.slow
def test_without_its_own_process_the_worker_would_grow() -> None:
    """The negative control, in a process of its own all the same: a third of that page takes some 400 MB."""
    said = subprocess.run([sys.executable, "-c", _IN_PLACE], capture_output=True, check=True, text=True, cwd=PROJECT)
    assert int(said.stdout) > 250_000_000


@pytest.mark.parametrize("size", [10, 100_000], ids=["in place", "apart"])
def test_pages_are_read_alike_wherever(size: int) -> None:
    written = f"""<base href="/b/"><title> A
        title </title><p>Grüße 🎈 &#xD800;<img src="a.png">{"<p>word" * size}"""
    page = markup.read(written)
    assert page is not None
    assert (page.title, page.base) == ("A title", "/b/")
    assert [(need.url, need.kind) for need in page.needs] == [("a.png", "image")]
    assert page.text == "\n".join(["Grüße 🎈 \ufffd", *["word"] * size])


_SPY = f"""#!{sys.executable} -Es
import json, os, sys
sys.stdin.buffer.read()
print(json.dumps({{"title": " ".join(os.environ), "text": "", "base": "", "needs": []}}))
"""


def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "python").write_text(_SPY)
    (tmp_path / "python").chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    page = markup.read("x" * 10_000)
    assert page is not None
    assert not {"DATABASE_URL", "BROKER_URL", "PATH", "HOME"} & set(page.title.split())
