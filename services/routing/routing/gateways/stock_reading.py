"""Where the reader of a stock file is: lines counted, lines left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from routing.gateways.stock_judgement import Faulty
from routing.ports import Fault, Rejection, StockKind


@dataclass(slots=True)
class Reading:
    """What is asked of a file, and where we are in it.

    `skip`: parts read before; `rows` and `misshapen`: the rows read, and the lines that had not
    the right columns; `share` tells how much of the file is read.
    """

    kind: StockKind
    skip: int
    block_bytes: int
    share: Callable[[], float] = lambda: 1.0
    is_counted: bool = True
    rows: int = 0
    misshapen: list[int] = field(default_factory=list)
    passed: int = 0

    def line(self, row: int) -> int | None:
        """The line of the n-th readable row; the header is line 1. To be asked in order."""
        if not self.is_counted:
            return None
        while self.passed < len(self.misshapen) and (
            self.misshapen[self.passed] <= row + 2 + self.passed
        ):
            self.passed += 1
        return row + 2 + self.passed

    def rejections(self, faulty: Faulty, row_count: int) -> Iterator[Rejection]:
        """The lines of the next rows that are left out, and those between them."""
        before = self.passed
        for row, number, fault in faulty.listed():
            yield Rejection(self.line(self.rows + row), number, fault)
        self.rows += row_count
        self.line(self.rows - 1)
        yield from self.between(before)

    def between(self, before: int) -> Iterator[Rejection]:
        for line in self.misshapen[before : self.passed]:
            yield Rejection(line, "", Fault.COLUMNS)

    def after_the_last(self) -> tuple[Rejection, ...]:
        before, self.passed = self.passed, len(self.misshapen)
        return tuple(self.between(before))
