"""A site on loopback with one page and the 37 files that it needs, in a process of its own."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_IMAGES, _STYLES, _FONTS = 30, 3, 4
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4") if sys.platform == "linux" else ("127.0.0.1",)
"""Several names of the one site: a host is visited by one worker at a time."""
REQUISITES = _IMAGES + _STYLES + _FONTS
_HTML, _CSS, _PNG, _WOFF = "text/html; charset=utf-8", "text/css", "image/png", "font/woff2"


def site() -> dict[str, tuple[str, bytes]]:
    """Path to media type and bytes, the page first; the same in every run."""
    dice = random.Random(37)
    words = " ".join(dice.choices(["ministry", "server", "accused", "statement", "July", "attributed"], k=4_000))
    styles = "".join(f'<link rel="stylesheet" href="/style-{n}.css">' for n in range(_STYLES))
    images = "".join(f'<img src="/image-{n}.png" alt="">' for n in range(_IMAGES))
    page = f"<!doctype html><html lang=en><title>A cited page</title>{styles}<p>{words}</p>{images}</html>"
    fonts = "".join(f'@font-face {{ font-family: f{n}; src: url("/font-{n}.woff2") }}\n' for n in range(_FONTS))
    found = {"/": (_HTML, page.encode())}
    for number in range(_STYLES):
        rules = "".join(f".part-{rule} {{ margin: {rule}px }}\n" for rule in range(400))
        found[f"/style-{number}.css"] = (_CSS, ((fonts if number == 0 else "") + rules).encode())
    for number in range(_FONTS):
        found[f"/font-{number}.woff2"] = (_WOFF, dice.randbytes(30_000))
    for number in range(_IMAGES):
        found[f"/image-{number}.png"] = (_PNG, dice.randbytes(30_000))
    return found


@contextmanager
def running() -> Iterator[int]:
    """The site, served until the block ends; its port."""
    process = subprocess.Popen([sys.executable, "-m", "bench.origin"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # the body would wait 40 ms until the head has been acknowledged
    pages = site()

    def do_GET(self) -> None:
        media_type, body = self.pages.get(self.path, (_HTML, b""))
        self.send_response(200 if self.path in self.pages else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve on a port that is free on all hosts, and say which."""
    ThreadingHTTPServer.daemon_threads = True
    first = ThreadingHTTPServer((HOSTS[0], 0), _Handler)
    port = first.server_address[1]
    others = [ThreadingHTTPServer((host, port), _Handler) for host in HOSTS[1:]]
    for server in others:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(port, flush=True)
    first.serve_forever()


if __name__ == "__main__":
    main()
