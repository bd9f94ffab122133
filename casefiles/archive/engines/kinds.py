"""What kind of thing a site answered with."""

from casefiles.archive.fetching.exchange import Exchange

_HTML = frozenset({"text/html", "application/xhtml+xml"})


def is_html(exchange: Exchange) -> bool:
    """Is it a page of HTML, by its type, or by its first bytes where it names none?"""
    if exchange.media_type:
        return exchange.media_type in _HTML
    start = exchange.entity_bytes(512).lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def is_text(exchange: Exchange) -> bool:
    """Is it text to read as it stands?"""
    kind = exchange.media_type
    return not exchange.packed and (kind.startswith("text/") or kind in {"application/json", "application/xml"})
