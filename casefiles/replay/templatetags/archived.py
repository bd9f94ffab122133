"""Small words of the archive's templates."""

import datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def moment(value: datetime.datetime | None) -> SafeString | str:
    """A point in time to the second, in UTC, which is said."""
    if value is None:
        return "not known"
    at = value.astimezone(datetime.UTC)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        at.day,
        at.strftime("%B %Y, %H:%M:%S UTC"),
    )


@register.simple_tag
def newsroom() -> str:
    """Whose archive this is."""
    return str(settings.NEWSROOM_NAME)


@register.simple_tag
def public_url() -> str:
    """Where the readers' pages are."""
    return str(settings.PUBLIC_URL)
