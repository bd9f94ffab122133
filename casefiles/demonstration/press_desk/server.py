"""The press desk's HTTP server, on loopback alone."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from casefiles.demonstration.press_desk.site import answer

HOST = "127.0.0.1"


class PressDeskHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from ``site.answer``; quiet, for it has no visitors but the archive."""

    protocol_version = "HTTP/1.1"
    server_version = "casefiles-press-desk"
    sys_version = ""
    timeout = 10  # seconds that an idle connection is kept
    disable_nagle_algorithm = True  # the body would wait 40 ms until the head has been acknowledged

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        found = answer(urlsplit(self.path).path)
        self.send_response(found.status)
        self.send_header("Content-Type", found.content_type)
        self.send_header("Content-Length", str(len(found.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if found.location:
            self.send_header("Location", found.location)
        self.end_headers()
        if with_body:
            self.wfile.write(found.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the archive keeps its own record of what it fetched."""


class PressDeskServer(ThreadingHTTPServer):
    """``PressDeskServer(port)``: port 0 takes a free one; ``address`` says which."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), PressDeskHandler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"
