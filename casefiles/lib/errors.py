"""What an action answers when it does not do what was asked."""


class ActionError(Exception):
    """An action said no. ``reasons`` are sentences for the person who asked; nothing was stored."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
        self.field = field


class Refused(ActionError):
    """A rule forbids it (HTTP 400 or 422)."""


class NotAllowed(ActionError):
    """This person may not (HTTP 403, or 404 where even the existence is not theirs to know)."""


class Conflict(ActionError):
    """Somebody else got there first, or what was confirmed is no longer so (HTTP 409 or 412)."""
