"""Whose archived copies somebody sees at the desk, and of which they see who asked for them, and for what."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from casefiles.accounts.models import User
from casefiles.archive.models import Capture, CaptureQuerySet
from casefiles.dossiers.models import Item, Source


def visible_captures(user: User) -> CaptureQuerySet:
    """Copies of sources that ``user`` may see, and those they asked for.

    A request tells what a case is about, so it is seen only by who may see a case that cites the same address;
    and ``asker_known`` says whether that is the case it was made for.
    """
    cited = _sources(user).filter(cited_url__isnull=False)
    asking = _sources(user).filter(pk=OuterRef("asked_for"))
    known = ExpressionWrapper(Q(requested_by=user) | Exists(asking), output_field=BooleanField())
    seen = Capture.objects.filter(Q(cited_url__in=cited.values("cited_url")) | Q(requested_by=user))
    return seen.annotate(asker_known=known)


def asking_sources(user: User, capture: Capture) -> list[Source]:
    """What ``capture`` was asked for, as far as ``user`` may see it."""
    return list(_sources(user).filter(pk=capture.asked_for))


def may_see_handling(user: User, capture: Capture) -> bool:
    """May ``user`` learn who on the desk asked for ``capture``, why, and who looked at it?

    Only if they may see everything that cites its address: a name that they do not expect would tell of a case.
    """
    seen: Any = visible_captures(user).filter(pk=capture.pk).first()
    if seen is None or not seen.asker_known:
        return False
    citing, visible = (found.filter(cited_url=capture.cited_url_id) for found in (Source.objects, _sources(user)))
    return bool(citing.count() == visible.count())


def _sources(user: User) -> QuerySet[Source]:
    return Source.objects.filter(item__in=Item.objects.visible_to(user))
