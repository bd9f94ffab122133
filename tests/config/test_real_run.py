"""docs/how-to/run-for-real.md is followed to the letter, and what it promises is there."""

import re
import shlex
import shutil
import stat
import subprocess
import uuid
from collections.abc import Iterator

import psutil
import pytest

from config import embedded
from config.grants import SURFACES
from tests.config.embedded_users import eventually, reachable_folder
from tests.config.real_run import HOSTS, PASSWORD, Newsroom, lines, python_for_all

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

_ASK = """
from casefiles.archive.actions import request_capture
print(request_capture(url="http://nowhere.newsroom.example/", requested_by=None).pk)
"""


_KEEP = "from casefiles.archive import store; print(store.keep_bytes(b'a copy').digest)"
_READ = "from casefiles.archive import store; print(store.read('{}').decode())"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """The paper's newsroom, with the paper's users where they can be made."""
    with embedded.throwaway() as servers, reachable_folder() as folder:
        made = Newsroom(folder, servers, python=python_for_all(folder / "python"))
        try:
            made.set_up()
            made.start()
            for surface in HOSTS:
                assert eventually(lambda asked=surface: made.answers(asked), seconds=60), made.log(0).read_text()
            yield made
        finally:
            made.end()


@pytest.fixture
def users(newsroom: Newsroom) -> Newsroom:
    if not newsroom.python:
        pytest.skip("only root makes users, and they need useradd and setpriv")
    return newsroom


def test_readers_see_the_home_page(newsroom: Newsroom) -> None:
    status, headers, page = newsroom.ask("public")
    assert status == 200
    assert "Example newsroom" in page
    assert "Set-Cookie" not in headers
    assert newsroom.ask("public", "/static/reader/reader.css")[0] == 200
    assert newsroom.ask("public", "/api/v1/cases/")[0] == 200


def test_the_desk_asks_for_a_password_and_lets_the_first_administrator_in(newsroom: Newsroom) -> None:
    status, headers, page = newsroom.ask("desk", "/login/")
    assert status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert cookie.startswith("__Host-")
    address = f"https://{HOSTS['desk']}"
    status, headers, _ = newsroom.ask(
        "desk",
        "/login/",
        method="POST",
        body=f"csrfmiddlewaretoken={token[1]}&username=ada&password={PASSWORD.replace(' ', '+')}",
        headers={
            "Cookie": cookie,
            "Origin": address,
            "Referer": f"{address}/login/",
            "Content-Type": "application/x-www-form-urlencoded",
        }.items(),
    )
    assert status == 302
    assert any(given.startswith("__Host-casefiles_desk=") for given in headers.get_all("Set-Cookie", []))
    assert newsroom.ask("desk", "/static/desk/desk.css")[0] == 200


def test_replay_shows_nothing_that_is_not_open(newsroom: Newsroom) -> None:
    assert newsroom.ask("replay")[0] == 404
    assert newsroom.ask("replay", f"/captures/{uuid.uuid4()}/")[0] == 404


def test_what_the_desk_asks_for_is_done_by_a_worker(newsroom: Newsroom) -> None:
    for number, words in ((3, " ready."), (4, " ready."), (5, "beat: Starting")):
        newsroom.until(words, number)
    capture = newsroom.run(f"as desk .venv/bin/python manage.py shell -v 0 -c '{_ASK}'").strip()
    tries = "SELECT worker <> '' FROM archive_captureattempt WHERE capture_id = %s"
    assert eventually(lambda: newsroom.sql(tries, capture) == [(True,)], seconds=60), newsroom.log(3).read_text()


@pytest.mark.parametrize("surface", list(HOSTS))
def test_an_address_in_the_clear_is_sent_to_https(newsroom: Newsroom, surface: str) -> None:
    status, headers, _ = newsroom.ask(surface, "/login/", proto="http")
    assert (status, headers["Location"]) == (301, f"https://{HOSTS[surface]}/login/")


@pytest.mark.parametrize("surface", list(HOSTS))
def test_another_host_name_is_refused(newsroom: Newsroom, surface: str) -> None:
    assert newsroom.ask(surface, host="elsewhere.example")[0] == 400


def test_each_process_knows_its_own_secrets_alone(newsroom: Newsroom) -> None:
    for number, line in enumerate(lines()):
        surface = line.split()[1].upper()
        programs = psutil.Process(newsroom.running[line].pid).children(recursive=True)
        assert programs, newsroom.log(number).read_text()
        for program in programs:
            names = {name for name in program.environ() if name.startswith(("SECRET_KEY", "DATABASE_URL"))}
            assert names == {f"SECRET_KEY_{surface}", f"DATABASE_URL_{surface}"}


