"""Reading the tree’s files: shared pieces, fragments, and what is refused."""

from typing import Any

import pytest

from intake.domain.category_node import QuestionKind, Tag
from intake.domain.tree_check import UnsoundTree
from intake.gateways.tree_files import read_history
from intake.gateways.tree_nodes import NodeReader

SHARED: dict[str, Any] = {
    "targets": {"local": ["siret", "unknown"]},
    "codes": {"PRX-AFF": ["Prix", "Prices"]},
    "walls": {"police": {"advice": ["Portez plainte", "Go to the police"], "links": []}},
}
QUESTIONS: dict[str, Any] = {"when": {"label": ["Quand", "When"], "kind": "date"}}
LEAF: dict[str, Any] = {"key": "leaf", "title": ["Feuille", "Leaf"]}
FRAGMENTS: dict[str, Any] = {"common": [LEAF, {**LEAF, "key": "walled", "wall": "police"}]}


def a_reader() -> NodeReader:
    return NodeReader(SHARED, QUESTIONS, FRAGMENTS)


def test_a_node_gets_the_shared_pieces_that_it_names() -> None:
    node = a_reader().node(
        {
            **LEAF,
            "targets": "local",
            "questions": ["when"],
            "codes": ["PRX-AFF"],
            "tags": ["price"],
            "story": ["Racontez", "Tell"],
            "since": 2,
        }
    )
    assert [kind.value for kind in node.targets] == ["siret", "unknown"]
    assert node.questions[0].kind is QuestionKind.DATE
    assert node.codes[0].key == "PRX-AFF"
    assert node.tags == {Tag.PRICE}
    assert node.prompts.story is not None
    assert (node.since, node.until) == (2, None)


def test_a_fragment_stands_among_the_children_where_its_name_does() -> None:
    node = a_reader().node({**LEAF, "children": [{**LEAF, "key": "first"}, "common"]})
    assert [child.key for child in node.children] == ["first", "leaf", "walled"]
    wall = node.children[2].wall
    assert wall is not None
    assert wall.advice.en == "Go to the police"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tittle": ["Feuille", "Leaf"]},
        {"title": ["Feuille"]},
        {"tags": ["nonsense"]},
        {"targets": "nobody"},
        {"questions": ["nothing"]},
        {"children": ["no_fragment"]},
    ],
)
def test_a_malformed_node_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        a_reader().node(LEAF | wrong)


def test_what_is_written_and_used_nowhere_is_told() -> None:
    reader = a_reader()
    reader.node({**LEAF, "targets": "local", "children": ["common"]})
    assert reader.left() == ["code PRX-AFF is used nowhere", "question when is used nowhere"]


def test_the_tree_as_shipped_is_sound_and_read_once() -> None:
    assert read_history() is read_history()


def test_an_unsound_tree_tells_all_its_faults() -> None:
    assert str(UnsoundTree(["one", "two"])) == "one\ntwo"
