"""Why something could not be fetched, said so that a journalist understands it."""


class FetchError(Exception):
    """It could not be fetched. ``sentence`` is for people; ``again`` says whether a later try may succeed."""

    again = False

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BlockedByPolicy(FetchError):
    """Our own rules forbid it; no packet was sent."""


class Unreachable(FetchError):
    """No name, no connection, no answer, or an answer that is no HTTP."""

    again = True


class OutOfReach(Unreachable):
    """The whole host: no name, no connection, not a word. Asking it for another file would take as long again."""


class OverLimit(FetchError):
    """A limit cut it before there was anything to keep. ``reason`` is WARC's: ``length`` or ``time``."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.again = reason == "time"


class Abandoned(Exception):
    """The capture is no longer this worker's: its lease is gone, or it was cancelled."""


class HungUp(Exception):
    """Whoever the answer is passed on to has stopped listening."""
