"""An archived page written anew for showing: no script, and every address one of the copy's own files.

The document is parsed as a browser would and written out element by element; only what is known to be harmless is
written. The headers that it is sent with would stop a script that slipped through, and every request elsewhere.
Done in a process of its own, for the markup is anybody's.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape

import ada_url
from selectolax.lexbor import LexborHTMLParser, LexborNode

from casefiles.archive.engines.requisites import base_of, css_with, srcset_with
from casefiles.lib import apart

_LEFT_OUT = frozenset({
    "script", "template", "base", "noembed", "noframes", "plaintext", "track", "animate", "set", "animatetransform",
})  # fmt: skip
_ELSEWHERE = frozenset({"iframe", "frame", "object", "embed", "applet", "portal", "fencedframe"})
"""What shows another document; in its place stands a box that says so."""
_VOID = frozenset({
    "area", "br", "col", "hr", "img", "input", "link", "meta", "param", "source", "wbr", "keygen",
})  # fmt: skip
_RENAMED = {"frameset": "body", "xmp": "pre", "listing": "pre"}
_DROPPED = frozenset({
    "integrity", "crossorigin", "nonce", "ping", "srcdoc", "autofocus", "target", "action", "formaction",
    "formtarget", "http-equiv", "is", "manifest", "codebase", "classid", "archive", "code", "referrerpolicy",
    "lowsrc", "dynsrc", "data", "download", "loading", "autoplay", "popovertarget", "commandfor", "command",
})  # fmt: skip
_FILES = frozenset({"src", "poster", "background", "data-src", "data-original"})
_SETS = frozenset({"srcset", "imagesrcset", "data-srcset"})
_LINKS = frozenset({"href", "xlink:href"})
_LAZY = (("data-src", "src"), ("data-original", "src"), ("data-srcset", "srcset"))
"""Where pages keep the picture that a script would put in, and where it belongs."""
_SHEETS = frozenset({"stylesheet", "icon", "shortcut"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:.-]{0,99}")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPED = r"\\3c "
"""A ``<`` in a stylesheet that could be taken for a tag's, where a browser reads the element otherwise than we do."""
_INLINE = re.compile(r"data:(image|font)/", re.I)
_BOX = (
    '<div style="all:initial;display:block;box-sizing:border-box;margin:.5em 0;padding:.6em .8em;border:1px dashed '
    '#767676;background:#fff;color:#333;font:14px/1.4 system-ui,sans-serif">{}</div>'
)


def rebuilt(markup: str, *, base: str, places: Mapping[str, str], rendered: bool) -> bytes | None:
    """The page ``markup``, found at ``base``, as it can be shown; ``None`` if its markup cannot be coped with.

    ``places`` gives for each address of the copy where its file is shown. ``rendered``: a browser has written the
    markup after its scripts had run, so what it says for the case of no script is left out.
    """
    asked = {"markup": markup, "base": base, "places": dict(places), "rendered": rendered}
    return apart.ask(__name__, json.dumps(asked).encode("utf-8", "replace"))


def restyled(css: str, *, base: str, places: Mapping[str, str]) -> str:
    """A stylesheet, found at ``base``, as it can be shown."""
    return css_with(css, Placer(base, places).file)


class Placer:
    """Says what stands for an address in the page that is shown."""

    def __init__(self, base: str, places: Mapping[str, str]) -> None:
        self._base, self._places = base, places

    def file(self, written: str) -> str:
        """Where the file is shown, "" if the copy has none."""
        written = written.strip()
        if written.startswith("#") or _INLINE.match(written):
            return written
        href, _, fragment = self.address(written).partition("#")
        place = self._places.get(href, "")
        return f"{place}#{fragment}" if place and fragment else place

    def address(self, written: str) -> str:
        """The whole address, "" if it is none."""
        try:
            return ada_url.URL(written.strip(), self._base).href
        except (ValueError, UnicodeError):
            return ""


