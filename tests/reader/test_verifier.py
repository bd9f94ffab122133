"""The verifier that readers download: it needs nothing, accepts what holds, and names what does not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from casefiles.editions import reading
from casefiles.lib.canonical import parse
from tests.editions.documents import publish_exchange
from tests.editions.removals import withhold

pytestmark = pytest.mark.django_db

VERIFIER = Path(settings.BASE_DIR) / "static" / "reader" / "verify_casefile.py"


def verify(edition: dict[str, Any]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER)],
        input=json.dumps(edition).encode(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def test_what_was_published_holds() -> None:
    _, first, second = publish_exchange()
    for edition in (first, second):
        code, said = verify(parse(reading.edition_bytes(edition)))
        assert code == 0, said
        assert f"exchange-2021, version {edition.number}: {edition.rows.count()} items hold." in said


def test_a_removal_is_told_and_the_rest_holds() -> None:
    _, first, _ = publish_exchange()
    withhold(first, "S2")
    code, said = verify(parse(reading.edition_bytes(first)))
    assert code == 0
    assert "1 of them withheld" in said


@pytest.mark.parametrize("where", ["item", "note", "log", "order", "dropped"])
def test_a_changed_letter_is_found(where: str) -> None:
    _, _, second = publish_exchange()
    edition = parse(reading.edition_bytes(second))
    document = edition["document"]
    match where:
        case "item":
            document["items"][0]["fields"]["title"] += "."
        case "note":
            document["manifest"]["note"] += "."
        case "log":
            edition["proof"]["log"]["index"] += 1
        case "order":
            document["items"].reverse()
        case "dropped":
            document["items"].pop()
    code, said = verify(edition)
    assert code == 1
    assert said.strip()
