"""The steps from one sequence to another lead there, whatever the sequences, and are soon found."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.lib.differing import steps

MEMBERS = st.lists(st.sampled_from("abcdefg"), max_size=40)


@given(MEMBERS, MEMBERS)
def test_the_steps_lead_from_one_to_the_other(first: list[str], second: list[str]) -> None:
    found = steps(first, second)
    assert [member for step in found for member in first[step.start : step.end]] == first
    assert [member for step in found for member in second[step.from_ : step.to]] == second
    assert all((first[step.start : step.end] == second[step.from_ : step.to]) == step.same for step in found)
    assert all(one.same != other.same for one, other in itertools.pairwise(found))


def test_what_was_put_in_is_found_and_nothing_else() -> None:
    assert steps(["one", "two", "four"], ["one", "two", "three", "four"]) == [
        (True, 0, 2, 0, 2),
        (False, 2, 2, 2, 3),
        (True, 2, 3, 3, 4),
    ]
    assert steps([], []) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["a"] * 50_000, ["a"] * 25_000 + ["b"] + ["a"] * 25_000),
        (["a", "b"] * 25_000, ["b", "a"] * 25_000),
        ([str(n) for n in range(50_000)], [str(n) for n in reversed(range(50_000))]),
        ([str(n % 7) for n in range(50_000)], [str(n % 11) for n in range(50_000)]),
    ],
    ids=["all alike", "turned about", "backwards", "out of step"],
)
def test_sequences_made_to_keep_us_busy_do_not(first: list[str], second: list[str]) -> None:
    began = time.process_time()
    assert steps(first, second)
    assert time.process_time() - began < 5
