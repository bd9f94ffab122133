"""An archived page written anew: what is harmless stays, what acts or asks elsewhere does not."""

import json
import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from casefiles.lib import apart
from casefiles.replay import rebuild

BASE = "https://news.example/2021/page"
PLACES = {
    "https://news.example/s.css": "../../files/1/",
    "https://news.example/2021/i.png": "../../files/2/",
    "https://cdn.example/f.woff2?v=1": "../../files/3/",
}


def rebuilt(markup: str, *, rendered: bool = False) -> str:
    """Written anew in this process, which takes a fraction of the time."""
    asked = {"markup": markup, "base": BASE, "places": PLACES, "rendered": rendered}
    return rebuild._work(json.dumps(asked).encode()).decode()


def body(markup: str, *, rendered: bool = False) -> str:
    found = LexborHTMLParser(rebuilt(markup, rendered=rendered)).body
    assert found is not None
    return (found.inner_html or "").strip()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p lang=de class='a b'>Grüße &lt;b&gt; &amp;amp;", '<p lang="de" class="a b">Grüße &lt;b&gt; &amp;amp;</p>'),
        ("<img src=i.png alt='a &quot;b&quot;'>", '<img src="../../files/2/" alt="a &quot;b&quot;">'),
        ("<img src=/2021/i.png#part>", '<img src="../../files/2/#part">'),
        ("<img src=//cdn.example/nothing.png alt=a>", '<img alt="a">'),
        ("<img src='data:image/png;base64,AA'>", '<img src="data:image/png;base64,AA">'),
        ("<img src='data:text/html,x'>", "<img>"),
        ("<img srcset='i.png 1x, no.png 2x, /2021/i.png 640w'>",
         '<img srcset="../../files/2/ 1x, ../../files/2/ 640w">'),
        ("<img src='data:image/gif;base64,R0' data-src=i.png>", '<img src="../../files/2/">'),
        ("<img src=i.png data-src=no.png>", '<img src="../../files/2/">'),
        ("<picture><source srcset=no.webp><img src=i.png></picture>", '<picture><img src="../../files/2/"></picture>'),
        ("<video src=i.png autoplay poster=no.png></video>", '<video src="../../files/2/" controls=""></video>'),
        ("<a href=#part>a</a>", '<a href="#part">a</a>'),
        ("<a href=/other target=_top ping=/p>a</a>", '<a title="Led to https://news.example/other">a</a>'),
        ("<a href='javascript:alert(1)'>a</a>", "<a>a</a>"),
        ("<form action=/x><button formaction=/y>b</button></form>", "<form><button>b</button></form>"),
        ("<p style='background:url(i.png)'>", '<p style="background:url(&quot;../../files/2/&quot;)"></p>'),
        ("<table background=i.png></table>", '<table background="../../files/2/"></table>'),
        ("<pre>\n\n  x</pre>", "<pre>\n  x</pre>"),
        ("<xmp><b></xmp>", "<pre>&lt;b&gt;</pre>"),
        ("<svg viewBox='0 0 1 1'><lineargradient/><use href=#a /></svg>",
         '<svg viewBox="0 0 1 1"><linearGradient></linearGradient><use href="#a"></use></svg>'),
        ("a<!-- b -->c", "ac"),
    ],
)  # fmt: skip
def test_what_a_page_looks_like_stays(written: str, shown: str) -> None:
    assert body(written) == shown


