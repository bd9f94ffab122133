"""A page that reaches for this machine in every way reaches nothing: what the browser asks goes through the proxy."""

import ipaddress
from collections.abc import Callable, Iterator

import pytest

from casefiles.archive.browsing import chromium
from casefiles.archive.engines.base import Copy
from casefiles.archive.engines.browser import Machine
from tests.archive.canary import SPELLINGS, Canary, canary
from tests.archive.conftest import Browse
from tests.archive.origin import Origin, answer, redirect, serving

pytestmark = [pytest.mark.slow, pytest.mark.browser]

_OWN = "127.0.0.2"
"""Where the page is, which alone may be contacted; the canary is on the addresses that may not."""
_WAYS = """
const hosts = %(hosts)s, port = %(port)d, tried = [];
const heavy = ["127.0.0.1", "localhost", "2130706433", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"];
const attempt = (name, act) => { try { act(); tried.push(name); } catch (error) { tried.push(name + ": " + error); } };
for (const host of hosts) {
  const at = `${host}:${port}`;
  attempt("fetch", () => fetch(`http://${at}/fetch`, {mode: "no-cors"}).catch(() => 0));
  attempt("post", () => fetch(`http://${at}/post`, {mode: "no-cors", method: "POST", body: "x"}).catch(() => 0));
  attempt("encrypted", () => fetch(`https://${at}/encrypted`, {mode: "no-cors"}).catch(() => 0));
  attempt("image", () => { new Image().src = `http://${at}/image.png`; });
  attempt("beacon", () => navigator.sendBeacon(`http://${at}/beacon`, "x"));
  attempt("socket", () => new WebSocket(`ws://${at}/socket`));
  attempt("encrypted socket", () => new WebSocket(`wss://${at}/socket`));
  attempt("events", () => new EventSource(`http://${at}/events`));
  attempt("module", () => import(`http://${at}/module.js`).catch(() => 0));
  attempt("font", () => new FontFace("f", `url(http://${at}/font)`).load().catch(() => 0));
  for (const rel of ["prefetch", "preconnect", "dns-prefetch", "prerender", "preload", "stylesheet", "manifest"])
    attempt(rel, () => {
      const link = document.createElement("link");
      Object.assign(link, {rel, href: `http://${at}/${rel}`, as: "image"});
      document.head.append(link);
    });
  if (!heavy.includes(host))
    continue;
  attempt("worker", () => new Worker(URL.createObjectURL(new Blob([`fetch("http://${at}/worker")`]))));
  for (const tag of ["iframe", "object", "embed", "video", "audio"])
    attempt(tag, () => {
      const made = document.createElement(tag);
      made[tag === "object" ? "data" : "src"] = `http://${at}/${tag}`;
      document.body.append(made);
    });
  attempt("form", () => {
    const form = document.createElement("form");
    Object.assign(form, {action: `http://${at}/form`, target: "_blank", method: "post"});
    document.body.append(form);
    form.submit();
  });
  attempt("call", () => {
    for (const kind of ["stun", "turn"]) {
      const urls = [`${kind}:${at}`, `${kind}:${at}?transport=tcp`];
      const call = new RTCPeerConnection({iceServers: [{urls, username: "u", credential: "c"}]});
      call.createDataChannel("x");
      call.createOffer().then(offer => call.setLocalDescription(offer));
      const candidate = `candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`;
      call.addIceCandidate({candidate, sdpMid: "0"}).catch(() => 0);
    }
  });
}
attempt("pop-up", () => window.open(`http://${hosts[0]}:${port}/pop-up`));
attempt("service", () => navigator.serviceWorker.register("/service.js"));
attempt("transport", () => new WebTransport(`https://${hosts[0]}:${port}/`).closed.catch(() => 0));
document.getElementById("tried").textContent = tried.length;
"""


@pytest.fixture
def bird() -> Iterator[Canary]:
    with canary() as found:
        yield found


@pytest.fixture
def page() -> Iterator[Origin]:
    with serving(_OWN) as server:
        yield server


@pytest.fixture(autouse=True)
def _no_longer_than_it_takes(machine: Machine) -> None:
    machine.seconds.update(settle=2.0)  # a page that tries so much never comes to rest


def fill(page: Origin, port: int) -> str:
    """The page's address."""
    script = _WAYS % {"hosts": list(SPELLINGS), "port": port}
    links = "".join(
        f'<img src="http://{host}:{port}/still.png"><iframe src="http://{host}:{port}/still"></iframe>'
        for host in SPELLINGS
    )
    refresh = f'<iframe src="/refresh"></iframe><img src="/sent-on"><iframe src="/sent-on"></iframe>{links}'
    page.routes = {
        "/": answer(f"<!doctype html><p id=tried></p>{refresh}<script>{script}</script>".encode()),
        "/refresh": answer(f'<meta http-equiv=refresh content="0;url=http://127.0.0.1:{port}/refreshed">'.encode()),
        "/sent-on": redirect(f"http://localhost:{port}/sent-on"),
        "/service.js": answer(f'fetch("http://127.0.0.1:{port}/service")'.encode(), kind="text/javascript"),
    }
    return page.url(host=_OWN)


def visited(browse: Browse, url: str) -> Copy:
    return browse(url, networks=(ipaddress.ip_network(f"{_OWN}/32"),), requisites=3_000)


def without(*names: str) -> Callable[..., list[str]]:
    """The flags, those with these words aside."""
    flags = chromium.flags

    def fewer(*, proxy_port: int, pin: str) -> list[str]:
        return [flag for flag in flags(proxy_port=proxy_port, pin=pin) if not any(name in flag for name in names)]

    return fewer


def test_nothing_on_this_machine_is_reached(page: Origin, bird: Canary, browse: Browse) -> None:
    copy = visited(browse, fill(page, bird.port))
    assert bird.hits == []
    assert copy.engine == "browser"
    assert copy.text is not None
    assert int(copy.text.split()[0]) > 18 * len(SPELLINGS), "the page did not try"
    assert copy.report["browser"]["refused_count"] > 20


def test_without_the_flag_something_is(
    page: Origin, bird: Canary, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: loopback is then excepted from the proxy, and looked up by the browser itself."""
    monkeypatch.setattr(chromium, "flags", without("proxy-bypass-list", "host-resolver-rules"))
    visited(browse, fill(page, bird.port))
    assert {b"/image.png", b"/fetch", b"/still"} <= {said.split(b" ")[1] for _, said in bird.hits if b" " in said}
