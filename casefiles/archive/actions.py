"""What people and other apps do with the archive."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.archive import custody, room
from casefiles.archive.dispatch import nudge
from casefiles.archive.models import Capture, CaptureAttempt, CaptureQuerySet, CitedURL, SiteHold
from casefiles.archive.policy import citable, host_is_held
from casefiles.archive.states import OUTCOMES, PAGES, Access, Custody, State
from casefiles.lib.errors import Conflict, NotAllowed, Refused

_MAY_ASK = (Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR)
_OPENNESS = [Access.SEALED, Access.PRIVATE, Access.PUBLIC]


def cited_url_for(url: str) -> CitedURL:
    """The row of an address, made if it is new; all spellings of one address share it. Raises ``Refused``."""
    address = citable(url)
    return CitedURL.objects.get_or_create(url=address.href, defaults={"host": address.host})[0]


def request_capture(
    *,
    url: str,
    requested_by: User | None,
    reason: str = "",
    asked_for: UUID | None = None,
    tell_workers: bool = True,
) -> Capture:
    """Ask for an archived copy of ``url``; a worker makes it soon. ``None`` asks as the operator of the system.

    ``asked_for`` is the id of what it is for. Without ``tell_workers`` the caller makes it; workers take it over only
    if that takes long.

    Raises ``Refused`` (field ``url``) for an address that cannot be archived, ``NotAllowed``.
    """
    _check_may_ask(requested_by)
    with transaction.atomic():
        cited_url = cited_url_for(url)
        if host_is_held(cited_url.host):
            raise Refused(f"{cited_url.host} is marked “do not contact this site yet”.", field="url")
        if room.is_full():
            raise Refused(
                f"{room.FULL} No new copy can be made until an administrator makes room; "
                "to save the source now, choose another way of archiving.",
                field="url",
            )
        capture = Capture.objects.create(
            cited_url=cited_url,
            requested_by=requested_by,
            reason=reason[:500],
            asked_for=asked_for,
            nudged_at=Now(),
        )
        custody.record(capture, Custody.REQUESTED, {"url": cited_url.url}, by=requested_by, withheld=_why(capture))
        if tell_workers:
            nudge(capture.pk)
    return capture


def cancel_capture(*, capture: Capture, user: User) -> Capture:
    """End a capture that has no outcome yet; a worker that is at it throws its work away.

    Raises ``Conflict`` if it has ended meanwhile, ``NotAllowed``.
    """
    _check_may_ask(user)
    with transaction.atomic():
        row = Capture.objects.select_for_update().get(pk=capture.pk)
        if row.is_finished:
            raise Conflict("This archived copy is already finished.", field="state")
        fetching = row.state == State.FETCHING
        now = timezone.now()
        CaptureAttempt.objects.create(
            capture=row,
            number=row.attempt if fetching else row.attempt + 1,
            started_at=now,
            ended_at=now,
            result=State.CANCELLED,
            detail=f"{user.display_name} cancelled it.",
        )
        # Who did stands with the try alone: readers may come to see the capture's own words.
        Capture.objects.filter(pk=row.pk).exclude(state__in=OUTCOMES).update(
            state=State.CANCELLED, leased_until=None, finished_at=now, outcome_detail=""
        )
        custody.record(row, Custody.CANCELLED, {}, by=user)
    row.refresh_from_db()
    return row


def need_now(*, capture: Capture, user: User) -> Capture:
    """Let a capture go before all others, at once; only its host's pause still holds.

    Raises ``Conflict`` if it has ended or is being made, ``NotAllowed``.
    """
    _check_may_ask(user)
    with transaction.atomic():
        row = Capture.objects.select_for_update(of=("self",)).get(pk=capture.pk)
        if row.state not in Capture.READY_STATES:
            done = "already finished" if row.is_finished else "being made just now"
            raise Conflict(f"This archived copy is {done}.", field="state")
        Capture.objects.filter(pk=row.pk).update(needed_now=True, next_at=Now(), nudged_at=Now())
        custody.record(row, Custody.NEEDED_NOW, {}, by=user)
        nudge(row.pk)
    row.refresh_from_db()
    return row


def open_capture(*, capture_id: UUID, level: str, user: User | None) -> Capture:
    """Let readers see a copy, at least up to ``level``. What was opened further or taken down stays so.

    The caller has checked the right of ``user`` to publish. Raises ``Refused`` for an unknown level.
    """
    if level not in _OPENNESS:
        raise Refused(f"“{level}” is no level that a copy can be opened to.", field="level")
    below = _OPENNESS[: _OPENNESS.index(Access(level))]
    with transaction.atomic():
        row = Capture.objects.select_for_update(no_key=True).get(pk=capture_id)
        if row.access in below:
            custody.record(row, Custody.ACCESS_CHANGED, {"from": row.access, "to": level}, by=user)
            row.access = level
            row.save(update_fields=["access"])
    return row


def captures_of(cited_url: CitedURL) -> CaptureQuerySet:
    """All requests for copies of an address, newest first."""
    return Capture.objects.filter(cited_url=cited_url).order_by("-requested_at", "id")


def latest_copy(cited_url: CitedURL) -> Capture | None:
    """The newest stored copy of an address: of the page if there is one, else of what the site said instead.

    Copies that a re-check asked for are evidence of what became of the page: to cite one is a person’s decision.
    """
    copies = captures_of(cited_url).finished().with_copy().filter(recheck_copy=None).prefetch_related("files")
    return copies.filter(state__in=PAGES).first() or copies.first()


def best_outcome(cited_url: CitedURL) -> Capture | None:
    """What came of an address: its latest copy, else the newest outcome. A request taken back is none."""
    outcomes = captures_of(cited_url).finished().filter(recheck_copy=None, expired_at__isnull=True)
    outcomes = outcomes.exclude(state=State.CANCELLED)
    return latest_copy(cited_url) or outcomes.prefetch_related("files").first()


def hold_site(*, url: str, holder: UUID) -> SiteHold:
    """Leave the site of ``url`` alone until ``holder`` releases it; a holder holds one site at a time.

    Raises ``Refused`` for an address that is none.
    """
    host = citable(url).host
    with transaction.atomic():
        SiteHold.objects.filter(holder=holder).exclude(host=host).delete()
        return SiteHold.objects.get_or_create(host=host, holder=holder)[0]


def release_site(*, holder: UUID) -> None:
    """Take back what ``holder`` holds. Other holders' holds stand."""
    SiteHold.objects.filter(holder=holder).delete()


def is_held(url: str) -> bool:
    """Is the site of ``url`` to be left alone for now? Raises ``Refused`` for an address that is none."""
    return host_is_held(citable(url).host)


def _check_may_ask(user: User | None) -> None:
    if user is not None and not user.has_role(*_MAY_ASK):
        raise NotAllowed("Only journalists, reviewers and publishing editors may ask for archived copies.")


def _why(capture: Capture) -> dict[str, str]:
    return {"reason": capture.reason} | ({"asked_for": str(capture.asked_for)} if capture.asked_for else {})