HOSTILE = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script xlink:href=//evil.example/x.js /></svg>",
    "<math><script>alert(1)</script></math>",
    "<img src=i.png onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<p ONCLICK=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate attributeName=href to='javascript:alert(1)'/></svg>",
    "<svg><set attributeName=href to='javascript:alert(1)'/></svg>",
    "<svg><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "<svg><use href='//evil.example/x.svg#a'/></svg>",
    "<svg><image xlink:href='//evil.example/x.png'/></svg>",
    "<svg><feimage href='//evil.example/x.png'/></svg>",
    "<a href=' java\tscript:alert(1)'>a</a>",
    "<iframe src=//evil.example/></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset><frame src=//evil.example/></frameset>",
    "<object data=//evil.example/></object>",
    "<embed src=//evil.example/>",
    "<applet code=X archive=//evil.example/></applet>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<meta http-equiv=set-cookie content=a=b>",
    "<base href=//evil.example/>",
    "<link rel=preload href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/s.css>",
    "<link rel='dns-prefetch' href=//evil.example/>",
    "<link rel=manifest href=//evil.example/>",
    "<style>@import '//evil.example/s.css'; p{background:url(//evil.example/x.png)}</style>",
    "<style>@import url(//evil.example/s.css)</style>",
    r"<style>p{a:u\72l(//evil.example/x);b:u\r\l(//evil.example/x);c:\000075 RL(//evil.example/x)}</style>",
    "<style>a{b:url('</style><script>alert(1)</script>')}</style>",
    "<style></style/><script>alert(1)</script>",
    "<p style='background:url(//evil.example/x)'>",
    "<p fill='url(//evil.example/x)'>",
    "<template shadowrootmode=open><img src=//evil.example/x onerror=alert(1)></template>",
    "<noscript><img src=//evil.example/x></noscript>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<svg></p><style><a title='</style><img src=x onerror=alert(1)>'></svg>",
    "<textarea></textarea/><script>alert(1)</script>",
    "<title><a id='</title><script>alert(1)</script>'>",
    "<plaintext><script>alert(1)</script>",
    "<noembed><script>alert(1)</script></noembed>",
    "<video><source src=//evil.example/x onerror=alert(1)><track src=//evil.example/></video>",
    "<input type=image src=//evil.example/x formaction=//evil.example/>",
    "<button is=x popovertarget=y command=show-modal>b</button>",
    "<img lowsrc=//evil.example/x dynsrc=//evil.example/x>",
    "<p on\x00click=alert(1)><x/y=z onfocus=alert(1) autofocus tabindex=1>",
    "<portal src=//evil.example/></portal>",
]
_ACTS = {"script", "iframe", "frame", "object", "embed", "applet", "base", "template", "portal", "frameset"}
_LOADS = {"src", "href", "xlink:href", "srcset", "poster", "data", "background", "action", "formaction", "ping"}


@pytest.mark.parametrize("written", HOSTILE)
def test_nothing_of_a_hostile_page_acts(written: str) -> None:
    for rendered in (False, True):
        _check(rebuilt(f"<!doctype html><p>before{written}<p>after", rendered=rendered))


@pytest.mark.parametrize("written", HOSTILE)
def test_written_once_more_nothing_comes_to_life(written: str) -> None:
    """Some markup means something else each time it is read."""
    once = rebuilt(f"<!doctype html><p>before{written}")
    _check(rebuilt(once))


def test_the_check_would_notice() -> None:
    noticed = 0
    for written in HOSTILE:
        try:
            _check(f"<!doctype html><p>before{written}")
        except AssertionError:
            noticed += 1
    assert noticed > 0.7 * len(HOSTILE)


def _check(page: str) -> None:
    for node in LexborHTMLParser(page).css("*"):
        assert (node.tag or "").lower() not in _ACTS, page
        for name, value in node.attributes.items():
            assert not name.lower().startswith("on"), page
            assert name.lower() not in {"srcdoc", "http-equiv"}, page
            if name.lower() in _LOADS:
                assert (value or "").startswith(("../../files/", "#")), page
        css = (node.text(deep=True) if node.tag == "style" else node.attributes.get("style")) or ""
        assert "evil" not in css, page


def test_the_first_base_counts() -> None:
    page = rebuilt(
        "<base href='https://news.example/'><base href='https://cdn.example/'><link rel=stylesheet href=s.css>"
    )
    assert '<link rel="stylesheet" href="../../files/1/">' in page


def test_a_stylesheet_is_placed() -> None:
    css = (
        "@import 's.css' screen; /* url(i.png) */ a{b:url(no.png)}"
        "@font-face{src:url( 'https://cdn.example/f.woff2?v=1' ) format('woff2')}"
    )
    shown = rebuild.restyled(css, base="https://news.example/x.css", places=PLACES)
    assert '@import url("../../files/1/") screen;' in shown
    assert 'src:url("../../files/3/") format' in shown
    assert 'b:url("")' in shown
    assert "i.png" not in shown


def test_what_was_said_for_the_case_of_no_script_is_not_said_where_scripts_ran() -> None:
    written = "<p>x<noscript>Turn scripts on</noscript>"
    assert body(written, rendered=True) == "<p>x</p>"
    assert "Turn scripts on" in body(written)


def test_a_process_of_its_own_writes_the_same() -> None:
    written = "<p>Grüße 🎈<img src=i.png>"
    page = rebuild.rebuilt(written, base=BASE, places=PLACES, rendered=False)
    assert page is not None
    assert page.decode() == rebuilt(written)


@pytest.mark.slow
def test_tangled_markup_is_given_up() -> None:
    tangled = "".join(f"<b id={number:x}><p>" for number in range(8_600))
    began = time.monotonic()
    assert rebuild.rebuilt(tangled, base=BASE, places={}, rendered=False) is None
    assert time.monotonic() - began < 2 * apart.SECONDS + 5


def test_a_deep_page_is_written_whole() -> None:
    depth = 3_000
    asked = {"markup": "<div>" * depth + "x", "base": BASE, "places": {}, "rendered": False}
    assert rebuild._work(json.dumps(asked).encode()).decode().count("</div>") == depth
