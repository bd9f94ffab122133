"""Text as people paste it: what cannot be stored, and comparing what was said."""

import re
import unicodedata


def unstorable(text: str) -> str:
    """Why ``text`` cannot be stored (a sentence), or "" if it can: NUL and lone surrogates are refused."""
    for position, character in enumerate(text):
        if character == "\x00":
            return f"Character {position + 1} is a NUL, which no document may contain."
        if 0xD800 <= ord(character) <= 0xDFFF:
            return f"Character {position + 1} is half of a surrogate pair; paste the text again."
    return ""


_SPACE = re.compile(r"\s+")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


def normalised(text: str) -> str:
    """``text`` with spaces, quotation marks, dashes and Unicode forms made alike, for comparing alone."""
    alike = unicodedata.normalize("NFKC", text).translate(_SAME)
    # Once more: a letter and its accent may have stood on two sides of a soft hyphen.
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", alike)).strip()
