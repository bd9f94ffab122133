"""A page that tries everything, shown in a real browser: nothing of it gets out, up or through."""

import shutil
from collections.abc import Iterator

import playwright.sync_api
import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from casefiles.archive.models import Capture
from casefiles.replay import rebuild, show
from tests.archive.origin import PNG, Origin, answer, serving
from tests.browser.conftest import BROWSERS
from tests.replay.pages import archived_page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = """<!doctype html><html><head><title>Hostile</title>
<meta http-equiv=refresh content="1;url={canary}/refresh">
<link rel=stylesheet href="{canary}/style"><link rel=prefetch href="{canary}/prefetch">
<link rel=preconnect href="{canary}"><link rel=icon href="{canary}/icon">
<style>@import "{canary}/import"; p {{ background: url({canary}/background) }}
@font-face {{ font-family: f; src: url({canary}/font) }} p {{ font-family: f }}
b {{ background: u\\72l({canary}/escaped) }}</style>
<script src="{canary}/script"></script>
<script>
document.title = "ran"; document.cookie = "a=b";
try {{ parent.document.title = "read" }} catch (e) {{}}
try {{ localStorage.a = 1 }} catch (e) {{}}
fetch("{canary}/fetch"); new Image().src = "{canary}/image"; alert(1); open("{canary}/open");
navigator.sendBeacon("{canary}/beacon"); new EventSource("{canary}/events"); new WebSocket("{socket}/socket");
location = "{canary}/location"; top.location = "{canary}/top";
</script></head>
<body onload="fetch('{canary}/onload')"><p>Words <b>bold</b>
<img src="{canary}/img" onerror="fetch('{canary}/onerror')" srcset="{canary}/srcset 2x">
<img src="/own.png" alt=own>
<iframe src="{canary}/frame"></iframe><iframe srcdoc="<script>parent.fetch('{canary}/srcdoc')</script>"></iframe>
<object data="{canary}/object"></object><embed src="{canary}/embed">
<video src="{canary}/video" poster="{canary}/poster" autoplay></video><audio src="{canary}/audio" autoplay></audio>
<svg><image href="{canary}/svg"/><script>fetch("{canary}/svgscript")</script></svg>
<form action="{canary}/form"><button id=send>send</button></form>
<a id=out href="{canary}/link" target=_top ping="{canary}/ping">out</a>
<a id=run href="javascript:fetch('{canary}/js')">run</a>
<a id=window href="{canary}/window" target=_blank>window</a>
</body></html>"""


@pytest.fixture
def canary() -> Iterator[Origin]:
    with serving() as server:
        yield server


@pytest.fixture
def hostile(canary: Origin, settings: Settings) -> Capture:
    """A copy of a page that tries to reach ``canary``, which has not been asked since the copy was made."""
    with serving() as origin:
        markup = HOSTILE.format(canary=canary.url(""), socket=f"ws://127.0.0.1:{canary.port}")
        origin.routes = {"/": answer(markup.encode()), "/own.png": answer(PNG, kind="image/png")}
        made = archived_page(origin, settings)
    canary.connections = 0
    return made


@pytest.fixture
def served(transactional_db: None, replay_surface: None) -> Iterator[str]:
    """Where the replay surface is served, with the settings of this test."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def chromium() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium")
    return found


def visit(chromium: str, address: str) -> dict[str, object]:
    """What a reader's browser went through on a page: each link and button in its frame clicked as well."""
    seen: dict[str, object] = {"dialogs": 0, "windows": 0}
    with playwright.sync_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium)
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda dialog: (seen.update(dialogs=1), dialog.dismiss()))
        context.on("page", lambda _: seen.update(windows=1))
        page.goto(address, wait_until="load")
        frame = page.frames[1]
        seen["words"] = frame.locator("p").first.inner_text(timeout=5_000)
        for each in ("#run", "#window", "#send", "#out"):
            frame.locator(each).click(timeout=2_000, no_wait_after=True)
        page.wait_for_timeout(1_500)  # a refresh after one second, and whatever else may still come
        seen |= {"title": page.title(), "cookies": context.cookies(), "address": page.url}
        browser.close()
    return seen


def test_nothing_gets_out(served: str, hostile: Capture, canary: Origin, chromium: str) -> None:
    address = f"{served}/captures/{hostile.pk}/page/"
    seen = visit(chromium, address)
    assert "Words bold" in str(seen["words"])
    assert canary.connections == 0, canary.paths
    assert (seen["dialogs"], seen["windows"], seen["cookies"]) == (0, 0, [])
    assert seen["address"] == address
    assert str(seen["title"]).startswith("Hostile – ")


@pytest.mark.parametrize("left", ["the headers", "the rewriting", "neither"])
def test_each_guard_alone_would_do_and_without_both_it_gets_out(
    served: str,
    hostile: Capture,
    canary: Origin,
    chromium: str,
    monkeypatch: pytest.MonkeyPatch,
    left: str,
) -> None:
    show._page.cache_clear()
    if left != "the headers":
        monkeypatch.setattr(show, "POLICY", "")
        monkeypatch.setattr("csp.middleware.CSPMiddleware.process_response", lambda self, _, response: response)
    if left != "the rewriting":
        monkeypatch.setattr(rebuild, "rebuilt", lambda markup, **_: markup.encode())
    try:
        visit(chromium, f"{served}/captures/{hostile.pk}/page/")
    except playwright.sync_api.Error:  # the frame is gone to wherever it wanted
        assert left == "neither"
    finally:
        show._page.cache_clear()
    assert bool(canary.connections) is (left == "neither"), canary.paths
