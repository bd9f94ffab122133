"""``python -m bench``: how fast the public pages and the archive are, next to the plainest that could be.

Every figure stands beside another that was measured in the same run on the same machine: the case page beside a
Django view that does nothing, captures beside downloads that keep nothing. The ratio is what can be compared
between machines and versions.
"""
