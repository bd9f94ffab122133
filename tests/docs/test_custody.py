"""The script for readers checks a custody record, and finds what was changed in it."""

import json
import re
import sys
from pathlib import Path

import pytest

from casefiles.archive import custody
from casefiles.archive.states import Custody, Handling
from tests.copies import archived
from tests.docs.papers import DOCS

PAPER = DOCS / "reference" / "custody.md"


def script() -> str:
    found = re.search(r"```python\n(.*?)```", PAPER.read_text(), re.S)
    assert found
    return found[1]


def check(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check.py", str(path)])
    exec(compile(script(), "check.py", "exec"), {})


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("public", [True, False])
def test_the_script_of_the_paper_checks(public: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported = custody.exported(archived(title="Wer war’s? 🕵 \x7f"), public=public)
    path = tmp_path / "custody.json"
    path.write_text(json.dumps(exported))
    check(path, monkeypatch)
    path.write_text(path.read_text().replace('"status_code": 200', '"status_code": 201'))
    with pytest.raises(AssertionError, match="3"):
        check(path, monkeypatch)


@pytest.mark.parametrize("kind", [*Custody, *Handling])
def test_every_kind_is_in_the_paper(kind: Custody | Handling) -> None:
    chain = "record" if kind in Custody.values else "handling"
    assert f"\n| `{kind.value}` | {chain} |" in PAPER.read_text()
