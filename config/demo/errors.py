"""Why the demonstration does not start or go on, told to the person at the terminal."""


class DemoError(Exception):
    """The message says what happened and what to do."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or the process was told to end."""
