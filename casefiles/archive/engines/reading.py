"""Reading a page as text: which characters its bytes mean, its title, what a reader sees of it."""

import codecs
import re

from selectolax.lexbor import LexborHTMLParser

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_UNSEEN = "script,style,noscript,template,svg,head,iframe,object,select,datalist,canvas,audio,video"
_BLOCKS = (
    "address,article,aside,blockquote,br,caption,center,dd,details,div,dl,dt,fieldset,figcaption,figure,footer,form,"
    "h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,td,th,tr,ul"
)
# What the WHATWG Encoding Standard makes of these labels.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "sjis": "cp932", "ks_c_5601-1987": "cp949",
          "euc-kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "utf-16": "utf-16-le"}  # fmt: skip
_BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_CHARACTERS = re.compile(r"utf-(8|16)|cp\d|iso8859|koi8|gb|big5|euc|iso2022|mac|ascii")
_MARK = "\ue000"
MOST_TITLE = 500
"""Characters of a title that are kept."""


def decode(data: bytes, content_type: str) -> str:
    """The characters of ``data``: by byte order mark, header, ``<meta>``, else UTF-8 or Windows-1252."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    declared = _PARAMETER.search(content_type)
    within = _META.search(data[:4096])
    for label in (declared[1] if declared else "", within[1].decode("ascii") if within else ""):
        if codec := _codec(label):
            return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page that was cut may end within a character; any other trouble means another encoding.
        cut = error.reason == "unexpected end of data" and not data[: error.start].isascii()
        return data.decode("utf-8" if cut else "cp1252", "replace")


def title_of(tree: LexborHTMLParser) -> str:
    """The page's title on one line, "" if it has none."""
    for node in (tree.css_first("title"), tree.css_first('meta[property="og:title"]'), tree.css_first("h1")):
        if node is None:
            continue
        said = node.attributes.get("content") if node.tag == "meta" else node.text(deep=True)
        if said := tidy_line(said or ""):
            return said[:MOST_TITLE]
    return ""


def text_of(markup: str) -> str:
    """What a reader sees, one block a line, for quoting and comparing; not a rendering."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before(_MARK)
        node.insert_after(_MARK)
    body = tree.body or tree.root
    said = body.text(deep=True, separator="") if body else ""
    lines = (tidy_line(line) for line in said.split(_MARK))
    return "\n".join(line for line in lines if line)


def plain_text(data: bytes, content_type: str) -> str:
    """The text of a ``text/…`` document that is no HTML."""
    return clean(decode(data, content_type))


def tidy_line(text: str) -> str:
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """``text`` without what no document may hold: NUL and lone surrogates."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _codec(label: str) -> str:
    """Python's name for a label of a character encoding, "" for what is none."""
    name = _MEANT.get(label.lower(), label.lower())
    try:
        name = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return name if _CHARACTERS.match(name) else ""
