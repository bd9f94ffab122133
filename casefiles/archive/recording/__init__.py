"""A proxy on loopback that a browser is sent through: it fetches by the one core and keeps every byte both ways.

It sees into encrypted connections, because the browser of one capture trusts the one key made for that capture
(``certificates``). What a browser asks is read once (``asking``), judged, fetched and handed over as it comes
(``proxy``), and what passed is kept in the order it ended (``recorder``).
"""
