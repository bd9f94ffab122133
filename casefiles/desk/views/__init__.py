"""The desk's own pages and buttons. Whatever changes something is a POST."""
