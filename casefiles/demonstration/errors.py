"""What stops a build."""


class BuildStopped(Exception):
    """The demonstration could not be finished; the message says what to do. What is done stays, and the next
    run goes on from there."""
