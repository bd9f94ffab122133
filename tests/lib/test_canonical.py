"""Canonical JSON: the same value is always the same bytes, and what could not be read back is refused."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefiles.lib.canonical import NotCanonical, canonical, check_publishable, digest, parse

SAFE_INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.one_of(st.booleans(), SAFE_INTEGERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=20,
)


def test_members_stand_in_the_order_of_their_utf_16_units() -> None:
    """The example of RFC 8785, section 3.2.3: by code points, the emoji would come last."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(parse(canonical(dict.fromkeys(names, 1)))) == ordered
    assert sorted(names) != ordered


def test_bytes_are_utf_8_without_spaces_or_needless_escapes() -> None:
    written = canonical({"b": [1, True, 'é/\u2028\n\x1f"'], "a": {}})
    assert written == '{"a":{},"b":[1,true,"é/\u2028\\n\\u001f\\""]}'.encode()


@settings(max_examples=40)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_reads_back_the_same_and_writes_the_same(value: dict[str, Any]) -> None:
    written = canonical(value)
    assert parse(written) == value
    assert canonical(parse(written)) == written
    assert canonical(dict(reversed(value.items()))) == written


@settings(max_examples=10)
@given(st.dictionaries(TEXTS, VALUES, min_size=2, max_size=5))
def test_plain_json_is_not_canonical(value: dict[str, Any]) -> None:
    """The negative control: the standard library's own writing differs, and means the same."""
    plain = json.dumps(value).encode()
    assert plain != canonical(value)
    assert parse(plain) == parse(canonical(value))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"a": None}, "$.a: null has no place"),
        ({"a": [1, {"b": 0.5}]}, "$.a[1].b: a float has no place"),
        ({"a": float("nan")}, "a float has no place"),
        ({"a": (1, 1.0)}, "$.a[1]: a float"),
        ({"a": "x\x00"}, "$.a: Character 2 is a NUL"),
        ({"a": "\ud83d"}, "$.a: Character 1 is half of a surrogate pair"),
        ({"x\ude00": 1}, "$ key: Character 2 is half"),
        ({"a\x00": 1}, "$ key: Character 2 is a NUL"),
        ({"a": 2**53}, str(2**53)),
        ({"a": -(2**53)}, str(-(2**53))),
        ({"a": {1, 2}}, "set"),
        ({"a": b"x"}, "bytes"),
        ({1: "a"}, "keys must be strings"),
    ],
)
def test_what_a_reader_could_read_otherwise_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(value)
    assert reason in str(refusal.value)


def test_whole_numbers_that_every_reader_keeps_are_taken() -> None:
    assert canonical([2**53 - 1, -(2**53) + 1]) == b"[9007199254740991,-9007199254740991]"
    check_publishable(["", 0, False, {}])


def test_a_digest_is_sha_256_in_lower_case_hexadecimal() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(canonical({"a": 1})) == hashlib.sha256(b'{"a":1}').hexdigest()
