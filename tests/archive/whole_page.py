"""A page that asks for files in every way that pages do, from its own server and from one that speaks TLS."""

import base64
import re

from tests.archive.origin import Origin, answer, redirect

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_CSS, _JS, _IMAGE, _JSON = "text/css", "text/javascript", "image/png", "application/json"
_PLAIN_IMAGES = [f"/image-{number}.png" for number in range(8)]
_LAZY_IMAGES = [f"/lazy-{number}.png" for number in range(6)]
_SCRIPT = """
import {words} from "/module-part.js";
const said = document.getElementById("said");
const wait = [
  import("/module-late.js").then(part => part.words),
  fetch("/data.json").then(answer => answer.json()).then(data => data.words),
  fetch("/data-packed.json").then(answer => answer.json()).then(data => data.words),
  fetch("/range.bin", {headers: {Range: "bytes=2-5"}}).then(answer => answer.text()),
  fetch("/posted", {method: "POST", body: "a=1&b=2"}).then(answer => answer.text()),
  fetch("/head-only", {method: "HEAD"}).then(answer => answer.headers.get("x-seen")),
  fetch("/empty").then(answer => String(answer.status)),
  fetch("/missing.json").then(answer => String(answer.status)),
  fetch("%(other)s/api", {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})
    .then(answer => answer.text()),
];
Promise.all(wait).then(all => { said.textContent = [words, ...all].join(" | "); });
"""
SAID = "part | late | plain | packed | cdef | posted a=1&b=2 | yes | 204 | 404 | across"
"""What the script writes when each of its requests was answered rightly."""
EVERYTHING = {
    "/", "/page", "/style.css", "/imported.css", "/font-a.woff2", "/font-b.woff2", "/background.png", "/set-1.png",
    "/picture.png", "/moved.png", "/moved-to.png", "/missing.png", "/frame.html", "/frame.png", "/frame.css",
    "/module.js", "/module-part.js", "/module-late.js", "/classic.js", "/data.json", "/data-packed.json", "/range.bin",
    "/posted", "/head-only", "/empty", "/missing.json", *_PLAIN_IMAGES, *_LAZY_IMAGES,
}  # fmt: skip
"""What a browser asks of the page's own server: more than 35 addresses."""
ELSEWHERE = {"/other.png", "/other.css", "/other-chunked.js", "/api"}
"""What it asks of the other, which packs with brotli as well."""


def fill(origin: Origin, other: Origin) -> None:
    """Let the two servers have the page."""
    images = [*_PLAIN_IMAGES, *_LAZY_IMAGES, "/background.png", "/set-1.png", "/set-2.png", "/picture.png"]
    images += ["/moved-to.png", "/frame.png"]
    origin.routes = {path: answer(PIXEL, kind=_IMAGE) for path in images} | {
        "/": redirect("/page", "301 Moved Permanently"),
        "/page": answer(_markup(other.url("")), packed=True, headers=("Set-Cookie: visit=1; Path=/",)),
        "/style.css": answer(_STYLE, kind=_CSS, packed=True, chunks=50),
        "/imported.css": answer(b"p { color: #333 }", kind=_CSS, chunks=5),
        "/font-a.woff2": answer(b"wOF2 is what it says", kind="font/woff2"),
        "/font-b.woff2": answer(b"wOF2 is what it says too", kind="font/woff2", chunks=3),
        "/moved.png": redirect("/moved-to.png", "307 Temporary Redirect"),
        "/frame.html": answer(b'<link rel=stylesheet href=/frame.css><img src="/frame.png">'),
        "/frame.css": answer(b"img { width: 40px }", kind=_CSS),
        "/module.js": answer((_SCRIPT % {"other": other.url("")}).encode(), kind=_JS),
        "/module-part.js": answer(b'export const words = "part";', kind=_JS),
        "/module-late.js": answer(b'export const words = "late";', kind=_JS, packed=True),
        "/classic.js": answer(b"window.classic = true;", kind=_JS),
        "/data.json": answer(b'{"words": "plain"}', kind=_JSON, chunks=4),
        "/data-packed.json": answer(b'{"words": "packed"}', kind=_JSON, packed=True),
        "/range.bin": answer(
            b"cdef", status="206 Partial Content", kind="text/plain", headers=("Content-Range: bytes 2-5/10",)
        ),
        "/head-only": answer(b"unsent", headers=("X-Seen: yes",)),
        "/empty": b"HTTP/1.1 204 No Content\r\nX-Empty: 1\r\n\r\n",
    }
    origin.replies["/posted"] = lambda request: answer(b"posted " + request.partition(b"\r\n\r\n")[2])
    allow = ("Access-Control-Allow-Origin: *", "Access-Control-Allow-Headers: content-type")
    other.routes = {
        "/other.png": answer(PIXEL, kind=_IMAGE),
        "/other.css": answer(b"h1 { color: #800 }", kind=_CSS, packed="br"),
        "/other-chunked.js": answer(b"window.other = true;", kind=_JS, packed="br", chunks=6),
        "/api": answer(b"across", kind="text/plain", headers=allow),
    }


def asked_by_browser(origin: Origin) -> set[str]:
    """The paths that a browser asked for: it says of each request what it is for, which we do not."""
    return {
        request.split(b" ")[1].decode()
        for request in origin.requests
        if re.search(rb"(?i)\r\nsec-fetch-mode:", request)
    }


_STYLE = b"""@import url(/imported.css);
@font-face { font-family: a; src: url(/font-a.woff2) format("woff2") }
@font-face { font-family: b; src: url(/font-b.woff2) format("woff2") }
h1 { font-family: a; background: url(/background.png) }
p { font-family: b }
.gap { height: 4000px }
"""


def _markup(other: str) -> bytes:
    plain = "".join(f'<img src="{path}" alt="">' for path in _PLAIN_IMAGES)
    lazy = "".join(f'<div class="gap"></div><img src="{path}" loading="lazy" alt="">' for path in _LAZY_IMAGES[:2])
    lazy += "".join(f'<img src="{path}" loading="lazy" alt="">' for path in _LAZY_IMAGES[2:])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page with everything</title>
<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="{other}/other.css">
<script src="/classic.js"></script><script src="{other}/other-chunked.js"></script>
<script type="module" src="/module.js"></script></head>
<body><h1>The ministry’s statement</h1><p>It was said in July.</p><p id="said"></p>
{plain}<img src="/set-1.png" srcset="/set-1.png 1x, /set-2.png 2x" alt=""><img src="/moved.png" alt="">
<picture><source srcset="/picture.png" type="image/png"><img src="/never.png" alt=""></picture>
<img src="/missing.png" alt=""><img src="{other}/other.png" alt=""><iframe src="/frame.html"></iframe>
{lazy}</body></html>""".encode()
