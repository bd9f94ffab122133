"""Whose archived copies somebody sees at the desk: those of sources they may see, and those they asked for."""

from django.db.models import Q

from casefiles.accounts.models import User
from casefiles.archive.models import Capture, CaptureQuerySet
from casefiles.dossiers.models import Item, Source


def visible_captures(user: User) -> CaptureQuerySet:
    """A request tells what a case is about, so it is seen only by who may see the case."""
    cited = Source.objects.filter(item__in=Item.objects.visible_to(user), cited_url__isnull=False)
    return Capture.objects.filter(Q(cited_url__in=cited.values("cited_url")) | Q(requested_by=user))
