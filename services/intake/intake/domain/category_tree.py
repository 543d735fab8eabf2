"""The category tree: what can be reported, in which words, about whom, and where it stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from intake.domain.category_node import (
    FIRST_VERSION,
    Code,
    Node,
    Prompts,
    Question,
    Tag,
    Wall,
)
from intake.domain.targets import TargetKind
from intake.domain.wording import Lang, Wording

# How long a program may still file under the version that it read before a change.
GRACE = timedelta(days=7)


class UnknownCategory(Exception):
    """The path names no node of the tree."""


class NotALeaf(Exception):
    """The path stops too early: `choices` are the keys that go on from there."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(", ".join(choices))
        self.choices = tuple(choices)


class UnknownVersion(Exception):
    """No version of the tree has this number, or it has been replaced for too long."""


class WallReached(Exception):
    """The leaf informs and stops: no report is taken."""

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self.wall = wall


@dataclass(frozen=True, slots=True)
class Trail:
    """The nodes from a top category down, and what they say together.

    Tags and questions add up along the way; for the kinds of target and for advice the nearest
    node that says something wins.
    """

    nodes: tuple[Node, ...]

    @property
    def end(self) -> Node:
        return self.nodes[-1]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(node.key for node in self.nodes)

    @property
    def tags(self) -> frozenset[Tag]:
        return frozenset().union(*(node.tags for node in self.nodes))

    @property
    def targets(self) -> tuple[TargetKind, ...]:
        return next((node.targets for node in reversed(self.nodes) if node.targets), ())

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for node in self.nodes for question in node.questions)

    @property
    def codes(self) -> tuple[Code, ...]:
        return tuple(dict.fromkeys(code for node in self.nodes for code in node.codes))

    @property
    def help(self) -> Wording | None:
        return next((node.help for node in reversed(self.nodes) if node.help), None)

    @property
    def prompts(self) -> Prompts:
        """For each prompt, the words of the nearest node that has some."""
        told = [node.prompts for node in reversed(self.nodes)]
        return Prompts(
            story=next((prompts.story for prompts in told if prompts.story), None),
            files=next((prompts.files for prompts in told if prompts.files), None),
            company=next((prompts.company for prompts in told if prompts.company), None),
            afterwards=next((prompts.afterwards for prompts in told if prompts.afterwards), None),
        )

    @property
    def offers_advice(self) -> bool:
        return any(node.offers_advice for node in self.nodes)

    @property
    def is_hidden(self) -> bool:
        """Whether the company never gets such a report."""
        return Tag.HIDDEN_FROM_COMPANY in self.tags

    def labels(self, lang: Lang) -> tuple[str, ...]:
        return tuple(node.title.of(lang) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """One version of the tree, in force from a day on."""

    tops: tuple[Node, ...]
    version: int = FIRST_VERSION
    _by_key: dict[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {top.key: top for top in self.tops})

    def trail(self, keys: Sequence[str]) -> Trail:
        """The nodes that the keys name, from the top. Raises `UnknownCategory`."""
        if not keys or (node := self._by_key.get(keys[0])) is None:
            raise UnknownCategory
        nodes = [node]
        for key in keys[1:]:
            child = nodes[-1].child(key)
            if child is None:
                raise UnknownCategory
            nodes.append(child)
        return Trail(tuple(nodes))

    def leaf(self, keys: Sequence[str]) -> Trail:
        """The trail to a leaf that takes reports.

        Raises `UnknownCategory`, `NotALeaf` when the path stops above the leaves, and
        `WallReached` when the leaf only informs.
        """
        trail = self.trail(keys)
        if not trail.end.is_leaf:
            raise NotALeaf([child.key for child in trail.end.children])
        if trail.end.wall is not None:
            raise WallReached(trail.end.wall)
        return trail

    def trails(self) -> Iterator[Trail]:
        """Every node with the way to it, parents before children."""
        for top in self.tops:
            yield from _below(Trail((top,)))


def _below(trail: Trail) -> Iterator[Trail]:
    yield trail
    for child in trail.end.children:
        yield from _below(Trail((*trail.nodes, child)))


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the tree; `starts_on` is a day in Paris, `change` says what is new."""

    number: int
    starts_on: date
    change: Wording


@dataclass(frozen=True, slots=True)
class TreeHistory:
    """The tree through time: one set of nodes, of which each version shows those that stand in it.

    A report keeps the version that it was filed under, and a draft the one it was begun under.
    """

    versions: tuple[Version, ...]
    _trees: dict[int, CategoryTree] = field(repr=False)

    @classmethod
    def of(cls, tops: Sequence[Node], versions: Sequence[Version]) -> "TreeHistory":
        trees = {
            version.number: CategoryTree(_standing(tops, version.number), version.number)
            for version in versions
        }
        return cls(tuple(versions), trees)

    def on(self, day: date) -> CategoryTree:
        """The version in force on a day in Paris; the first one before any was."""
        begun = [version for version in self.versions if version.starts_on <= day]
        return self._trees[(begun[-1] if begun else self.versions[0]).number]

    def numbered(self, number: int) -> CategoryTree:
        """Raises `UnknownVersion`."""
        try:
            return self._trees[number]
        except KeyError:
            raise UnknownVersion from None

    def accepted(self, number: int, *, today: date) -> CategoryTree:
        """A version that reports may name: the one in force or one replaced not long ago.

        Raises `UnknownVersion`.
        """
        tree = self.numbered(number)
        in_force = (self.on(today).version, self.on(today - GRACE).version)
        if not min(in_force) <= number <= max(in_force):
            raise UnknownVersion
        return tree

    def lasting(self) -> list[tuple[str, ...]]:
        """The paths to the leaves that take reports in every version."""
        paths = [
            {
                trail.keys: None
                for trail in tree.trails()
                if trail.end.is_leaf and not trail.end.wall
            }
            for tree in self.trees()
        ]
        return [path for path in paths[0] if all(path in others for others in paths)]

    def trees(self) -> Iterator[CategoryTree]:
        yield from (self._trees[version.number] for version in self.versions)


def _standing(nodes: Sequence[Node], version: int) -> tuple[Node, ...]:
    return tuple(
        replace(node, children=_standing(node.children, version)) if node.children else node
        for node in nodes
        if node.stands_in(version)
    )
