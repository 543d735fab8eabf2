"""The sizes of the dashboard's pictures, for each screen."""

from dataclasses import dataclass
from enum import StrEnum

BAR_HEIGHT = 28
MOST_BARS = 12


class Format(StrEnum):
    """Pictures are drawn for a screen: shrunk to a telephone, they could not be read."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of pictures and of the names beside bars, in pixels.

    Names get more room than their measure asks: the reader's font may be wider than ours.
    """

    curve: tuple[int, int]
    bars: int
    names: int
    name_limit: int
    ticks: int

    def bars_size(self, count: int) -> tuple[int, int]:
        """Width and height, so that the page keeps its place."""
        return self.bars, BAR_HEIGHT * max(1, min(count, MOST_BARS + 1)) + 16


LAYOUTS = {
    Format.WIDE: Layout(curve=(1080, 300), bars=560, names=230, name_limit=190, ticks=10),
    Format.NARROW: Layout(curve=(300, 220), bars=300, names=140, name_limit=115, ticks=3),
}
