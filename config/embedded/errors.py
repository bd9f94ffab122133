"""What can go wrong with an embedded service, told to the person at the terminal."""


class EmbeddedServiceError(RuntimeError):
    """An embedded server cannot be used; the message says what happened and what to do."""
