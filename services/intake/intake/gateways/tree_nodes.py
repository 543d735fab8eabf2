"""Turns what the tree's files say into nodes, with the shared pieces put in."""

from collections.abc import Iterable, Mapping
from typing import Any

from intake.domain.category_node import (
    FIRST_VERSION,
    Choice,
    Code,
    Link,
    Node,
    Prompts,
    Question,
    QuestionKind,
    Tag,
    Wall,
)
from intake.domain.targets import TargetKind
from intake.domain.wording import Wording

Raw = Mapping[str, Any]
_PROMPTS = ("story", "files", "company", "afterwards")
_WORDINGS = ("title", "hint", "help", "question", "words", *_PROMPTS)
_NAMES = ("key", "icon", "tags", "targets", "questions", "codes", "wall", "advice", "children")
_NODE_FIELDS = frozenset((*_WORDINGS, *_NAMES, "since", "until"))


class Shelf:
    """The named pieces of one kind, each taken at least once by the end."""

    def __init__(self, kind: str, pieces: Raw) -> None:
        self._kind = kind
        self._pieces = pieces
        self._taken: set[str] = set()

    def take(self, name: str) -> Any:
        """Raises KeyError for a name that is not there."""
        self._taken.add(name)
        return self._pieces[name]

    def left(self) -> list[str]:
        unused = self._pieces.keys() - self._taken
        return [f"{self._kind} {name} is used nowhere" for name in unused]


class NodeReader:
    """Reads nodes; remembers which shared pieces were used."""

    def __init__(self, shared: Raw, questions: Raw, fragments: Raw) -> None:
        self._targets = Shelf(
            "targets",
            {name: tuple(map(TargetKind, kinds)) for name, kinds in shared["targets"].items()},
        )
        self._questions = Shelf(
            "question", {key: _question(key, raw) for key, raw in questions.items()}
        )
        self._codes = Shelf(
            "code", {key: Code(key, _wording(raw)) for key, raw in shared["codes"].items()}
        )
        self._walls = Shelf("wall", {name: _wall(raw) for name, raw in shared["walls"].items()})
        self._fragments = Shelf("fragment", fragments)

    def node(self, raw: Raw) -> Node:
        """Raises KeyError, TypeError or ValueError when a node is malformed."""
        if unknown := raw.keys() - _NODE_FIELDS:
            raise ValueError(f"{raw.get('key')}: {', '.join(sorted(unknown))}: no such field")
        wall = raw.get("wall")
        return Node(
            key=raw["key"],
            title=_wording(raw["title"]),
            hint=_maybe(raw, "hint"),
            help=_maybe(raw, "help"),
            question=_maybe(raw, "question"),
            icon=raw.get("icon"),
            tags=frozenset(map(Tag, raw.get("tags", ()))),
            targets=self._targets.take(raw["targets"]) if "targets" in raw else (),
            questions=tuple(map(self._questions.take, raw.get("questions", ()))),
            codes=tuple(map(self._codes.take, raw.get("codes", ()))),
            prompts=Prompts(**{name: _maybe(raw, name) for name in _PROMPTS}),
            words=_maybe(raw, "words"),
            offers_advice=raw.get("advice", False),
            wall=self._walls.take(wall) if isinstance(wall, str) else _wall(wall) if wall else None,
            since=raw.get("since", FIRST_VERSION),
            until=raw.get("until"),
            children=tuple(map(self.node, self._expanded(raw.get("children", ())))),
        )

    def _expanded(self, children: Iterable[str | Raw]) -> Iterable[Raw]:
        """The children, with the nodes of a fragment where its name stands."""
        for child in children:
            if isinstance(child, str):
                yield from self._fragments.take(child)
            else:
                yield child

    def left(self) -> list[str]:
        """What is written and never used: a reader of the files would believe it is shown."""
        shelves = (self._targets, self._questions, self._codes, self._walls, self._fragments)
        return sorted(line for shelf in shelves for line in shelf.left())


def _question(key: str, raw: Raw) -> Question:
    return Question(
        key=key,
        label=_wording(raw["label"]),
        kind=QuestionKind(raw["kind"]),
        hint=_maybe(raw, "hint"),
        is_required=raw.get("required", False),
        choices=tuple(
            Choice(choice, _wording(label)) for choice, label in raw.get("choices", {}).items()
        ),
    )


def _wall(raw: Raw) -> Wall:
    return Wall(
        advice=_wording(raw["advice"]),
        links=tuple(Link(_wording(link["label"]), link["url"]) for link in raw.get("links", ())),
        branches=tuple(tuple(branch.split("/")) for branch in raw.get("branches", ())),
    )


def _maybe(raw: Raw, field: str) -> Wording | None:
    return _wording(raw[field]) if field in raw else None


def _wording(raw: list[str]) -> Wording:
    french, english = raw
    return Wording(french, english)
