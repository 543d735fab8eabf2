"""Tables for a terminal."""

from collections.abc import Sequence


def grid(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell; numbers to the right."""
    cells = [[_text(value) for value in row] for row in rows]
    widths = [
        max(len(line[column]) for line in [list(titles), *cells]) for column in range(len(titles))
    ]
    numeric = [
        bool(rows) and all(isinstance(row[column], int | float | None) for row in rows)
        for column in range(len(titles))
    ]
    return "\n".join(_line(line, widths, numeric) for line in [list(titles), *cells])


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    placed = [
        cell.rjust(width) if to_the_right else cell.ljust(width)
        for cell, width, to_the_right in zip(cells, widths, numeric, strict=True)
    ]
    return "  ".join(placed).rstrip()


def _text(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
