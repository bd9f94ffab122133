"""The browser that this machine has, and what it is told so that nothing of it leaves but through our proxy."""

import functools
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAMES = ("chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Looked for on PATH in this order: headless shells talk to nobody by themselves, full browsers do."""
OFF = "off"
_VERSION_SECONDS = 20.0


@dataclass(frozen=True)
class Chromium:
    """A browser that can be driven."""

    program: str
    version: str
    """As it says itself, for instance ``Chromium 150.0.7871.100``."""
    playwright: str

    @property
    def named(self) -> str:
        return f"{self.version}, playwright/{self.playwright}"


class NoBrowser(Exception):
    """There is none to use. The message is for administrators; ``reason`` names no place on this machine."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}{detail and f': {detail}'}")
        self.reason = reason


def find(setting: str) -> Chromium:
    """The browser that ``setting`` (a path, or "" for what PATH has) names. Raises ``NoBrowser``."""
    program = _program(setting)
    if importlib.util.find_spec("playwright") is None:
        raise NoBrowser("the package playwright is not installed (requirements-browser.txt)")
    try:
        return Chromium(program, _said(program, Path(program).stat().st_mtime_ns), version("playwright"))
    except (OSError, subprocess.SubprocessError, PackageNotFoundError) as error:
        raise NoBrowser("the browser does not say its version", str(error)) from error


def flags(*, proxy_port: int, pin: str) -> list[str]:
    """Beside Playwright's own. Each closes a way round the proxy, or stops what nobody asked for."""
    return [
        f"--proxy-server=http://127.0.0.1:{proxy_port}",
        "--proxy-bypass-list=<-loopback>",  # else whatever is on loopback is asked directly
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # it looks up no name: the proxy does
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        f"--ignore-certificate-errors-spki-list={pin}",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-sync",
        "--disable-extensions",
        "--dns-prefetch-disable",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-gpu",
        "--mute-audio",
    ]


def is_sandboxed() -> bool:
    """Do its pages run in its sandbox? Root's cannot."""
    return os.geteuid() != 0


def _program(setting: str) -> str:
    if setting == OFF:
        raise NoBrowser("ARCHIVE_BROWSER is off")
    found = shutil.which(setting) if setting else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        named = ("there is no program where ARCHIVE_BROWSER says", setting)
        raise NoBrowser(*named) if setting else NoBrowser(f"PATH has none of {', '.join(NAMES)}")
    return found


@functools.cache
def _said(program: str, _changed: int) -> str:
    """Asked once of each program, until it is replaced."""
    done = subprocess.run(  # noqa: S603 - what the operator named
        [program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=True
    )
    return " ".join(done.stdout.split())[:100]
