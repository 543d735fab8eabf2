"""Where reports of another tree would go in ours, and how many of them find a place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.domain.category_tree import CategoryTree, UnknownCategory
from intake.domain.plain_words import folded
from intake.domain.tree_search import VAGUE_TITLES

Path = tuple[str, ...]


class UnreadableFile(Exception):
    """The file is not there, or has not the two columns that are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` must begin a word of the path's levels, in order; without any, the rule fits all."""

    leaf: Path
    words: tuple[str, ...]

    def fits(self, levels: Sequence[str]) -> bool:
        place = 0
        for word in self.words:
            begins = re.compile(rf"\b{re.escape(folded(word))}")
            place = next(
                (n for n in range(place, len(levels)) if begins.search(levels[n])), len(levels)
            )
            if place == len(levels):
                return False
        return True


@dataclass(frozen=True, slots=True)
class PathMap:
    """The rules of each foreign category, in the order in which they are tried."""

    rules: Mapping[str, tuple[Rule, ...]]

    def home(self, path: Path) -> Path | None:
        """Our leaf for a foreign path, from its category down; None when no rule fits."""
        category, *levels = path
        plain = [folded(level) for level in levels]
        rules = self.rules.get(folded(category), ())
        return next((rule.leaf for rule in rules if rule.fits(plain)), None)

    def faults(self, tree: CategoryTree) -> Iterator[str]:
        """Rules that lead to no leaf of the tree that takes reports."""
        for rule in (rule for rules in self.rules.values() for rule in rules):
            try:
                trail = tree.trail(rule.leaf)
            except UnknownCategory:
                yield f"{'/'.join(rule.leaf)} is not there"
            else:
                if not trail.end.is_leaf or trail.end.wall is not None:
                    yield f"{'/'.join(rule.leaf)} takes no report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`housed` reports found a leaf below a top category; `vague` of them one for “other things”.

    `gaps` are the paths without a home, the most frequent first.
    """

    reports: int
    paths: int
    housed: int
    vague: int
    leaves: Counter[Path]
    gaps: tuple[tuple[Path, int], ...]

    @property
    def share(self) -> float:
        return self.housed / self.reports if self.reports else 0.0


def covered(counts: Mapping[Path, int], path_map: PathMap, tree: CategoryTree) -> Coverage:
    """How much of what people reported elsewhere has a leaf here."""
    leaves: Counter[Path] = Counter()
    gaps: Counter[Path] = Counter()
    for path, count in counts.items():
        home = path_map.home(path)
        if home is None or len(home) < 2:
            gaps[path] += count
        else:
            leaves[home] += count
    return Coverage(
        reports=sum(counts.values()),
        paths=len(counts),
        housed=leaves.total(),
        vague=sum(leaves[leaf] for leaf in _vague(leaves, tree)),
        leaves=leaves,
        gaps=tuple(gaps.most_common()),
    )


def _vague(leaves: Iterable[Path], tree: CategoryTree) -> list[Path]:
    return [leaf for leaf in leaves if tree.trail(leaf).end.title.fr.startswith(VAGUE_TITLES)]


def told(coverage: Coverage, *, most: int) -> Iterator[str]:
    """The coverage in lines for an editor, with the largest gaps."""
    yield (
        f"{coverage.share:.2%} of {coverage.reports} reports ({coverage.paths} paths) have a leaf "
        f"below a top category: {coverage.housed} in {len(coverage.leaves)} leaves"
    )
    yield (
        f"{coverage.vague / max(coverage.reports, 1):.2%} of the reports are in a leaf for other "
        "things: the file says no more of them"
    )
    lost = coverage.reports - coverage.housed
    yield f"{lost} reports without a leaf; the {min(most, len(coverage.gaps))} largest gaps:"
    yield from (f"{count:>8}  {' > '.join(path)}" for path, count in coverage.gaps[:most])
