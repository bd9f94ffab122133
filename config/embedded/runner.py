"""As whom the servers run. PostgreSQL refuses to run as root, so root hands it to somebody else."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedServiceError

_USER_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


@dataclass(frozen=True)
class Runner:
    """The user that a server's programs run as, and how to become that user.

    ``uid`` and ``gid`` are None where no change of user is needed. ``prefix`` goes before each command.
    """

    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    @property
    def file_owner(self) -> int:
        """The uid that files written by the server belong to."""
        return os.geteuid() if self.uid is None else self.uid

    def options(self) -> dict[str, Any]:
        """What ``subprocess`` needs in order to become this user."""
        options: dict[str, Any] = {"cwd": "/", "env": _environment(), "stdin": subprocess.DEVNULL}
        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def command(self, *parts: str | Path) -> list[str]:
        """The command line, with what has to go before it."""
        return [*self.prefix, *map(str, parts)]

    def own(self, path: Path) -> None:
        """Give a file or a folder with all that is in it to this user; no link is followed."""
        gid = os.getegid() if self.gid is None else self.gid
        if os.geteuid() != 0 or path.lstat().st_uid == self.file_owner:
            return
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.lchown(Path(folder) / name, self.file_owner, gid)
        os.lchown(path, self.file_owner, gid)  # last, so that an interrupted change is taken up again


def choose(folder: Path, programs: Sequence[Path]) -> Runner:
    """Who is to run ``programs`` on ``folder``: the present user, unless that is root.

    Root's servers run as the owner of a folder that is not root's, else as ``postgres`` or ``nobody``, if
    they can reach folder and programs; else in a user namespace, where root looks like somebody else.

    Raises:
        EmbeddedServiceError: this process is root and none of these ways is open.
    """
    if os.geteuid() != 0:
        return Runner()
    for uid, gid in _candidates(folder):
        if all(_reaches(uid, gid, path) for path in (folder, *programs)):
            return Runner(uid=uid, gid=gid)
    if _user_namespaces_work():
        return Runner(prefix=_USER_NAMESPACE)
    raise EmbeddedServiceError(
        f"PostgreSQL refuses to run as root, and no other user can enter {folder} and {programs[0].parent}. "
        "Run as an ordinary user, or move the checkout to a folder that others may enter (such as /srv), "
        "or set DATABASE_URL and BROKER_URL."
    )


def _candidates(folder: Path) -> Iterator[tuple[int, int]]:
    for place in (folder / "data", folder, folder.parent):
        if place.exists() and (owner := place.stat()).st_uid != 0:
            yield owner.st_uid, owner.st_gid
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        yield user.pw_uid, user.pw_gid


def _reaches(uid: int, gid: int, path: Path) -> bool:
    """Whether the user may enter every folder above ``path``, and read and run ``path`` if it is a file."""
    path = path.resolve()
    if path.is_file() and not _may(uid, gid, path, 0o5):
        return False
    return all(_may(uid, gid, parent, 0o1) for parent in path.parents)


def _may(uid: int, gid: int, path: Path, wanted: int) -> bool:
    status = path.stat()
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
    return stat.S_IMODE(status.st_mode) >> shift & wanted == wanted


@cache
def _user_namespaces_work() -> bool:
    if shutil.which(_USER_NAMESPACE[0]) is None:
        return False
    return subprocess.run([*_USER_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def _environment() -> dict[str, str]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment
