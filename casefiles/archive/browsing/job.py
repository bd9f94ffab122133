"""What the process that drives a browser is told, and the names of the files that it makes."""

from dataclasses import dataclass

DOM, SCREENSHOT, PDF = "page.html", "page.png", "page.pdf"
STEPS = {"start": 20.0, "load": 30.0, "settle": 12.0, "dom": 8.0, "screenshot": 15.0, "pdf": 15.0}
"""The steps in turn, and the seconds for each."""


@dataclass(frozen=True)
class Job:
    """One page to look at. Sizes in CSS pixels, times in seconds."""

    url: str
    program: str
    flags: list[str]
    sandbox: bool
    user_agent: str
    folder: str
    most_pixels: int
    """Height of the highest picture."""
    seconds: dict[str, float]
    """For each step; who started us ends us a little later."""
    width: int = 1280
    height: int = 900
    most_markup: int = 20_000_000
    """Characters of the longest DOM."""
