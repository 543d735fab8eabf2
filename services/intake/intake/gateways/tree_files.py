"""Reads the category tree from the package's YAML files, one for each top category.

A wording is `[French, English]`. `_index.yaml` holds the versions and the order of the top
categories; `_questions.yaml` the questions, `_shared.yaml` the sets of targets, the walls and the
authorities' codes: nodes name them; `_fragments.yaml` lists of nodes that stand in several places.
A node:

    key: cannot_cancel
    title: ["Je n’arrive pas à résilier", "I cannot cancel"]
    hint: [...]                  # under the title, in a list
    help: [...]                  # what to know before reporting; the nearest node's
    tags: [cancellation]
    codes: [CON-RES]             # the authorities' codes; they add up along the way
    targets: remote              # the name of a set; the nearest node that has one wins
    questions: [asked_on]        # names of questions; they add up along the way
    story: [...]                 # instead of the form's own words: story, files, company,
    files: [...]                 #   afterwards; the nearest node's
    words: ["résilier, arrêter, stopper", "cancel, stop"]      # for the search
    advice: true                 # a wish for advice may be chosen
    wall: police                 # the name of a wall, or one written in place
    since: 2                     # the first version of the tree that has the node
    until: 3                     # the first one that no longer has it
    question: [...]              # introduces the children
    children: [...]              # nodes, and names of fragments
"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from intake.domain.category_tree import TreeHistory, Version
from intake.domain.tree_check import UnsoundTree, faults, history_faults
from intake.domain.wording import Lang, Wording
from intake.gateways.tree_nodes import NodeReader


@cache
def read_history() -> TreeHistory:
    """The tree as shipped, read once. Raises `UnsoundTree`: with a broken tree nothing starts."""
    index = load("_index")
    reader = NodeReader(load("_shared"), load("_questions"), load("_fragments"))
    try:
        tops = [reader.node(load(name)) for name in index["order"]]
        versions = [
            Version(raw["number"], raw["starts_on"], Wording(*raw["change"]))
            for raw in index["versions"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise UnsoundTree([f"a node is malformed: {error!r}"]) from error
    history = TreeHistory.of(tops, versions)
    found = [*reader.left(), *history_faults(tops, versions)]
    for tree in history.trees():
        found += [f"version {tree.version}: {fault}" for fault in faults(tree)]
    if found:
        raise UnsoundTree(found)
    return history


def read_synonyms() -> dict[Lang, list[list[str]]]:
    """Groups of words that the search takes for one another, in each language."""
    groups = load("_synonyms")
    return {"fr": groups["fr"], "en": groups["en"]}


def load(name: str) -> dict[str, Any]:
    text = files("intake").joinpath("tree", f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe one, in C
    return loaded


# The same safe loader in C where libyaml is there: the tree is read at each start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
