"""A browser on this machine: found (``chromium``), few at once (``slots``), told what to do (``job``), driven in a
process of its own (``drive``), held to its time (``driving``) and ended to its last process (``processes``).
"""
