"""Engines: each makes a copy of a page in its own way, all through the one fetching core."""
