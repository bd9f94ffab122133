"""Canonical JSON (RFC 8785) and the SHA-256 names made from it."""

import hashlib
import json
from typing import Any, cast

import rfc8785

from casefiles.lib.text import unstorable


class NotCanonical(ValueError):
    """The value cannot be written in canonical form; the message names the place and the reason."""


def check_publishable(value: Any, at: str = "$") -> None:
    """Raise ``NotCanonical`` for a null, a float, an integer over 2^53, or text with NUL or lone surrogates.

    Public documents carry none of them, so that every JSON reader gives back the same bytes.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            check_publishable(key, f"{at} key")
            check_publishable(inner, f"{at}.{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            check_publishable(inner, f"{at}[{index}]")
    elif value is None or isinstance(value, float):
        raise NotCanonical(f"{at}: {'null' if value is None else 'a float'} has no place in a public document")
    elif isinstance(value, str) and (reason := unstorable(value)):
        raise NotCanonical(f"{at}: {reason}")


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value. Raises ``NotCanonical``."""
    check_publishable(value)
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal, 64 characters."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes) -> dict[str, Any]:
    """The JSON object in canonical ``data``."""
    return cast("dict[str, Any]", json.loads(data))
