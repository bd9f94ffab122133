"""Watches over pages of a test's own server."""

from casefiles.archive import rechecks, work
from casefiles.archive.models import Capture, HostGap, Recheck, Watch
from casefiles.archive.watching import keep_watch
from casefiles.jobs.models import from_now
from tests.archive.captures import fresh, queue


def copied(url: str) -> Capture:
    """A copy of ``url`` as a worker makes it now."""
    capture = queue(url)
    HostGap.objects.all().delete()
    assert work.perform(capture.pk)
    return fresh(capture)


def watched(url: str) -> Watch:
    """A watch over ``url``, which is copied as it is now."""
    copy = copied(url)
    keep_watch({copy.cited_url_id: copy.pk})
    return Watch.objects.get(cited_url=copy.cited_url)


def due(watch: Watch) -> None:
    """Its time has come, and its host is free."""
    HostGap.objects.all().delete()
    Watch.objects.filter(pk=watch.pk).update(next_at=from_now(-1), nudged_at=None)


def look(watch: Watch) -> Recheck:
    """What a worker finds that looks at the page now."""
    due(watch)
    assert rechecks.perform(watch.pk)
    return Recheck.objects.filter(watch=watch).latest("pk")


def results(watch: Watch) -> list[str]:
    """What each look found, in order."""
    return list(Recheck.objects.filter(watch=watch).order_by("pk").values_list("result", flat=True))