def test_every_process_logs_in_as_its_surface(newsroom: Newsroom) -> None:
    newsroom.ask("public")
    logins = {
        row[0]
        for row in newsroom.sql(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'casefiles' AND pid <> pg_backend_pid()"
        )
    }
    assert "casefiles_public" in logins
    assert logins <= {f"casefiles_{surface}" for surface in ("public", "desk", "replay", "work", "fetch")}


def test_secrets_are_for_their_owner_alone(newsroom: Newsroom) -> None:
    folder = newsroom.folder / "etc" / "casefiles"
    files = sorted(path.name for path in folder.iterdir())
    assert files == [f"{name}.env" for name in ("common", "desk", "fetch", "owner", "public", "replay", "work")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


# --- A user for each surface ---


def shell(newsroom: Newsroom, surface: str, code: str) -> "subprocess.CompletedProcess[str]":
    """A line of Python as a surface."""
    step = f"as {surface} .venv/bin/python manage.py shell -v 0 -c {shlex.quote(code)}"
    return subprocess.run(
        newsroom.shell(step), capture_output=True, text=True, env=newsroom.environment(), cwd=newsroom.checkout
    )


def test_each_process_runs_as_its_surfaces_user(users: Newsroom) -> None:
    for number, line in enumerate(lines()):
        process = psutil.Process(users.running[line].pid)
        programs = process.children(recursive=True)
        assert programs, users.log(number).read_text()
        assert {program.username() for program in programs} == {users.user(line.split()[1])}


@pytest.mark.parametrize("umask", ["022", "027", "077"])
def test_what_fetch_stores_is_read_by_those_who_show_it_and_by_nobody_else(users: Newsroom, umask: str) -> None:
    """Whatever the umask of the shell: ``as`` has its own."""
    folder = users.folder / "var" / "lib" / "casefiles" / "archive"
    shutil.rmtree(folder / "sha256", ignore_errors=True)
    stored = users.run(f"umask {umask}\nas fetch .venv/bin/python manage.py shell -v 0 -c {shlex.quote(_KEEP)}").strip()
    for surface in ("desk", "work", "replay", "fetch"):
        assert shell(users, surface, _READ.format(stored)).stdout == "a copy\n", surface
    refused = shell(users, "public", _READ.format(stored))
    assert refused.returncode != 0
    assert "Permission denied" in refused.stderr
    for surface in set(SURFACES) - {"fetch"}:
        assert "Permission denied" in shell(users, surface, _KEEP).stderr, surface


def test_what_the_units_umask_makes_is_read_too(users: Newsroom) -> None:
    folder = users.folder / "var" / "lib" / "casefiles" / "archive"
    shutil.rmtree(folder / "sha256", ignore_errors=True)
    code = f"import os; os.umask(0o027); {_KEEP}"
    stored = shell(users, "fetch", code).stdout.strip()
    made = [folder / "sha256", *(path for path in folder.glob("sha256/**/") if path.is_dir())]
    assert len(made) > 3
    assert {stat.filemode(path.stat().st_mode) for path in made} == {"drwxr-s---"}
    assert shell(users, "replay", _READ.format(stored)).stdout == "a copy\n"


def test_a_folder_that_root_made_stops_fetch_at_its_start(users: Newsroom) -> None:
    """Without the paper's line for the folder, nothing could be stored: the control of what is above."""
    folder = users.folder / "var" / "lib" / "casefiles" / "archive"
    aside = folder.with_name("aside")
    folder.rename(aside)
    try:
        folder.mkdir(mode=0o700)
        check = users.shell("as fetch .venv/bin/python manage.py check")
        said = subprocess.run(check, capture_output=True, text=True, env=users.environment(), cwd=users.checkout)
        assert "config.E012" in said.stderr
    finally:
        folder.rmdir()
        aside.rename(folder)


def test_static_files_are_for_every_surface(users: Newsroom) -> None:
    made = list((users.checkout / "staticfiles").rglob("*"))
    assert made
    assert all(path.stat().st_mode & 0o005 for path in made)
    assert all(path.stat().st_mode & 0o001 for path in [users.checkout / "staticfiles", *made] if path.is_dir())