class _Writer:
    """Writes one document."""

    def __init__(self, tree: LexborHTMLParser, base: str, places: Mapping[str, str], *, rendered: bool) -> None:
        placer = Placer(base, places)
        if own := placer.address(base_of(tree)):
            placer = Placer(own, places)
        self._tree, self._placer, self._rendered = tree, placer, rendered
        self._out = ["<!DOCTYPE html>"]

    def written(self) -> str:
        """The whole document. Not by recursion: elements can be nested as deep as somebody likes."""
        node: LexborNode | None = self._tree.root
        while node is not None:
            if self._begin(node) and node.first_child is not None:
                node = node.first_child
                continue
            while node is not None:
                if node.is_element_node:
                    self._end(node)
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent if node.parent is not None and node.parent.is_element_node else None
        return "".join(self._out)

    def _begin(self, node: LexborNode) -> bool:
        """Write how ``node`` begins, or all of it. True: what is within it is to be written, too."""
        if node.is_text_node:
            self._out.append(escape(node.text_content or "", quote=False))
            return False
        tag = (node.tag or "").lower()
        if not self._is_written(node, tag):
            return False
        if tag in _ELSEWHERE:
            self._out.append(_BOX.format(escape(self._of_elsewhere(node))))
            return False
        if tag == "style":
            css = css_with(node.text(deep=True) or "", self._placer.file)
            self._out.append(f"<style>{_TAG.sub(_ESCAPED, css)}")
            return False
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self._attributes(node, tag))
        self._out.append(f"<{_RENAMED.get(tag, node.tag)}{attributes}>")
        if tag == "head":
            self._out.append('<meta charset="utf-8">')
        if tag in {"pre", "textarea", "listing"}:
            self._out.append("\n")  # the first line's end would be taken for the tag's own
        return True

    def _end(self, node: LexborNode) -> None:
        tag = (node.tag or "").lower()
        if tag not in _VOID | _ELSEWHERE and self._is_written(node, tag):
            self._out.append(f"</{_RENAMED.get(tag, node.tag)}>")

    def _is_written(self, node: LexborNode, tag: str) -> bool:
        if not node.is_element_node or tag in _LEFT_OUT or not _NAME.fullmatch(tag):
            return False
        if tag == "noscript":
            return not self._rendered
        attributes = node.attributes
        if tag == "meta":
            return (attributes.get("name") or "").lower() == "viewport"
        if tag == "link":
            words = set((attributes.get("rel") or "").lower().split())
            return bool(words & _SHEETS) and bool(self._placer.file(attributes.get("href") or ""))
        if tag == "source" and node.parent is not None and node.parent.tag == "picture":
            # One without a picture would hide the <img> that stands in for it.
            return any(name in _SETS for name, _ in self._attributes(node, tag))
        return True

    def _of_elsewhere(self, node: LexborNode) -> str:
        attributes = node.attributes
        led = self._placer.address(attributes.get("src") or attributes.get("data") or "about:blank")
        return f"Here the page showed another one: {led[:200]}" if led.startswith("http") else "Here was a frame."

    def _attributes(self, node: LexborNode, tag: str) -> Iterator[tuple[str, str]]:
        found: dict[str, str] = {}
        for name, value in node.attributes.items():
            if _NAME.fullmatch(name) and not name.lower().startswith("on") and name.lower() not in _DROPPED:
                self._attribute(found, tag, name.lower(), name, value or "")
        for lazy, belongs in _LAZY:
            if (value := found.pop(lazy, "")) and not _is_shown(found.get(belongs, "")):
                found[belongs] = value
        if tag in {"audio", "video"}:
            found["controls"] = ""
        yield from found.items()

    def _attribute(self, found: dict[str, str], tag: str, key: str, name: str, value: str) -> None:
        if key in _FILES or (key in _LINKS and tag not in {"a", "area"}):
            if place := self._placer.file(value):
                found[name] = place
        elif key in _SETS:
            if placed := srcset_with(value, self._placer.file):
                found[name] = placed
        elif key in _LINKS:
            self._link(found, name, value)
        elif key == "style" or "url(" in value.lower():
            found[name] = css_with(value, self._placer.file)
        else:
            found[name] = value

    def _link(self, found: dict[str, str], name: str, value: str) -> None:
        """A link within the page stays; another one only tells where it led, for nothing may be fetched from there."""
        if value.strip().startswith("#"):
            found[name] = value.strip()
        elif (led := self._placer.address(value)).startswith("http"):
            found.setdefault("title", f"Led to {led}")


def _is_shown(src: str) -> bool:
    return bool(src) and not src.startswith("data:")


def _work(asked: bytes) -> bytes:
    said = json.loads(asked)
    tree = LexborHTMLParser(said["markup"])
    page = _Writer(tree, said["base"], said["places"], rendered=said["rendered"]).written()
    return page.encode("utf-8", "replace")


if __name__ == "__main__":
    apart.answer(_work)
