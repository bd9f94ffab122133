"""Markdown: what journalists may write, and what never reaches a reader."""

import pytest

from casefiles.reader.markdown import to_html

ITEM = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def anchors(item_id: str) -> str:
    return "#A1" if item_id == ITEM else ""


def html(text: str) -> str:
    return str(to_html(text, anchors))


def test_paragraphs_lists_and_emphasis() -> None:
    assert html("One *two* **three**.\n\n- four") == (
        "<p>One <em>two</em> <strong>three</strong>.</p>\n<ul>\n<li>four</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("1", "3"),
        ("3", "3"),
        ("1 2 3 4 5 6", "3 4 5 6 6 6"),
        ("2 3 3 2 3", "3 4 4 3 4"),
        ("3 2 3", "3 3 4"),
        ("1 4 2 4 4", "3 4 4 5 5"),
    ],
)
def test_headings_stand_below_those_of_the_page_and_leave_out_no_step(written: str, set_as: str) -> None:
    text = "\n\n".join(f"{'#' * int(level)} A" for level in written.split())
    assert html(text) == "".join(f"<h{level}>A</h{level}>\n" for level in set_as.split())


def test_item_references_become_anchors() -> None:
    assert '<a href="#A1"' in html(f"[the claim](item:{ITEM})")
    assert '<a href="#A1"' in html(f"[the claim](item:{ITEM.upper()})")


def test_a_reference_to_nothing_keeps_its_words() -> None:
    rendered = html("[the claim](item:00000000-0000-4000-8000-000000000000)")
    assert "the claim" in rendered
    assert "href" not in rendered


@pytest.mark.parametrize("address", ["https://a.example/", "http://a.example/", "mailto:desk@a.example"])
def test_three_kinds_of_link_are_kept(address: str) -> None:
    rendered = html(f"[a]({address})")
    assert f'href="{address}"' in rendered
    assert 'rel="noopener noreferrer"' in rendered


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:msgbox(1))",
    "[a](file:///etc/passwd)",
    "[a](//evil.example/)",
    "[a](/cases/x/)",
    '[a](https://a.example "onmouseover=alert(1)")',
    "![a](https://a.example/pixel.png)",
    "<https://a.example/><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<iframe src=https://a.example></iframe>",
    "<style>*{display:none}</style>",
    "```html\n<script>alert(1)</script>\n```",
    "<p style='position:fixed'>a</p>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_dangerous_gets_through(payload: str) -> None:
    rendered = html(payload)
    for sign in ("<script", "<img", "<svg", "<iframe", "<style", 'href="j', 'href="d', 'href="v', 'href="f', 'href="/'):
        assert sign not in rendered.lower(), rendered
    for attribute in (" onerror=alert", " style=", " title=", " onload=alert(1)>"):
        assert f"<p{attribute}" not in rendered


def test_bare_words_are_escaped() -> None:
    assert html("1 < 2 & 3") == "<p>1 &lt; 2 &amp; 3</p>\n"
