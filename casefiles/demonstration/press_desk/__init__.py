"""A small site of the project's own digests, so that the demonstration archives real pages without a network."""
