"""What the bench prints can be compared: medians, and ratios to the first row."""

import pytest

from bench.figures import Series, table
from bench.origin import REQUISITES, site


def test_the_median_is_not_led_astray_by_one_slow_round() -> None:
    assert Series([100.0, 1.0, 101.0]).median == 100.0


def test_each_row_stands_beside_the_first() -> None:
    title, bare, page = table("Requests a second", [("bare", Series([2000.0, 1000.0])), ("page", Series([30.0]))])
    assert title.split() == ["Requests", "a", "second", "median", "lowest", "highest", "ratio"]
    assert bare.split() == ["bare", "1,500", "1,000", "2,000", "1.00"]
    assert page.split() == ["page", "30.0", "30.0", "30.0", "0.020"]


@pytest.mark.parametrize(("value", "said"), [(12345.6, "12,346"), (99.96, "100.0"), (5.224, "5.22"), (0.16, "0.160")])
def test_figures_are_plain(value: float, said: str) -> None:
    assert table("", [("row", Series([value]))])[1].split()[1] == said


def test_the_cited_page_has_37_files() -> None:
    paths = list(site())
    assert paths[0] == "/"
    assert len(paths) == REQUISITES + 1 == 38
