"""Markdown of journalists to HTML for readers: no HTML of their own, no pictures, three kinds of link."""

import re
from collections.abc import Callable, Sequence
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code", "em", "strong"),
    *("a", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
_OUTSIDE = re.compile(r"(https?|mailto):", re.IGNORECASE)
_TOP_HEADING, _LOWEST_HEADING = 3, 6  # the page's own headings stand above those of the text

Anchors = Callable[[str], str]
"""The address of an item on the page, "" where the page has none."""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def to_html(text: str, anchor_of: Anchors) -> SafeString:
    """``text`` as sanitised HTML. ``[words](item:<uuid>)`` leads to where ``anchor_of`` says.

    Links elsewhere than http, https and mailto lose their address and keep their words.
    """
    tokens = _parser().parse(text)
    _set_headings(tokens)
    for token in tokens:
        _point_links(token.children or [], anchor_of)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return mark_safe(  # noqa: S308 (sanitised in this very line)
        nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    )


def _set_headings(tokens: Sequence[Token]) -> None:
    """Each heading one step below the one it belongs to, whatever was written: an outline without gaps."""
    above: list[int] = []  # levels as written, of the heading at hand and of those it stands under
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            above = [*(level for level in above if level < written), written]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_LOWEST_HEADING, _TOP_HEADING + len(above) - 1)}"


def _point_links(tokens: Sequence[Token], anchor_of: Anchors) -> None:
    for token in tokens:
        if token.type != "link_open":
            continue
        address = str(token.attrs.pop("href", ""))
        if address.startswith("item:"):
            address = anchor_of(address.removeprefix("item:").lower())
        elif not _OUTSIDE.match(address):
            address = ""
        if address:
            token.attrs["href"] = address
