"""Every page there is to look at, once for each template and for each kind of item."""

from dataclasses import dataclass
from typing import LiteralString

from playwright.sync_api import Page, Response

from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from tests.browser.running import CASE, HARD_CASE, Running
from tests.browser.windows import Windows

WRITER, REVIEWER, PUBLISHER, ADMINISTRATOR = "nora", "greta", "samuel", "ada"


@dataclass(frozen=True)
class Place:
    """A page; ``{…}`` in its path stands for an id that only the database knows."""

    name: str
    surface: str
    path: str
    login: str = ""
    status: int = 200
    case: str = CASE

    def address(self, running: Running) -> str:
        base: str = getattr(running, self.surface)
        return base + self.path.format_map(_Ids(running, self.case))

    def visit(self, windows: Windows, **options: object) -> Page:
        """The page in a window of its own."""
        page = windows.open(self.login, **options)
        self.answer(page, windows.running)
        return page

    def answer(self, page: Page, running: Running) -> Response:
        """Go there, and give what the server answered."""
        answer = page.goto(self.address(running))
        assert answer is not None
        assert answer.status == self.status, f"{page.url} answers {answer.status}"
        return answer


class _Ids(dict[str, str]):
    """The id of an item of a kind, of the case, or of a copy."""

    def __init__(self, running: Running, case: str) -> None:
        self.running, self.case = running, case

    def __missing__(self, name: str) -> str:
        if name in _QUERIES:
            found = self.running.rows(_QUERIES[name], self.case)
        else:
            found = self.running.rows(_LONGEST, self.case, name, name)
        return str(found[0][0])


_QUERIES: dict[str, LiteralString] = {
    "case": "SELECT id FROM dossiers_case WHERE slug = %s",
    "copy": "SELECT id FROM archive_capture WHERE state = 'succeeded' AND access = 'public' AND %s <> ''"
    " ORDER BY requested_at LIMIT 1",
    "gone": "SELECT id FROM archive_capture WHERE access = 'taken_down' AND %s <> '' LIMIT 1",
}
_LONGEST = (
    "SELECT item.id FROM dossiers_item item LEFT JOIN dossiers_case c ON c.id = item.case_id"
    " WHERE c.slug = %s AND item.kind = %s OR c.slug IS NULL AND item.kind = %s"
    " ORDER BY item.version DESC, length(item.label) DESC LIMIT 1"
)


def _table(kind: Kind) -> str:
    return kind.value.replace("_", "")


def _of_case(kind: Kind) -> str:
    return "" if kind in SHARED_KINDS else "?of_case={case}"


PUBLIC = (
    Place("home", "public", "/"),
    Place("case", "public", f"/cases/{CASE}/"),
    Place("first edition", "public", f"/cases/{CASE}/editions/1/"),
    Place("versions", "public", f"/cases/{CASE}/editions/"),
    Place("source", "public", f"/cases/{CASE}/sources/S1/"),
    Place("actor", "public", "/actors/{actor}/"),
    Place("no such page", "public", "/cases/no-such-case/", status=404),
)
REPLAY = (
    Place("archived copy", "replay", "/captures/{copy}/"),
    Place("archived page", "replay", "/captures/{copy}/page/"),
    Place("how to check", "replay", "/how-to-check/"),
    Place("copy taken down", "replay", "/captures/{gone}/", status=410),
    Place("no such copy", "replay", "/captures/nothing/", status=404),
)
DESK = (
    Place("login", "desk", "/login/"),
    Place("my work", "desk", "/", REVIEWER),
    Place("all items", "desk", "/dossiers/item/", REVIEWER),
    Place("cases", "desk", "/dossiers/case/", WRITER),
    Place("new case", "desk", "/dossiers/case/add/", WRITER),
    Place("case at the desk", "desk", "/dossiers/case/{case}/change/", WRITER),
    Place("publish", "desk", "/cases/{case}/publish/", PUBLISHER),
    Place("preview", "desk", "/cases/{case}/preview/", PUBLISHER),
    Place("archived copies", "desk", "/archive/capture/", WRITER),
    Place("cited pages that changed", "desk", "/live/", WRITER),
    Place("copy at the desk", "desk", "/archive/capture/{copy}/change/", WRITER),
    Place("published versions", "desk", "/editions/edition/", WRITER),
    Place("people", "desk", "/accounts/user/", ADMINISTRATOR),
    Place("new person", "desk", "/accounts/user/add/", ADMINISTRATOR),
    Place("work of an administrator", "desk", "/", ADMINISTRATOR),
    Place("choose a case", "desk", "/dossiers/event/add/", WRITER),
    Place("change password", "desk", "/password_change/", WRITER),
)
LISTS = tuple(
    Place(f"list: {kind.label}", "desk", f"/dossiers/{_table(kind)}/{_of_case(kind)}", WRITER) for kind in Kind
)
FORMS = tuple(
    Place(f"form: {kind.label}", "desk", f"/dossiers/{_table(kind)}/{{{kind.value}}}/change/", WRITER) for kind in Kind
)
HARD = (
    Place("long names", "public", f"/cases/{HARD_CASE}/"),
    Place("long names: source", "public", f"/cases/{HARD_CASE}/sources/S1/"),
    Place("long names: versions", "public", f"/cases/{HARD_CASE}/editions/"),
    Place("long names: case at the desk", "desk", "/dossiers/case/{case}/change/", PUBLISHER, case=HARD_CASE),
    Place("long names: publish", "desk", "/cases/{case}/publish/", PUBLISHER, case=HARD_CASE),
    Place("long names: statement", "desk", "/dossiers/statement/{statement}/change/", WRITER, case=HARD_CASE),
    Place("long names: attribution", "desk", "/dossiers/attribution/{attribution}/change/", WRITER, case=HARD_CASE),
)
"""Long and right-to-left names, and two dozen claims about one operation."""
EVERYWHERE = (*PUBLIC, *REPLAY, *DESK, *LISTS, *FORMS, *HARD)
