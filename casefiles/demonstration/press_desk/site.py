"""The press desk as a site: which address gives what. No database, no state."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from casefiles.demonstration.press_desk.digest import Digest
from casefiles.demonstration.press_desk.governments import GOVERNMENTS
from casefiles.demonstration.press_desk.reports import REPORTS

DIGESTS: dict[str, Digest] = {digest.slug: digest for digest in (*REPORTS, *GOVERNMENTS)}
_HTML = "text/html; charset=utf-8"
_FILES = {
    "/press.css": ("text/css; charset=utf-8", "demonstration/press_desk/press.css"),
    "/masthead.svg": ("image/svg+xml", "demonstration/press_desk/masthead.svg"),
}


@dataclass(frozen=True)
class Answer:
    """What the site answers to a GET."""

    status: int
    content_type: str
    body: bytes
    location: str = ""


def answer(path: str) -> Answer:
    """The answer to a path such as ``/uk-statement/``, without its query."""
    if path in _FILES:
        content_type, template = _FILES[path]
        return Answer(200, content_type, render_to_string(template).encode())
    if path == "/":
        return _page(200, "home", {"digests": DIGESTS.values()})
    digest = DIGESTS.get(path.strip("/"))
    if digest is None:
        return _page(404, "not_found", {})
    if path != f"/{digest.slug}/":
        return Answer(301, _HTML, b"", location=f"/{digest.slug}/")
    return _page(200, "page", {"digest": digest})


def _page(status: int, template: str, context: dict[str, object]) -> Answer:
    return Answer(status, _HTML, render_to_string(f"demonstration/press_desk/{template}.html", context).encode())
