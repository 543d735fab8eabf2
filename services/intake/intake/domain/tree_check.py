"""What a category tree must respect before anyone may use it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from intake.domain.category_node import WITH_CHOICES, Code, Node, Question
from intake.domain.category_tree import (
    CategoryTree,
    Trail,
    UnknownCategory,
    Version,
)
from intake.domain.wording import Wording

DEEPEST = 6
LONGEST_TITLE = 90
LONGEST_HINT = 140
LONGEST_TEXT = 420
_KEY = re.compile(r"[a-z][a-z0-9_]{1,47}")
_CODE = re.compile(r"[A-Z]{3}-[A-Z]{3}")
_BAD_FRENCH = re.compile(r" [?!:;»]|« |'")


class UnsoundTree(ValueError):
    """The files make no tree that may be shown; `faults` are all of them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def faults(tree: CategoryTree) -> list[str]:
    """Every fault, each with the path of its node; an empty list is a sound tree."""
    found = list(_doubles((top.key for top in tree.tops), "the top"))
    for trail in tree.trails():
        place = "/".join(trail.keys)
        found += [f"{place}: {fault}" for fault in _node_faults(trail)]
        found += [f"{place}: {fault}" for fault in _dead_ends(trail, tree)]
    return found


def measured(tree: CategoryTree) -> str:
    """How large a tree is; a leaf that stands in several places is counted once as distinct."""
    trails = list(tree.trails())
    leaves = [trail.end for trail in trails if trail.end.is_leaf]
    walls = [leaf for leaf in leaves if leaf.wall is not None]
    titles = {leaf.title for leaf in leaves if leaf.wall is None}
    return (
        f"{len(tree.tops)} top categories, {len(trails)} nodes, {len(leaves)} leaves of which "
        f"{len(walls)} inform only; {len(titles)} distinct leaves take reports"
    )


def history_faults(tops: Sequence[Node], versions: Sequence[Version]) -> list[str]:
    """Versions out of order, and nodes that no version shows."""
    numbers = [version.number for version in versions]
    days = [version.starts_on for version in versions]
    found = []
    if numbers != list(range(1, len(numbers) + 1)):
        found.append("the versions are not numbered 1, 2, 3…")
    if days != sorted(set(days)):
        found.append("a version does not start after the one before it")
    for top in tops:
        found += _never_shown(top, (top.key,), numbers)
    return found


def _never_shown(node: Node, path: tuple[str, ...], numbers: Sequence[int]) -> Iterator[str]:
    shown = [number for number in numbers if node.stands_in(number)]
    if not shown:
        yield f"{'/'.join(path)}: no version shows it"
    for child in node.children:
        yield from _never_shown(child, (*path, child.key), shown)


def _node_faults(trail: Trail) -> Iterator[str]:
    node = trail.end
    if not _KEY.fullmatch(node.key):
        yield "the key is not in small letters, digits and underscores"
    if len(trail.nodes) > DEEPEST:
        yield f"deeper than {DEEPEST} levels"
    yield from _doubles((child.key for child in node.children), "the children")
    yield from _doubles((child.title.fr for child in node.children), "the children")
    yield from (f"the code {code.key} is not written ABC-DEF" for code in _misshapen(node))
    yield from _wording_faults(node)
    yield from _wall_faults(node)
    if node.is_leaf and node.wall is None:
        yield from _leaf_faults(trail)
    if node.children and node.question is None:
        yield "no question introduces the children"
    if len(node.children) == 1:
        yield "a question with only one answer"


def _misshapen(node: Node) -> Iterator[Code]:
    yield from (code for code in node.codes if not _CODE.fullmatch(code.key))


def _leaf_faults(trail: Trail) -> Iterator[str]:
    if not trail.targets:
        yield "no kind of target is allowed"
    if not trail.codes:
        yield "no code for the authorities"
    yield from _doubles((question.key for question in trail.questions), "the questions")
    for question in trail.questions:
        if (question.kind in WITH_CHOICES) != bool(question.choices):
            yield f"question {question.key}: choices and kind disagree"
        yield from _doubles((choice.key for choice in question.choices), question.key)


def _wall_faults(node: Node) -> Iterator[str]:
    if node.wall is None:
        return
    if node.children:
        yield "a wall has children"
    if not node.wall.links and not node.wall.branches:
        yield "a wall says nowhere to go instead"
    for link in node.wall.links:
        if not link.url.startswith("https://"):
            yield f"a link of the wall is not https: {link.url}"


def _dead_ends(trail: Trail, tree: CategoryTree) -> Iterator[str]:
    for branch in trail.end.wall.branches if trail.end.wall else ():
        try:
            tree.trail(branch)
        except UnknownCategory:
            yield f"it leads to {'/'.join(branch)}, which is not there"


def _wording_faults(node: Node) -> Iterator[str]:
    for wording, longest in _wordings(node):
        if not wording.fr.strip() or not wording.en.strip():
            yield f"a wording lacks a language: {wording}"
        if max(len(wording.fr), len(wording.en)) > longest:
            yield f"longer than {longest} characters: {wording.fr}"
        if _BAD_FRENCH.search(wording.fr):
            yield f"a French text lacks its no-break spaces or apostrophes: {wording.fr}"


def _wordings(node: Node) -> Iterator[tuple[Wording, int]]:
    """Every text of a node with the most characters that a phone shows well."""
    yield node.title, LONGEST_TITLE
    prompts = node.prompts
    short = (node.hint, node.question, prompts.company)
    long = (node.help, node.words, prompts.story, prompts.files, prompts.afterwards)
    yield from ((wording, LONGEST_HINT) for wording in short if wording)
    yield from ((wording, LONGEST_TEXT) for wording in long if wording)
    yield from ((code.label, LONGEST_TITLE) for code in node.codes)
    for question in node.questions:
        yield from _question_wordings(question)
    if node.wall is not None:
        yield node.wall.advice, LONGEST_TEXT
        yield from ((link.label, LONGEST_TITLE) for link in node.wall.links)


def _question_wordings(question: Question) -> Iterator[tuple[Wording, int]]:
    yield question.label, LONGEST_TITLE
    if question.hint:
        yield question.hint, LONGEST_HINT
    yield from ((choice.label, LONGEST_TITLE) for choice in question.choices)


def _doubles(keys: Iterable[str], place: str) -> Iterator[str]:
    yield from (f"{place}: {key} is there twice" for key, n in Counter(keys).items() if n > 1)
