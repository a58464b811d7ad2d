"""A measured figure, and how figures are printed."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value beside its budget and its floor, all three in the same unit.

    ``value`` is None where it could not be measured; ``note`` then says why. ``is_minimum`` makes
    the budget a lower bound. ``floor_name`` says what the floor is the price of.
    """

    bench: str
    name: str
    value: float | None
    unit: str
    budget: float | None = None
    is_minimum: bool = False
    floor: float | None = None
    floor_name: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Return pass, MISS, not measured, or nothing where there is no budget."""
        if self.value is None:
            return "not measured"
        if self.budget is None:
            return ""
        is_kept = self.value >= self.budget if self.is_minimum else self.value <= self.budget
        return "pass" if is_kept else "MISS"

    def as_dict(self) -> dict[str, Any]:
        """Return the figure for JSON."""
        return asdict(self) | {"verdict": self.verdict}


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def shown(value: float | None, unit: str) -> str:
    """Return the value with its unit, at most three digits that matter; a dash for None."""
    if value is None:
        return "–"
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def row_of(figure: Figure) -> list[str]:
    """Return the cells of a table row."""
    sign = "≥" if figure.is_minimum else "≤"
    budget = "" if figure.budget is None else f"{sign} {shown(figure.budget, figure.unit)}"
    floor = "" if figure.floor is None else shown(figure.floor, figure.unit)
    name = f"({figure.floor_name})" if figure.floor_name else ""
    cells = [figure.name, shown(figure.value, figure.unit), budget, floor, figure.verdict]
    return [*cells, " ".join(filter(None, [name, figure.note]))]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a plain table, one block for each benchmark."""
    head = ["", "measured", "budget", "floor", "", "(what the floor is) and notes"]
    rows = [row_of(figure) for figure in figures]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(5)]
    lines = []
    bench = ""
    for figure, row in zip([None, *figures], [head, *rows], strict=True):
        if figure is not None and figure.bench != bench:
            bench = figure.bench
            lines.append(f"\n{bench}")
        name, *numbers = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        middle = [cell.strip().rjust(len(cell)) for cell in numbers[:3]]
        lines.append("  ".join([" ", name, *middle, numbers[3], row[5]]).rstrip())
    return "\n".join(lines)


def closing_line(figures: Sequence[Figure], seconds: float) -> str:
    """Say how many budgets were kept, and name those that were not."""
    missed = [f"{figure.bench}: {figure.name}" for figure in figures if figure.verdict == "MISS"]
    budgets = sum(figure.verdict in {"pass", "MISS"} for figure in figures)
    unmeasured = sum(figure.value is None for figure in figures)
    outcome = f"{len(missed)} MISSED ({'; '.join(missed)})" if missed else "all kept"
    more = f", {unmeasured} not measured" if unmeasured else ""
    return f"Laurel: {budgets} budgets, {outcome}{more}, in {seconds:.0f} s"
