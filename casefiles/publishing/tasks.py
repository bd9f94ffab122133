"""What the clock has done about published sources."""

from celery import shared_task

from casefiles.publishing import following


@shared_task(name="casefiles.publishing.tasks.watch_sources", ignore_result=True)  # type: ignore[untyped-decorator]
def watch_sources() -> None:
    """Watch the pages that published cases rest on, and no others."""
    following.renew_watches()


@shared_task(name="casefiles.publishing.tasks.follow_sources", ignore_result=True)  # type: ignore[untyped-decorator]
def follow_sources() -> None:
    """Judge what became of them, and tell readers."""
    following.follow()
