"""The states of a capture, the results of a try, and who may see a copy."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where one request for an archived copy stands. All but the first three are outcomes, and final."""

    QUEUED = "queued", "Waiting for its turn"
    FETCHING = "fetching", "Being archived"
    WAITING = "waiting", "Will be tried again"
    SUCCEEDED = "succeeded", "Archived"
    PARTIAL = "partial", "Archived in part"
    BLOCKED_POLICY = "blocked_policy", "Not contacted: our rules forbid it"
    BLOCKED_BY_SITE = "blocked_by_site", "Turned away by the site"
    GONE = "gone", "No longer there"
    PAYWALLED = "paywalled", "Behind a paywall"
    FAILED = "failed", "Could not be archived"
    CANCELLED = "cancelled", "Cancelled"


OUTCOMES = frozenset(State.values) - {State.QUEUED, State.FETCHING, State.WAITING}
PAGES = frozenset({State.SUCCEEDED, State.PARTIAL, State.PAYWALLED})
"""Outcomes whose copy shows the page itself, and not what the site said instead."""

RETRY = "retry"
"""The result of a try that is to be made again."""
NO_ROOM = "no room"
"""The result of a try that could not be stored, for the disk was full. It counts as none."""
LOST = "lost"
"""The result of a try whose worker died."""


class Access(TextChoices):
    """Who may see a copy outside the desk."""

    SEALED = "sealed", "Sealed: nobody outside the desk knows of it"
    PRIVATE = "private", "Private: readers see that it exists, when it was made and its digests"
    PUBLIC = "public", "Public: readers see the whole copy"
    TAKEN_DOWN = "taken_down", "Taken down: readers see that it was removed"


class FileRole(TextChoices):
    """What a stored file of a capture is."""

    WACZ = "wacz", "Everything sent and received (WACZ)"
    TEXT = "text", "Text of the page"
    DOCUMENT = "document", "The document itself"
    SCREENSHOT = "screenshot", "Picture of the whole page"
    DOM = "dom", "The page as its scripts had made it (HTML)"
    PDF = "pdf", "The page as it prints (PDF)"


class Custody(TextChoices):
    """What the custody record tells of a capture; readers of an open copy may see it."""

    REQUESTED = "requested", "Asked for"
    NEEDED_NOW = "needed_now", "Put before all others"
    TRIED = "tried", "Tried"
    FINISHED = "finished", "Ended"
    CANCELLED = "cancelled", "Cancelled"
    STAMPED = "stamped", "Dated by a timestamp authority"
    ACCESS_CHANGED = "access_changed", "Readers’ access changed"
    VERIFIED = "verified", "Checked again to the last byte"
    EXPIRED = "expired", "Files removed, for nothing cites it"


class StampState(TextChoices):
    """Where one token over a stored copy stands. It is asked for until it is there."""

    WAITING = "waiting", "To be asked for"
    ASKING = "asking", "Being asked for"
    STAMPED = "stamped", "There"
    DROPPED = "dropped", "Its authority is no longer in the settings"


class Handling(TextChoices):
    """What people of the newsroom did with a copy; nobody outside learns of it, nor how often."""

    VIEWED = "viewed", "Viewed at the desk"
    EXPORTED = "exported", "Taken along"


class WatchState(TextChoices):
    """Where the watch over a published address stands."""

    WAITING = "waiting", "To be looked at again"
    CHECKING = "checking", "Being looked at"
    RESTING = "resting", "Not watched: nothing published cites it"


class Seen(TextChoices):
    """What one look at a watched address found, beside the copy that is cited."""

    OK = "ok", "As archived"
    CHANGED = "changed", "Its text differs from the copy"
    MOVED = "moved", "The address leads elsewhere than it did"
    GONE = "gone", "No longer there"
    WALLED = "walled", "Turned away, or shown something other than the page"
    UNREACHABLE = "unreachable", "Not reached"
    NOT_CONTACTED = "not_contacted", "Not contacted: our rules forbid it"
