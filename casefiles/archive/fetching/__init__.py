"""The fetching core: every byte of the archive comes through here.

Parse once (``address``), judge every answer of the resolver and dial exactly what was judged (``guard``,
``dial``), speak HTTP/1.1 and keep the raw bytes both ways (``http1``), keep connections for the next request
(``connections``), follow redirects by hand (``browse``), and count everything against the limits while it streams
(``budget``). A browser's requests take the same way, by its proxy (``casefiles.archive.recording``).
"""
