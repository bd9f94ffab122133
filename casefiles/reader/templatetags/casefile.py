"""Small words of the readers' templates: dates, citations, actors."""

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.editions.models import SourceState
from casefiles.editions.reading import PublicItem
from casefiles.lib.dates import NotADate, PartialDate
from casefiles.reader import live, names, words
from casefiles.reader.countries import country_words

register = template.Library()


@register.simple_tag
def newsroom() -> str:
    """Whose cases these are."""
    return str(settings.NEWSROOM_NAME)


@register.filter
def edtf(value: str) -> SafeString | str:
    """A partial date in words, its exact form in ``<time>`` where HTML knows that form."""
    try:
        date = PartialDate.parse(value)
    except NotADate:
        return value
    if date.start and date.start is date.end and not date.start.mark and date.start.month <= 12:
        return format_html('<time datetime="{}">{}</time>', value, date.words)
    return format_html('<span class="date" title="Exactly: {}">{}</span>', value, date.words)


@register.filter
def moment(value: datetime.datetime | str) -> SafeString:
    """A point in time to the minute, in UTC, which is said."""
    at = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.astimezone(datetime.UTC)
    exact = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}">{} {}</time>', exact, at.day, at.strftime("%B %Y, %H:%M UTC"))


@register.filter
def day(value: datetime.datetime) -> SafeString:
    """The day of a point in time, in UTC."""
    at = value.astimezone(datetime.UTC)
    return format_html('<time datetime="{}">{} {}</time>', at.date().isoformat(), at.day, at.strftime("%B %Y"))


@register.filter(name="words")
def in_words(value: str, field: str) -> str:
    """What readers see for a stored value of ``field``."""
    return words.value_words(field, value)


@register.filter
def kind(value: str) -> str:
    """What readers call a kind of item."""
    return words.KINDS.get(value, value)


@register.filter
def edition_kind(value: str) -> str:
    """What readers call a kind of edition."""
    return words.EDITION_KINDS.get(value, value)


@register.filter
def of_source(state: SourceState) -> SafeString:
    """What became of a source's live page."""
    return live.of_source(state)


@register.filter
def of_quote(state: SourceState) -> SafeString:
    """What became of the page on which these words stood."""
    return live.of_quote(state)


@register.filter
def country(code: str) -> str:
    """A country's name."""
    return country_words(code)


@register.simple_tag
def actor(item: PublicItem | None) -> SafeString | str:
    """An actor's name, leading to its page."""
    if item is None:
        return names.actor_name(item)
    return format_html('<a class="actor" href="{}">{}</a>', names.actor_path(item.id), names.actor_name(item))


@register.filter
def actor_name(item: PublicItem | None) -> str:
    """An actor's name, leading nowhere."""
    return names.actor_name(item)


@register.simple_tag(takes_context=True)
def cite(context: Context, item: PublicItem | None) -> SafeString | str:
    """An item's number, leading to where it stands: here, or on the case page named by ``base``."""
    if item is None:
        return "withheld"
    return format_html('<a class="cite" href="{}#{}">{}</a>', context.get("base", ""), names.anchor(item), item.number)


@register.simple_tag
def replay_url(capture: str) -> str:
    """Where the archived copy is read."""
    return f"{settings.REPLAY_URL}/captures/{capture}/"


@register.simple_tag
def public_url(path: str) -> str:
    """The whole address of one of the readers' pages."""
    return f"{settings.PUBLIC_URL}{path}"


@register.simple_tag
def called(page: Any, item: PublicItem) -> str:
    """An item in a few words."""
    return names.label(page.document, item)
