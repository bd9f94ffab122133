"""Two sequences, and what was taken out of one and put in to make the other: quick for any of them.

``difflib`` alone takes a time that grows with the square of hostile input, or worse. So what is the same at both
ends is set aside, what stands once in each is matched first (Cohen's patience difference), and only small gaps
between are left to ``difflib``; a large one is said to be replaced as a whole.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SMALL = 6_400
"""Pairs of members that are compared each with each."""
_DEEPEST = 12


class Step(NamedTuple):
    """``first[start:end]`` became ``second[from_:to]``; ``same`` says whether they are equal."""

    same: bool
    start: int
    end: int
    from_: int
    to: int


def steps(first: Sequence[str], second: Sequence[str]) -> list[Step]:
    """From ``first`` to ``second``, in order; what is the same and what is not take turns."""
    found: list[Step] = []
    for step in _steps(first, second, 0, len(first), 0, len(second), 0):
        if step.start == step.end and step.from_ == step.to:
            continue
        if found and found[-1].same == step.same:
            step = Step(step.same, found[-1].start, step.end, found[-1].from_, step.to)
            found.pop()
        found.append(step)
    return found


def _steps(
    first: Sequence[str], second: Sequence[str], start: int, end: int, from_: int, to: int, depth: int
) -> Iterator[Step]:
    head = 0
    while start + head < end and from_ + head < to and first[start + head] == second[from_ + head]:
        head += 1
    yield Step(True, start, start + head, from_, from_ + head)
    start, from_ = start + head, from_ + head
    tail = 0
    while end - tail > start and to - tail > from_ and first[end - tail - 1] == second[to - tail - 1]:
        tail += 1
    yield from _between(first, second, start, end - tail, from_, to - tail, depth)
    yield Step(True, end - tail, end, to - tail, to)


def _between(
    first: Sequence[str], second: Sequence[str], start: int, end: int, from_: int, to: int, depth: int
) -> Iterator[Step]:
    """Neither begins nor ends with the same."""
    anchors = _anchors(first, second, start, end, from_, to) if depth < _DEEPEST else []
    if anchors:
        for left, right in anchors:
            yield from _steps(first, second, start, left, from_, right, depth + 1)
            yield Step(True, left, left + 1, right, right + 1)
            start, from_ = left + 1, right + 1
        yield from _steps(first, second, start, end, from_, to, depth + 1)
    elif (end - start) * (to - from_) <= _SMALL:
        matcher = difflib.SequenceMatcher(None, first[start:end], second[from_:to], autojunk=False)
        for tag, left, left_end, right, right_end in matcher.get_opcodes():
            yield Step(tag == "equal", start + left, start + left_end, from_ + right, from_ + right_end)
    else:
        yield Step(False, start, end, from_, to)


def _anchors(
    first: Sequence[str], second: Sequence[str], start: int, end: int, from_: int, to: int
) -> list[tuple[int, int]]:
    """Places of what stands once in each, as many as keep their order."""
    once = {member for member, number in Counter(first[start:end]).items() if number == 1}
    once &= {member for member, number in Counter(second[from_:to]).items() if number == 1}
    right_of = {second[place]: place for place in range(from_, to) if second[place] in once}
    pairs = [(place, right_of[first[place]]) for place in range(start, end) if first[place] in once]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of ``pairs``, which rise on the left, that rises on the right as well."""
    ends: list[int] = []  # right place of the last pair of the best run of each length
    last: list[int] = []  # that pair's position
    before: list[int] = []
    for position, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [right]
        last[length : length + 1] = [position]
    run: list[tuple[int, int]] = []
    position = last[-1] if last else -1
    while position >= 0:
        run.append(pairs[position])
        position = before[position]
    return run[::-1]
