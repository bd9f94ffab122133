"""As whom the servers run: PostgreSQL refuses to be root, and data folders keep their owner."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError

_NOBODY = 65534
_NAMESPACE = ("--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--")


@dataclass(frozen=True)
class Runner:
    """How to start a program: as this user, as another one, or in a user namespace of its own."""

    prefix: tuple[str, ...] = ()
    account: tuple[int, int] | None = None  # user and group to become; None: stay who we are

    @property
    def uid(self) -> int:
        """Who owns the files that the programs make."""
        return self.account[0] if self.account else os.geteuid()

    def command(self, arguments: Iterable[str | Path]) -> list[str]:
        return [*self.prefix, *map(str, arguments)]

    def give(self, path: Path) -> None:
        """Make ``path`` belong to whom the programs run as."""
        if self.account:
            os.chown(path, *self.account, follow_symlinks=False)

    def own_folder(self, path: Path) -> Path:
        """Make ``path`` a folder that only the programs' user (and root) may enter.

        Raises EmbeddedServiceError when something else lies there, for anybody can write in ``/tmp``.
        """
        try:
            path.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            found = path.lstat()
            if not path.is_dir() or path.is_symlink() or found.st_uid not in {self.uid, os.geteuid()}:
                raise EmbeddedServiceError(
                    f"{path} is not a folder of this user, so no server is started there. "
                    "Remove it, choose another folder with CASEFILES_HOME, "
                    "or set DATABASE_URL and BROKER_URL to servers of your own."
                ) from None
        found = path.lstat()
        if found.st_uid != self.uid:
            self.give(path)
        if found.st_mode & 0o777 != 0o700:
            path.chmod(0o700)
        return path

    def run(
        self, arguments: Iterable[str | Path], *, stdin: str = "", lock: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end and return what it said; ``lock`` is a descriptor it keeps while it runs."""
        return subprocess.run(  # noqa: S603 - a program of our own wheel, no shell
            self.command(arguments),
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            env=environment(),
            cwd="/",
            check=False,
            pass_fds=() if lock is None else (lock,),
            user=self.account[0] if self.account else None,
            group=self.account[1] if self.account else None,
            extra_groups=[] if self.account else None,
        )


def environment() -> dict[str, str]:
    """A small environment: nothing from the caller's (PGDATA, locale) may change what a server does."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/", **kept}


def runner_for(folders: Iterable[Path], program: Path, *, owned: Path | None = None) -> Runner:
    """Who can run ``program`` with data in ``folders``; ``owned`` is what exists already and keeps its owner.

    Raises EmbeddedServiceError when nobody can.
    """
    owner = owned.stat().st_uid if owned is not None and owned.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise EmbeddedServiceError(
                f"{owned} belongs to {_name(owner)}, and this process runs as {_name(os.geteuid())}. "
                "Run as that user, choose another folder with CASEFILES_HOME, or set DATABASE_URL."
            )
        return Runner()
    places = [*folders, program]
    for account in _accounts(owner):
        if all(_reachable(place, *account) for place in places):
            return Runner(account=account)
    if owner in {None, 0} and (unshare := shutil.which("unshare")):
        prefix = (unshare, *_NAMESPACE)
        probe = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
        if probe.returncode == 0:
            return Runner(prefix=prefix)
    raise EmbeddedServiceError(
        f"PostgreSQL refuses to run as root, and no other user can reach {program} and "
        f"{' and '.join(str(folder) for folder in folders)}. Run as an ordinary user, move the checkout out of "
        "a private folder, or set DATABASE_URL and BROKER_URL to servers of your own."
    )


def _accounts(owner: int | None) -> list[tuple[int, int]]:
    """Users that root may become, best first."""
    if owner == 0:
        return []  # made in a user namespace: nobody else can read it
    if owner is not None:
        try:
            return [(owner, pwd.getpwuid(owner).pw_gid)]
        except KeyError:
            return []
    found = []
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        found.append((entry.pw_uid, entry.pw_gid))
    return found


def _reachable(place: Path, uid: int, gid: int) -> bool:
    """Whether that user may walk to ``place`` (or to the nearest folder that exists) and read it."""
    place = place.resolve()
    while not place.exists():
        place = place.parent
    if place.is_file() and not _allowed(place, uid, gid, 0o5):
        return False
    return all(_allowed(folder, uid, gid, 0o1) for folder in [place, *place.parents] if folder.is_dir())


def _allowed(path: Path, uid: int, gid: int, wanted: int) -> bool:
    found = path.stat()
    shift = 6 if found.st_uid == uid else 3 if found.st_gid == gid else 0
    return (found.st_mode >> shift) & wanted == wanted


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"user {uid}"
