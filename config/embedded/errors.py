"""What goes wrong with an embedded server, said so that the reader knows what to do."""


class EmbeddedServiceError(RuntimeError):
    """An embedded server cannot be had. The message says what happened and what to do about it."""
