"""``manage.py verify_capture``: what it prints, and what it needs."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive import custody, signing, store
from casefiles.archive.expiry import expire
from casefiles.archive.models import Capture, CaptureFile
from casefiles.archive.states import State
from tests.copies import archived
from tests.raw_sql import without

PROJECT = Path(__file__).parents[2]


def verified(what: object) -> str:
    """What it prints about a copy that is right."""
    out = StringIO()
    call_command("verify_capture", str(what), stdout=out)
    return out.getvalue()


def refused(what: object) -> tuple[str, str]:
    """What it prints about one that is not, and how it ends."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_capture", str(what), stdout=out)
    return out.getvalue(), str(error.value)


def path_of(capture: Capture, role: str = "wacz") -> Path:
    return store.path_of(capture.files.get(role=role).digest)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


@pytest.mark.django_db
def test_a_stored_capture_is_right(tmp_path: Path, settings: Settings) -> None:
    signing.make(tmp_path / "key.pem")
    settings.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / "key.pem")
    capture = archived()
    said = verified(capture.pk)
    assert f"ok     stored wacz: {path_of(capture).stat().st_size:,} bytes, sha256 {path_of(capture).name}." in said
    assert f"ok     stored text: 19 bytes, sha256 {path_of(capture, 'text').name}." in said
    assert f"ok     signature: by the key with the fingerprint {capture.report['signed_by']}." in said
    assert (said.count("ok   "), said.count("open ")) == (11, 2)
    assert "WRONG" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["wacz", "text"])
def test_a_damaged_file_is_named(role: str) -> None:
    capture = archived()
    damage(path_of(capture, role))
    said, ended = refused(capture.pk)
    record = json.dumps(custody.exported(capture, public=True))
    assert f'{{"right": false, "wrong": ["stored {role}"' in record
    assert str(path_of(capture, role)) not in record, "where our files lie is not for readers"
    assert str(path_of(capture, role)) in json.dumps(custody.exported(capture, public=False))
    assert f"WRONG  stored {role}: {path_of(capture, role)} has sha256 " in said
    assert ended.endswith("this is not what was stored.")


@pytest.mark.django_db
def test_a_missing_file_is_named() -> None:
    capture = archived()
    path_of(capture).unlink()
    said, ended = refused(capture.pk)
    assert (
        f"WRONG  stored wacz: The stored file {path_of(capture).name} cannot be read: No such file or directory."
        in said
    )
    assert "ok     stored text" in said
    assert ended.startswith("1 of the checks failed")


@pytest.mark.django_db
def test_a_file_in_the_place_of_another_is_found_by_its_row(settings: Settings, tmp_path: Path) -> None:
    """Both are right by themselves."""
    capture, other = archived(), archived()
    path_of(capture).unlink()
    path_of(capture).write_bytes(path_of(other).read_bytes())
    said, _ = refused(capture.pk)
    assert said.count("WRONG") == 1
    assert "WRONG  stored wacz" in said


@pytest.mark.django_db
def test_a_signature_that_was_taken_off_is_found_by_its_row(settings: Settings, tmp_path: Path) -> None:
    """Somebody who may write both the store and the row of the file, and not the outcome, which never changes."""
    unsigned = archived()
    signing.make(tmp_path / "key.pem")
    settings.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / "key.pem")
    signed = archived()
    file = CaptureFile.objects.get(capture=unsigned, role="wacz")
    without("archive_capturefile", "guard_capture_file")
    CaptureFile.objects.filter(capture=signed, role="wacz").update(digest=file.digest, size=file.size)
    said, _ = refused(signed.pk)
    due = signed.report["signed_by"]
    assert f"WRONG  signed as recorded: the capture was signed by {due}, this file by nobody." in said


@pytest.mark.django_db
def test_what_is_neither_file_nor_capture() -> None:
    pk = uuid4()
    assert refused(pk)[1] == f"There is no capture {pk}."
    assert refused("nowhere.wacz")[1] == "There is no file nowhere.wacz, and it is no capture’s ID."
    nothing = archived(outcome=State.FAILED, status=None, warc=None, text=None)
    assert refused(nothing.pk)[1] == "Nothing was stored for this capture."


@pytest.mark.django_db
def test_a_file_is_checked_without_a_query(tmp_path: Path, django_assert_num_queries: object) -> None:
    capture = archived()
    (tmp_path / "copy.wacz").write_bytes(path_of(capture).read_bytes())
    with django_assert_num_queries(0):  # type: ignore[operator]
        said = verified(tmp_path / "copy.wacz")
    assert (said.count("ok   "), said.count("open ")) == (7, 2)
    damage(tmp_path / "copy.wacz")
    assert "WRONG" in refused(tmp_path / "copy.wacz")[0]


@pytest.mark.django_db
@pytest.mark.slow
def test_on_a_machine_without_anything_else(tmp_path: Path) -> None:
    """No server is reached or started, and no setting is needed."""
    (tmp_path / "copy.wacz").write_bytes(path_of(archived()).read_bytes())
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"CASEFILES_HOME": str(tmp_path / "home")}
    command = [sys.executable, "manage.py", "verify_capture", str(tmp_path / "copy.wacz")]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout.count("ok ")) == (0, "", 7)
    assert not (tmp_path / "home").exists()
    damage(tmp_path / "copy.wacz")
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "checks failed" in done.stderr


@pytest.mark.django_db
def test_of_an_expired_copy_the_record_alone_is_checked() -> None:
    capture = archived()
    assert expire(Capture.objects.all(), before=timezone.now(), now=timezone.now()) == 1
    path_of(capture).unlink()
    said = verified(capture.pk)
    assert "open   files: they are not to be had. Archived" in said
    assert "for nothing cited it." in said
    assert "ok     custody record: 4 events" in said
    assert "stored wacz" not in said
    without("archive_capture", "guard_capture")
    Capture.objects.update(expired_at=None)
    assert "said by only one of the record and the capture" in refused(capture.pk)[0]
