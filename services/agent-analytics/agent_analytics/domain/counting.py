"""The roll-up: how many reports there are by week, category, département and status."""

from dataclasses import dataclass
from datetime import date

from agent_analytics.domain.history import History
from agent_analytics.domain.status import Status


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of the roll-up. `department` is empty when nobody placed the report."""

    week: date
    category: str
    department: str
    status: Status


def cell_of(history: History) -> Cell | None:
    """Where the report is counted; nowhere before its submission has arrived."""
    counted = history.counted
    if counted is None:
        return None
    return Cell(counted.week, counted.category, history.department or "", history.status)


def moves(before: History, after: History) -> list[tuple[Cell, int]]:
    """How the counts change, in the order of the cells so that two writers cannot deadlock."""
    left, entered = cell_of(before), cell_of(after)
    if left == entered:
        return []
    changes = [(left, -1), (entered, 1)]
    return sorted((cell, change) for cell, change in changes if cell is not None)
