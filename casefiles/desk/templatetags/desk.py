"""Small words of the desk's templates."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from casefiles.desk.live import sentence
from casefiles.desk.marks import state_mark
from casefiles.editions.models import Edition
from casefiles.publishing.models import Observation

register = template.Library()

_DECIDES = {
    "submit": "Hand it to a reviewer. A source’s newest archived copy becomes the one it cites.",
    "approve": "You stand for exactly this draft; any change makes the approval lapse.",
    "request_changes": "It goes back to its author.",
    "reject": "It stays out of the case.",
    "withdraw": "The next published version is without it; earlier versions keep it.",
    "reopen": "It becomes a draft again.",
}


@register.simple_tag
def mark(state: str) -> SafeString:
    """A state as mark and words."""
    return state_mark(state)


@register.simple_tag
def decides(transition: str) -> str:
    """What a transition means for whoever is about to make it."""
    return _DECIDES[transition]


@register.simple_tag
def kind_path(kind: str, page: str) -> str:
    """The list ("changelist") or the empty form ("add") of a kind of item."""
    return reverse(f"admin:dossiers_{kind.replace('_', '')}_{page}")


@register.filter
def live_sentence(observation: Observation) -> str:
    """What became of a source's page, in words."""
    return sentence(observation.state, observation.since)


@register.simple_tag
def public_page(edition: Edition) -> str:
    """Where readers find a published version."""
    return f"{settings.PUBLIC_URL}/cases/{edition.slug}/editions/{edition.number}/"
