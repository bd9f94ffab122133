"""Reading a page as text: its characters, its title, what a reader sees of it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from casefiles.archive.engines import reading


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("Grüße".encode(), "", "Grüße"),
        ("Grüße".encode("latin-1"), "", "Grüße"),
        ("Grüße".encode("latin-1"), 'text/html; charset="ISO-8859-1"', "Grüße"),
        (b"\x93quoted\x94 \x80", "text/html; charset=latin1", "“quoted” €"),
        ("日本".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本"),
        ("中文".encode("gb18030"), "text/html; charset=gb2312", "中文"),
        ("한국".encode("cp949"), "text/html; charset=euc-kr", "한국"),
        ("日本".encode("euc_jp"), '<meta charset="euc-jp">', "日本"),
        (b"\xef\xbb\xbfwords", "text/html; charset=koi8-r", "words"),
        ("words".encode("utf-16"), "text/html; charset=utf-8", "words"),
        (b"\xfe\xff" + "words".encode("utf-16-be"), "", "words"),
        ("Grüß".encode()[:-1], "", "Gr\u00fc\ufffd"),
        ("Café".encode("latin-1"), "", "Café"),
        (b"a\xffb", "text/html; charset=utf-8", "a\ufffdb"),
        (b"words", "text/html; charset=rot13", "words"),
        (b"words", "text/html; charset=unicode_escape", "words"),
        (b"words", "text/html; charset=no-such-thing", "words"),
        (b"", "", ""),
    ],
)
def test_characters(data: bytes, content_type: str, text: str) -> None:
    if content_type.startswith("<meta"):
        data, content_type, text = content_type.encode() + data, "", content_type + text
    assert reading.decode(data, content_type) == text


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title> A\n title </title><h1>No</h1>", "A title"),
        ("<title></title><meta property=og:title content='From the card'>", "From the card"),
        ("<h1>From <b>the</b> heading</h1>", "From the heading"),
        ("<title>&amp;\x00&#xD800;</title>", "&\ufffd\ufffd"),
        (f"<title>{'a' * 900}</title>", "a" * reading.MOST_TITLE),
        ("<p>words", ""),
    ],
)
def test_titles(html: str, title: str) -> None:
    assert reading.title_of(LexborHTMLParser(html)) == title


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>It was <b>APT</b>31.</p>\n<p>Not  APT30.", "It was APT31.\nNot APT30."),
        ("one<br>two<hr>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two</ul><table><tr><td>a<td>b</table>", "one\ntwo\na\nb"),
        ("<script>x</script><style>y</style><p>seen<noscript>z</noscript><template>t</template>", "seen"),
        ("<head><title>No</title></head><body>yes", "yes"),
        ("<p>soft\u00adhyphen&nbsp;and&#8203;nothing", "soft\u00adhyphen and\u200bnothing"),
        ("<p>\x00&#0;", "\ufffd"),
        ("", ""),
    ],
)
def test_text(html: str, text: str) -> None:
    assert reading.text_of(html) == text


def test_text_of_other_documents_keeps_its_lines() -> None:
    assert reading.plain_text(b"one\n\n two\x00", "text/plain") == "one\n\n two\ufffd"
