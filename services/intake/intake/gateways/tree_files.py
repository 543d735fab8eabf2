"""Reads the category tree from the package's YAML files, one for each top category.

A wording is `[French, English]`. Sets of targets, questions and walls that several categories
share are named in `_shared.yaml`. A node is read like this:

    key: cannot_cancel
    title: ["Je n’arrive pas à résilier", "I cannot cancel"]
    tags: [cancellation]
    targets: remote              # the name of a set; the nearest node that has one wins
    questions: [asked_on]        # names of questions
    advice: true                 # a wish for advice may be chosen
    wall: police                 # the name of a wall, or one written in place
    question: [...]              # introduces the children
    children: [...]
"""

from importlib.resources import files
from typing import Any

import yaml

from intake.domain.category_tree import (
    CategoryTree,
    Choice,
    Link,
    Node,
    Question,
    QuestionKind,
    Tag,
    Wall,
)
from intake.domain.targets import TargetKind
from intake.domain.tree_check import faults
from intake.domain.wording import Wording

ORDER = (
    "shops",
    "online",
    "restaurants",
    "telecom",
    "energy",
    "travel",
    "works",
    "public_services",
)


class UnsoundTree(ValueError):
    """The files make no tree that may be shown; the text lists every fault."""


def read_tree() -> CategoryTree:
    """The tree as shipped. Raises `UnsoundTree`: a service with a broken tree does not start."""
    shared = _Shared(_load("_shared"))
    try:
        tree = CategoryTree(tuple(shared.node(_load(name)) for name in ORDER))
    except (KeyError, TypeError, ValueError) as error:
        raise UnsoundTree(f"a node is malformed: {error!r}") from error
    found = faults(tree)
    if found:
        raise UnsoundTree("\n".join(found))
    return tree


def _load(name: str) -> dict[str, Any]:
    text = files("intake").joinpath("tree", f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


class _Shared:
    """Turns raw nodes into nodes, with the shared pieces put in."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._targets = {
            name: tuple(map(TargetKind, kinds)) for name, kinds in raw["targets"].items()
        }
        self._questions = {
            key: _question(key, question) for key, question in raw["questions"].items()
        }
        self._walls = {name: _wall(wall) for name, wall in raw["walls"].items()}

    def node(self, raw: dict[str, Any]) -> Node:
        wall = raw.get("wall")
        return Node(
            key=raw["key"],
            title=_wording(raw["title"]),
            hint=_wording(raw["hint"]) if "hint" in raw else None,
            question=_wording(raw["question"]) if "question" in raw else None,
            icon=raw.get("icon"),
            tags=frozenset(map(Tag, raw.get("tags", ()))),
            targets=self._targets[raw["targets"]] if "targets" in raw else (),
            questions=tuple(self._questions[key] for key in raw.get("questions", ())),
            offers_advice=raw.get("advice", False),
            wall=self._walls[wall] if isinstance(wall, str) else _wall(wall) if wall else None,
            children=tuple(map(self.node, raw.get("children", ()))),
        )


def _question(key: str, raw: dict[str, Any]) -> Question:
    return Question(
        key=key,
        label=_wording(raw["label"]),
        kind=QuestionKind(raw["kind"]),
        hint=_wording(raw["hint"]) if "hint" in raw else None,
        is_required=raw.get("required", False),
        choices=tuple(
            Choice(choice, _wording(label)) for choice, label in raw.get("choices", {}).items()
        ),
    )


def _wall(raw: dict[str, Any]) -> Wall:
    links = tuple(Link(_wording(link["label"]), link["url"]) for link in raw["links"])
    return Wall(advice=_wording(raw["advice"]), links=links)


def _wording(raw: list[str]) -> Wording:
    french, english = raw
    return Wording(french, english)
