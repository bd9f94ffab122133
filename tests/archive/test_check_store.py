"""``manage.py check_store``: every file is read, what is wrong is named, and the end says so."""

import datetime
import io
import json
import os

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from casefiles.archive import store
from casefiles.archive.management.commands import check_store
from casefiles.archive.models import Capture
from tests.copies import archived

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """What it says, and how it ends: "" if all is well."""
    out = io.StringIO()
    try:
        call_command("check_store", *arguments, stdout=out, stderr=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def digest(capture: Capture, role: str) -> str:
    return capture.files.get(role=role).digest


def lose(name: str) -> None:
    store.path_of(name).unlink()


def test_a_store_that_is_whole() -> None:
    archived()
    archived("https://other.example/")  # the same text: one file
    assert run() == ("3 files read: all as they were stored.\n", "")
    assert json.loads(run("--json")[0]) == {"checked": 3, "troubles": []}


def test_an_empty_one() -> None:
    assert run() == ("0 files read: all as they were stored.\n", "")


def test_everything_that_is_wrong_is_named() -> None:
    one, other = archived(), archived("https://other.example/", text="Something else.")
    lose(digest(one, "wacz"))
    path = store.path_of(digest(other, "text"))
    path.chmod(0o600)
    path.write_bytes(b"Something ELSE.")
    orphan = store.keep_bytes(b"nobody's").digest
    then = timezone.now().timestamp() - 90_000
    os.utime(store.path_of(orphan), (then, then))
    said, ended = run()
    assert ended == "3 files are not as they should be."
    assert f"MISSING    {digest(one, 'wacz')}  The stored file" in said
    assert f"Of {one.pk}." in said
    assert f"DAMAGED    {digest(other, 'text')}  " in said
    assert f"ORPHAN     {orphan}  No archived copy names this file (8 bytes)." in said
    assert said.endswith("4 files read: 1 damaged, 1 missing, 1 orphan.\n")
    told = json.loads(run("--json")[0])
    assert {each["kind"]: each["digest"] for each in told["troubles"]}["orphan"] == orphan
    assert store.place().has(orphan)  # it reports, and removes nothing


def test_a_file_of_two_copies_is_told_once_with_both() -> None:
    one, other = archived(), archived("https://other.example/")
    lose(digest(one, "text"))
    said, _ = run()
    assert said.count("MISSING") == 1
    assert f"Of {', '.join(sorted([str(one.pk), str(other.pk)]))}." in said


def test_a_sample_is_so_many_files() -> None:
    for number in range(4):
        archived(f"https://news.example/{number}", text=f"{number}")
    assert run("--sample", "3")[0].startswith("3 files read")
    assert run("--sample", "100")[0].startswith("8 files read")
    assert run("--sample", "0")[1] == "--sample takes a number from 1."


def test_only_what_was_made_since_a_day() -> None:
    archived()
    today = timezone.now().date()
    assert run("--since", str(today))[0].startswith("2 files read")
    assert run("--since", str(today + datetime.timedelta(days=1)))[0].startswith("0 files read")
    for wrong in ("yesterday", "2026-02-30"):
        assert run("--since", wrong)[1] == f"--since {wrong} is no day; write one such as 2026-11-25."


def test_a_long_run_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    archived()
    monkeypatch.setattr(check_store, "_PROGRESS", -1.0)
    said, _ = run()
    assert "1 of 2 files read, 0 of them wrong." in said


def test_a_store_that_cannot_be_listed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise store.OutOfReach("The store of archived files refused: AccessDenied")

    monkeypatch.setattr("casefiles.archive.store.folder.Folder.listed", down)
    assert run()[1] == "The store cannot be listed. The store of archived files refused: AccessDenied"
