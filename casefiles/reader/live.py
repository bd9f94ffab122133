"""What became of a page since its archived copy was made, as sentences for readers."""

import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.editions.models import LiveState, SourceState

_OF_A_SOURCE = {
    LiveState.DIFFERS: "The live page differs from the archived copy since {since}{in_words}.",
    LiveState.MOVED: "The address leads to another page since {since}{not_there}.",
    LiveState.GONE: "Gone since {since}: the server no longer has this page. The archived copy shows what it said.",
    LiveState.UNREACHABLE: "The page could not be reached since {since}.",
}
_OF_A_QUOTE = {
    LiveState.DIFFERS: "The live page differs from the archived copy in these words, or beside them, since {since}.",
    LiveState.MOVED: "The address leads to another page since {since}, and these words are not on it as archived.",
    LiveState.GONE: "The page with these words is gone since {since}; the archived copy has them.",
}


def of_source(state: SourceState) -> SafeString:
    """What is said where the source stands."""
    named = len(state.statements)
    return format_html(
        _OF_A_SOURCE[LiveState(state.state)],
        since=_day(state),
        in_words=", in words that are quoted here, or beside them" if named else "",
        not_there=", and words that are quoted here are not on it as archived" if named else "",
    )


def of_quote(state: SourceState) -> SafeString:
    """What is said where its words stand."""
    return format_html(_OF_A_QUOTE[LiveState(state.state)], since=_day(state))


def _day(state: SourceState) -> SafeString:
    at = state.since.astimezone(datetime.UTC)
    return format_html('<time datetime="{}">{} {}</time>', at.date().isoformat(), at.day, at.strftime("%B %Y"))
