"""What a page needs to look as it did: the addresses in its HTML and its stylesheets."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_FOUND = 5_000
"""Addresses looked at in one document; what comes after is left out."""
MOST_CSS = 2_000_000
"""Characters of a stylesheet that are looked at."""
MOST_SRCSET = 20_000
"""Characters of one ``srcset`` that are looked at."""

_LINKS = {
    "stylesheet": "style", "icon": "image", "shortcut": "image", "apple-touch-icon": "image", "mask-icon": "image",
    "preload": "file", "modulepreload": "script", "manifest": "file",
}  # fmt: skip
_PLAIN = {
    "img": [("src", "image"), ("data-src", "image"), ("data-original", "image")],
    "source": [("src", "media")],
    "video": [("src", "media"), ("poster", "image")],
    "audio": [("src", "media")],
    "track": [("src", "file")],
    "script": [("src", "script")],
    "iframe": [("src", "frame")],
    "frame": [("src", "frame")],
    "embed": [("src", "file")],
    "object": [("data", "file")],
    "input": [("src", "image")],
    "body": [("background", "image")],
    "td": [("background", "image")],
    "table": [("background", "image")],
    "image": [("href", "image"), ("xlink:href", "image")],
    "use": [("href", "image"), ("xlink:href", "image")],
}
_SETS = {"img": ("srcset", "data-srcset"), "source": ("srcset", "data-srcset"), "link": ("imagesrcset",)}
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"');]+))""", re.I)
_IMPORTED = re.compile(r"""@import\s+(?:"([^"\n]*)"|'([^'\n]*)')""", re.I)
_URL = re.compile(r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]+))\s*\)""", re.I)

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|([g-zG-Z]))")
_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)")
_NOWHERE = re.compile(r"#|(?:data|about|blob|javascript|mailto):", re.I)


@dataclass(frozen=True)
class Need:
    """An address as it is written in a document, and what kind of thing it should be."""

    url: str
    kind: str
    """``style``, ``image``, ``font``, ``script``, ``media``, ``frame`` or ``file``."""


def in_html(tree: LexborHTMLParser) -> list[Need]:
    """What ``tree`` needs, in the order it is written, each address once."""
    return _worth_asking(_walk(tree))


def in_css(text: str) -> list[Need]:
    """What a stylesheet needs: its imports, then fonts and images."""
    bare = _without_comments(text[:MOST_CSS])
    imports = [_first(match) for match in _IMPORT.finditer(bare)]
    found = dict.fromkeys(Need(url, "style") for url in imports)
    for match in _URL.finditer(_IMPORT.sub(" ", bare)):
        found.setdefault(Need(_first(match), "file"))
    return _worth_asking(found)


def css_with(text: str, place: Callable[[str], str]) -> str:
    """A stylesheet without its comments, and with what ``place`` says for each address in it."""
    plain = _ESCAPE.sub(_unescaped, _without_comments(text[:MOST_CSS]))
    bare = _IMPORTED.sub(r'@import url("\1\2")', plain)
    return _URL.sub(lambda match: f'url("{_within_quotes(place(_first(match)))}")', bare)


def srcset_with(value: str, place: Callable[[str], str]) -> str:
    """A ``srcset`` with what ``place`` says for each address, and without the candidates of which it says ""."""
    placed = [(place(url), size) for url, size in _candidates(value[:MOST_SRCSET])]
    return ", ".join(f"{url} {size}".strip() for url, size in placed if url)


def base_of(tree: LexborHTMLParser) -> str:
    """What ``<base href>`` says, "" if there is none."""
    node = tree.css_first("base[href]")
    return (node.attributes.get("href") or "").strip() if node else ""


def _walk(tree: LexborHTMLParser) -> Iterator[Need]:
    tags = ",".join([*_PLAIN, "link[rel]", "style", "[style]"])
    for node in tree.css(tags):
        yield from _of(node)


def _of(node: LexborNode) -> Iterator[Need]:
    tag, attributes = node.tag or "", node.attributes
    if tag == "link":
        for word in (attributes.get("rel") or "").lower().split():
            if word in _LINKS and attributes.get("href"):
                yield Need((attributes["href"] or "").strip(), _LINKS[word])
                break
    elif tag == "style":
        yield from in_css(node.text(deep=True) or "")
    elif tag == "input" and (attributes.get("type") or "").lower() != "image":
        return
    for name, kind in _PLAIN.get(tag or "", []):
        if value := attributes.get(name):
            yield Need(value.strip(), kind)
    for name in _SETS.get(tag or "", ()):
        for url, _ in _candidates((attributes.get(name) or "")[:MOST_SRCSET]):
            yield Need(url, "image")
    if style := attributes.get("style"):
        yield from in_css(style)


def _candidates(value: str) -> Iterator[tuple[str, str]]:
    """The addresses of a ``srcset``, each with its width or density.

    A comma within an address is told from one between two by the space.
    """
    at = 0
    while match := _CANDIDATE.match(value, at):
        url, comma = match[1], match.end()
        if not url.endswith(","):
            comma = value.find(",", match.end())
            comma = len(value) if comma < 0 else comma
        yield url.rstrip(","), value[match.end() : comma].strip()
        at = comma


def _unescaped(match: "re.Match[str]") -> str:
    """A letter that is written as an escape for no need but to hide what it spells."""
    letter = match[2] or chr(min(int(match[1], 16), 0x10FFFF))
    return letter if letter.isascii() and letter.isalpha() else match[0]


def _within_quotes(url: str) -> str:
    return url.replace("\\", "%5C").replace('"', "%22").replace("\n", "")


def _without_comments(text: str) -> str:
    """By hand: a pattern for this takes a time that grows with the square of the text, which a site could use."""
    kept, at = [], 0
    while (start := text.find("/*", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("*/", start + 2)
        if end < 0:
            return " ".join(kept)
        at = end + 2
    return " ".join([*kept, text[at:]])


def _first(match: "re.Match[str]") -> str:
    return next((group for group in match.groups() if group is not None), "").strip()


def _worth_asking(needs: Iterable[Need]) -> list[Need]:
    """Each address once, in order, without those that lead nowhere; so many at most."""
    found: dict[Need, None] = {}
    for need in needs:
        if need.url and not _NOWHERE.match(need.url):
            found.setdefault(need)
            if len(found) == MOST_FOUND:
                break
    return list(found)
