"""The category tree: what can be reported, in which words, about whom, and where it stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from intake.domain.targets import TargetKind
from intake.domain.wording import Lang, Wording


class Tag(StrEnum):
    """What a report is also about; routing, portal and agents filter on these."""

    ACCESSIBILITY = "accessibility"
    CANCELLATION = "cancellation"
    CANVASSING = "canvassing"
    DANGEROUS_PRODUCT = "dangerous_product"
    FOOD = "food"
    GREEN_CLAIM = "green_claim"
    HIDDEN_FROM_COMPANY = "hidden_from_company"
    HYGIENE = "hygiene"
    INFLUENCER = "influencer"
    INTERNET = "internet"
    PRICE = "price"
    PUBLIC_SERVICE = "public_service"
    QUANTITY = "quantity"
    SCAM = "scam"
    TELECOM = "telecom"


class QuestionKind(StrEnum):
    """`date`: a day not in the future; `day`: any day; `amount`: euros, two decimals at most."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    DAY = "day"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    label: Wording
    kind: QuestionKind
    hint: Wording | None = None
    is_required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: Wording
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Why no report is taken here, and where to go instead."""

    advice: Wording
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place in the tree. `question` introduces the children; a node without any is a leaf."""

    key: str
    title: Wording
    hint: Wording | None = None
    question: Wording | None = None
    icon: str | None = None
    tags: frozenset[Tag] = frozenset()
    targets: tuple[TargetKind, ...] = ()
    questions: tuple[Question, ...] = ()
    offers_advice: bool = False
    wall: Wall | None = None
    children: tuple["Node", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def child(self, key: str) -> "Node | None":
        return next((child for child in self.children if child.key == key), None)


class UnknownCategory(Exception):
    """The path names no node of the tree."""


class NotALeaf(Exception):
    """The path stops too early: `choices` are the keys that go on from there."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(", ".join(choices))
        self.choices = tuple(choices)


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
    tops: tuple[Node, ...]
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
