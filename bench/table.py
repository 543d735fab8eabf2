"""Tables of figures, printed the same way by every benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

_VERDICTS = {None: "", True: "met", False: "MISSED"}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what was measured, in which unit, against which limit and which bar."""

    what: str
    measured: float
    unit: str
    limit: float | None = None
    bar: str = ""
    is_met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            f"{_rounded(self.measured)} {self.unit}",
            _rounded(self.limit) if self.limit else "",
            f"{self.measured / self.limit:.2f}" if self.limit else "",
            self.bar,
            _VERDICTS[self.is_met],
        )


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    lines: Sequence[Line]

    @property
    def is_met(self) -> bool:
        """No bar was missed."""
        return all(line.is_met is not False for line in self.lines)

    def show(self) -> str:
        rows: list[tuple[str, ...]] = [("what", "measured", "limit", "ratio", "bar", "")]
        rows += [line.cells() for line in self.lines]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        shown = (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        )
        return "\n".join([f"\n{self.title}", *(f"  {row.rstrip()}" for row in shown)])


def at_most(what: str, measured: float, unit: str, *, bar: float, limit: float = 0) -> Line:
    """A figure that must stay under its bar."""
    return Line(what, measured, unit, limit or None, f"< {bar:g} {unit}", measured < bar)


def at_least(what: str, measured: float, unit: str, *, limit: float, share: float) -> Line:
    """A figure that must reach a share of the limit measured beside it."""
    return Line(what, measured, unit, limit, f">= {share:g}", measured >= share * limit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
