"""The fetching core: every byte of the archive comes through here.

Parse once (``address``), judge every answer of the resolver and dial exactly what was judged (``guard``,
``dial``), speak HTTP/1.1 and keep the raw bytes both ways (``http1``), follow redirects by hand (``browse``),
and count everything against the limits while it streams (``budget``).
"""
