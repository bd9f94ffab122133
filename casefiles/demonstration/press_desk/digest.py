"""What a page of the press desk is."""

from dataclasses import dataclass
from functools import cached_property

SUMMARY = "This digest is a summary: it tells what the original says as far as it is known here."


@dataclass(frozen=True)
class Digest:
    """A page in the project's own words about a public text, never a sentence of that text.

    ``summarising`` ends the label "casefiles press desk, summarising …". ``original`` is where the original
    stands, as text: a full address only where we are sure of it, the publisher's domain and a plain
    description otherwise. ``primary`` says that the original is itself a statement by those who speak in it,
    and that the page is a summary of what is known of it.
    """

    slug: str
    title: str
    summarising: str
    original: str
    dated: str
    paragraphs: tuple[str, ...]
    primary: bool = False

    @property
    def label(self) -> str:
        return f"casefiles press desk, summarising {self.summarising}"

    @property
    def summary(self) -> str:
        """The sentence that says so, where the page stands in for a primary text."""
        return SUMMARY if self.primary else ""

    @cached_property
    def text(self) -> str:
        """The paragraphs as one line, to find passages in."""
        return " ".join(self.paragraphs)

    def around(self, passage: str, *, characters: int = 40) -> tuple[str, str]:
        """What stands before and after ``passage``, cut at words, about ``characters`` long each.

        Raises ``ValueError`` if the digest does not say that, to the letter.
        """
        paragraph = next((each for each in self.paragraphs if passage in each), None)
        if paragraph is None:
            raise ValueError(f"“{passage}” does not stand in the digest “{self.slug}”.")
        before, _, after = paragraph.partition(passage)
        return _tail(before, characters), _head(after, characters)


def _tail(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text.strip()
    return text[-characters:].partition(" ")[2].strip()


def _head(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text.strip()
    return text[:characters].rpartition(" ")[0].strip()
