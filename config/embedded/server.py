"""What sharing needs to know of a server, whichever it is."""

from typing import Protocol


class Server(Protocol):
    """One server that can be found, started and stopped; the caller holds the start lock for the latter two."""

    @property
    def name(self) -> str:
        """As people call it."""

    def pid(self) -> int | None:
        """The process of our server, wherever it was started; None when there is none."""

    def ready(self) -> bool:
        """Whether it takes connections now; cheap."""

    def deaf(self) -> bool:
        """Whether it runs, but nobody can reach it any more, for its socket is gone."""

    def start(self, *, end_with_parent: bool) -> None:
        """Start it and wait until it is ready. Raises EmbeddedServiceError."""

    def stop(self) -> None:
        """End it, if it runs, with what it holds safely on disk."""
