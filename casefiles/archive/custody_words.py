"""An event of the custody record as people read it: a sentence, and the facts that belong to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casefiles.archive.states import LOST, RETRY, Access, Custody, Handling, State

_MOST_LISTED = 100
"""Missing files, servers or redirects that are named one by one; the rest are counted."""
_HANDLED = {
    Handling.VIEWED.value: "Viewed at the desk",
    Handling.EXPORTED.value: "Taken along",
}
_RESULTS = {RETRY: "to be tried again", LOST: "the worker was lost"}


@dataclass(frozen=True)
class Told:
    """One event. ``at`` is as the event has it; ``by`` is "" where that is not known or was withheld."""

    number: int
    at: str
    sentence: str
    by: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    digest: str = ""

    @property
    def when(self) -> str:
        """Its time to the second."""
        return f"{self.at[:10]} {self.at[11:19]} UTC"


def told(entry: Mapping[str, Any]) -> Told:
    """An entry of an exported record, in words. What the form does not know of is told as it stands there."""
    event, withheld = entry["event"], entry.get("withheld") or {}
    kind, detail = str(event["kind"]), event["detail"]
    say = _SAY.get(kind)
    by = (event.get("by") or withheld.get("by") or {}).get("name", "")
    facts = list(_FACTS.get(kind, _none)(detail))
    if reason := withheld.get("reason"):
        facts.append(("Reason", reason))
    facts += [("Found", said) for said in withheld.get("said", [])]
    return Told(event["number"], event["at"], say(detail) if say else kind, by, facts, entry["digest"])


def _tried(detail: Any) -> str:
    result = str(detail["result"])
    named = State(result).label.lower() if result in State.values else _RESULTS.get(result, result)
    return f"Try {detail['try']}: {named}. {detail.get('sentence', '')}".strip()


def _verified(detail: Any) -> str:
    if detail.get("right"):
        return "Checked to the last byte: it is what was stored."
    return "Checked to the last byte: it is not what was stored."


def _handled(kind: str) -> Callable[[Any], str]:
    def say(detail: Any) -> str:
        what = ", ".join(f"{name}: {value}" for name, value in sorted(detail.items()))
        return _HANDLED[kind] + (f" ({what})." if what else ".")

    return say


_SAY: dict[str, Callable[[Any], str]] = {
    Custody.REQUESTED.value: lambda detail: f"A copy of {detail['url']} was asked for.",
    Custody.NEEDED_NOW.value: lambda _detail: "It was put before all others.",
    Custody.TRIED.value: _tried,
    Custody.FINISHED.value: lambda detail: (
        f"It ended: {State(detail['outcome']).label.lower()}. {detail['sentence']}".strip()
    ),
    Custody.CANCELLED.value: lambda _detail: "The request was taken back.",
    Custody.STAMPED.value: lambda detail: f"{detail['authority']} dated the {detail['over']}: {detail['time']}.",
    Custody.ACCESS_CHANGED.value: lambda detail: (
        f"Readers’ access: from {_level(detail['from'])} to {_level(detail['to'])}."
    ),
    Custody.VERIFIED.value: _verified,
    Custody.EXPIRED.value: lambda _detail: "Its files were removed, for nothing cited it.",
    **{kind: _handled(kind) for kind in _HANDLED},
}


def _level(value: str) -> str:
    return Access(value).label.partition(":")[0].lower() if value in Access.values else value


def _none(_detail: Any) -> list[tuple[str, str]]:
    return []


def _facts_of_outcome(detail: Any) -> list[tuple[str, str]]:
    report = detail.get("report", {})
    facts = [
        ("Asked for", detail.get("requested", "")),
        *(("Redirects", " → ".join(report["redirects"])) for _ in [0] if len(report.get("redirects", [])) > 1),
        ("Answered from", detail.get("final_url", "")),
        ("The server said", f"HTTP {detail['status_code']}" if detail.get("status_code") else ""),
        ("Began", detail.get("started_at", "")),
        ("Ended", detail.get("finished_at", "")),
        ("Made by", f"the “{detail['engine']}” engine of {detail['software']}" if detail.get("engine") else ""),
        ("Introduced as", report.get("user_agent", "")),
    ]
    facts += _facts_of_browser(report.get("browser", {}))
    facts += [("Undated", said) for said in report.get("unstamped", [])]
    facts += [("Server", _server(name, said)) for name, said in list(report.get("servers", {}).items())[:_MOST_LISTED]]
    facts += [("Missing", f"{each['url']}: {each['why']}") for each in report.get("missing", [])[:_MOST_LISTED]]
    facts += [
        ("Stored", f"{file['role']}, {file['bytes']:,} bytes, sha256 {file['sha256']}") for file in detail["files"]
    ]
    facts.append(
        ("Records", f"{len(detail['records'])}, each with the SHA-256 of its block" if detail["records"] else "")
    )
    if detail["files"]:
        facts.append(("Signed by", report.get("signed_by", "") or "nobody"))
    return [(name, value) for name, value in facts if value]


def _facts_of_browser(said: Any) -> list[tuple[str, str]]:
    """What a browser was, and what it was refused; nothing where none was used."""
    if not said:
        return []
    size = said.get("viewport", {})
    program, version = said.get("program", ""), said.get("version", "")
    parts = [
        program if version in program else f"{program} {version}",
        f"driven by Playwright {said['playwright']}" if said.get("playwright") else "",
    ]
    parts.append(f"a window of {size['width']} by {size['height']} pixels" if size else "")
    parts.append("in its sandbox" if said.get("sandbox") else "without its sandbox")
    facts = [("Browser", ", ".join(filter(None, parts))), ("Trouble", said.get("problem", ""))]
    facts += [("Refused", _refusal(each)) for each in said.get("refused", [])[:_MOST_LISTED]]
    return facts


def _refusal(each: Any) -> str:
    return f"{each.get('url', '')}: {each.get('why', '')}" if isinstance(each, dict) else str(each)


def _server(name: str, said: Any) -> str:
    parts = [f"{name} at {said.get('address', 'an unknown address')}"]
    if others := [each for each in said.get("resolved", []) if each != said.get("address")]:
        parts.append(f"of {', '.join([said.get('address', ''), *others])}")
    if said.get("tls"):
        parts.append(f"{said['tls']} {said.get('cipher', '')}")
        how = "verified" if said.get("verified") else f"not verified: {said.get('problem', '')}"
        parts.append(f"certificate {how}")
        parts += [f"sha256 {each}" for each in said.get("certificates", [])]
    return ", ".join(parts)


_FACTS: dict[str, Callable[[Any], list[tuple[str, str]]]] = {
    Custody.FINISHED.value: _facts_of_outcome,
    Custody.VERIFIED.value: lambda detail: [("Wrong", said) for said in detail.get("wrong", [])],
    Custody.STAMPED.value: lambda detail: [
        ("Over", f"sha256 {detail['sha256']}"),
        ("Token", f"sha256 {detail['token']}"),
        ("Serial number", detail["serial"]),
    ],
}
