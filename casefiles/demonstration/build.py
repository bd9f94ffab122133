"""Building the demonstration from nothing, or from wherever an earlier run was cut short."""

import time

from casefiles.demonstration.archiving import Pause, await_copies
from casefiles.demonstration.compiling import compile_chapter
from casefiles.demonstration.editing import publish, review
from casefiles.demonstration.newsroom import Say, hire, open_case
from casefiles.demonstration.scenario.chapters import CHAPTERS
from casefiles.demonstration.scenario.rows import Row
from casefiles.editions.models import Edition


def build(*, press_desk: str, say: Say, patience: float, pause: Pause = time.sleep) -> list[Edition]:
    """The case in its two editions. ``press_desk`` is where its pages are served, without a slash at the end.

    Does only what is not done yet. ``patience``: seconds to wait for a worker without progress. Raises
    ``BuildStopped``.
    """
    users = hire(say)
    case = open_case(users, say)
    editions = list(Edition.objects.filter(case_id=case.pk).order_by("number"))
    rows: tuple[Row, ...] = ()
    for number, chapter in enumerate(CHAPTERS, start=1):
        rows += chapter.rows
        if number <= len(editions):
            say(f"Edition {number}: published before.")
            continue
        say(f"Edition {number}:")
        compile_chapter(chapter, case=case, users=users, press_desk=press_desk, say=say)
        await_copies(chapter.rows, users=users, say=say, patience=patience, pause=pause)
        review(rows, users=users, say=say)
        editions.append(publish(chapter, case=case, users=users, say=say))
    return editions
