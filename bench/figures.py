"""Figures as they are printed: medians, and ratios to what stands first."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One figure, measured several times."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)


def table(title: str, rows: Sequence[tuple[str, Series]]) -> list[str]:
    """Lines with the median, lowest and highest of each row, and its ratio to the first row's median."""
    first = rows[0][1].median
    lines = [f"{title:<42}{'median':>10}{'lowest':>10}{'highest':>10}{'ratio':>10}"]
    for name, series in rows:
        figures = (series.median, min(series.values), max(series.values))
        lines.append(f"  {name:<40}" + "".join(f"{_plain(value):>10}" for value in (*figures, series.median / first)))
    return lines


def _plain(value: float) -> str:
    """Three figures that mean something, never an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"
