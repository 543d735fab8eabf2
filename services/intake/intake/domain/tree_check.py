"""What a category tree must respect before anyone may use it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from intake.domain.category_tree import CategoryTree, Node, QuestionKind, Trail
from intake.domain.wording import Wording

DEEPEST = 6
_KEY = re.compile(r"[a-z][a-z0-9_]{1,47}")


def faults(tree: CategoryTree) -> list[str]:
    """Every fault, each with the path of its node; an empty list is a sound tree."""
    found = list(_doubles((top.key for top in tree.tops), "the top"))
    for trail in tree.trails():
        place = "/".join(trail.keys)
        found += [f"{place}: {fault}" for fault in _node_faults(trail)]
    return found


def _node_faults(trail: Trail) -> Iterator[str]:
    node = trail.end
    if not _KEY.fullmatch(node.key):
        yield "the key is not in small letters, digits and underscores"
    if len(trail.nodes) > DEEPEST:
        yield f"deeper than {DEEPEST} levels"
    yield from _doubles((child.key for child in node.children), "the children")
    yield from _wording_faults(node)
    yield from _wall_faults(node)
    if node.is_leaf and node.wall is None:
        yield from _leaf_faults(trail)
    if node.children and node.question is None:
        yield "no question introduces the children"


def _leaf_faults(trail: Trail) -> Iterator[str]:
    if not trail.targets:
        yield "no kind of target is allowed"
    yield from _doubles((question.key for question in trail.questions), "the questions")
    for question in trail.questions:
        if (question.kind is QuestionKind.CHOICE) != bool(question.choices):
            yield f"question {question.key}: choices and kind disagree"
        yield from _doubles((choice.key for choice in question.choices), question.key)


def _wall_faults(node: Node) -> Iterator[str]:
    if node.wall is None:
        return
    if node.children:
        yield "a wall has children"
    if not node.wall.links:
        yield "a wall says nowhere to go instead"
    for link in node.wall.links:
        if not link.url.startswith("https://"):
            yield f"a link of the wall is not https: {link.url}"


def _wording_faults(node: Node) -> Iterator[str]:
    for wording in _wordings(node):
        if not wording.fr.strip() or not wording.en.strip():
            yield f"a wording lacks a language: {wording}"


def _wordings(node: Node) -> Iterator[Wording]:
    yield node.title
    yield from (wording for wording in (node.hint, node.question) if wording)
    for question in node.questions:
        yield question.label
        yield from (wording for wording in (question.hint,) if wording)
        yield from (choice.label for choice in question.choices)
    if node.wall is not None:
        yield node.wall.advice
        yield from (link.label for link in node.wall.links)


def _doubles(keys: Iterable[str], place: str) -> Iterator[str]:
    yield from (f"{place}: {key} is there twice" for key, n in Counter(keys).items() if n > 1)
