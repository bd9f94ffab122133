"""What items are called, and where on the page they stand."""

from django.urls import reverse

from casefiles.editions.reading import Document, PublicItem
from casefiles.lib.dates import NotADate, PartialDate
from casefiles.reader import words

_LONG = 120


def date_words(edtf: str) -> str:
    """A partial date as a sentence says it; the text itself where it is none."""
    try:
        return PartialDate.parse(edtf).words
    except NotADate:
        return edtf


def date_order(edtf: str) -> str:
    """Sorts partial dates: by the first day, then by the last; those without a date come last."""
    try:
        date = PartialDate.parse(edtf)
    except NotADate:
        return "9999"
    return f"{date.earliest or '0000'} {date.latest or '9999'}"


def anchor(item: PublicItem) -> str:
    """The item's id on its case page: its number, so that a citation can be typed."""
    return item.number or f"{item.kind}-{item.id[:8]}"


def actor_path(item_id: str) -> str:
    """Where readers find an actor."""
    return reverse("reader:actor", args=[item_id])


def address(document: Document, item_id: str) -> str:
    """Where a reference to an item leads from its case page; "" where the document lacks it."""
    item = document.get(item_id)
    if item is None:
        return ""
    if item.kind in {"actor", "alias"}:
        return actor_path(item["actor"] or item.id)
    return "#top" if item.kind == "case_text" else f"#{anchor(item)}"


def actor_name(actor: PublicItem | None) -> str:
    """An actor as a sentence has it; words that stand for one that is withheld."""
    return str(actor["name"]) if actor else "an actor that is withheld"


def called(document: Document, item_id: str) -> str:
    """The item in a few words, for lists and comparisons."""
    item = document.get(item_id)
    return label(document, item) if item else "something withheld"


def label(document: Document, item: PublicItem) -> str:
    """An item in a few words, without its number."""
    return _shorter(_label(document, item))


def _shorter(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _label(document: Document, item: PublicItem) -> str:
    if item.withheld:
        return "withheld"
    match item.kind:
        case "statement":
            return f"{item['said_by']}: “{item['passage']}”"
        case "attribution":
            accuser, accused = called(document, item["accuser"]), called(document, item["accused"])
            return f"{accuser} – {words.value_words('words', item['words'])} – {accused}"
        case "actor_link":
            relation = words.value_words("relation", item["relation"])
            return f"{called(document, item['subject'])} {relation} {called(document, item['object'])}"
        case "legal_action":
            return f"{words.value_words('act', item['act'])}: {called(document, item['by'])}"
        case "impact":
            return f"{item['amount']} {item['unit']}"
        case "reply_request":
            return called(document, item["to"])
        case "editor_note":
            return str(item["text"])
        case _:
            return str(item["title"] or item["name"])
