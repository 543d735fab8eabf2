"""Typing slips between two words."""

from functools import lru_cache


def slips_between(one: str, other: str, *, at_most: int) -> int | None:
    """How many slips (letter added, dropped, changed, two neighbours swapped), None beyond.

    Optimal string alignment distance. Most pairs of words are told apart by their lengths and
    their letters, most of the others by what is left without a common beginning and end.
    """
    if abs(len(one) - len(other)) > at_most:
        return None
    mine, theirs = _letters(one), _letters(other)
    if (mine & ~theirs).bit_count() > at_most or (theirs & ~mine).bit_count() > at_most:
        return None
    one, other = _differing(one, other)
    if not one or not other:
        slips = len(one) + len(other)
        return slips if slips <= at_most else None
    if at_most == 1:
        return 1 if len(one) == len(other) == 1 or (one == other[::-1] and len(one) == 2) else None
    return _aligned(one, other, at_most=at_most)


@lru_cache(maxsize=65_536)
def _letters(word: str) -> int:
    """One bit for each letter that occurs."""
    return sum(1 << (ord(letter) & 63) for letter in set(word))


def _differing(one: str, other: str) -> tuple[str, str]:
    """What is left without the common beginning and the common end."""
    shorter = min(len(one), len(other))
    begin = 0
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]


def _aligned(one: str, other: str, *, at_most: int) -> int | None:
    """The distance, row by row, given up as soon as it exceeds `at_most`."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, facing in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != facing))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing
            )
            current.append(min(cost, before_last[column - 2] + 1) if swapped else cost)
        if min(current) > at_most:
            return None
        before_last, last = last, current
    return last[-1] if last[-1] <= at_most else None
