"""The category tree: paths, what adds up along them, and the tree as shipped."""

import pytest

from intake.domain.category_node import (
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
from intake.domain.category_tree import CategoryTree, NotALeaf, UnknownCategory, WallReached
from intake.domain.targets import TargetKind
from intake.domain.tree_check import UnsoundTree, faults, measured
from intake.domain.wording import Wording

WORDS = Wording("oui", "yes")


def a_question(key: str = "amount", **changes: object) -> Question:
    given: dict[str, object] = {"key": key, "label": WORDS, "kind": QuestionKind.TEXT}
    return Question(**(given | changes))  # type: ignore[arg-type] # built from a table


def a_leaf(key: str = "leaf", **changes: object) -> Node:
    given: dict[str, object] = {
        "key": key,
        "title": WORDS,
        "targets": (TargetKind.SIRET,),
        "codes": (Code("ABC-DEF", WORDS),),
    }
    return Node(**(given | changes))  # type: ignore[arg-type] # built from a table


def a_tree(*children: Node, **changes: object) -> CategoryTree:
    """A top category with these leaves; a single one is given a sibling."""
    siblings = (a_leaf("spare", title=Wording("non", "no")),) if len(children) == 1 else ()
    top = a_leaf("top", children=(*children, *siblings), question=WORDS, **changes)
    return CategoryTree((top,))


def test_a_path_to_a_leaf_gathers_tags_and_questions_and_the_nearest_targets() -> None:
    leaf = a_leaf(tags=frozenset({Tag.FOOD}), questions=(a_question("day"),), offers_advice=True)
    tree = a_tree(
        leaf,
        tags=frozenset({Tag.HIDDEN_FROM_COMPANY}),
        questions=(a_question(),),
        targets=(TargetKind.PHONE,),
    )
    trail = tree.leaf(("top", "leaf"))
    assert trail.tags == {Tag.FOOD, Tag.HIDDEN_FROM_COMPANY}
    assert [question.key for question in trail.questions] == ["amount", "day"]
    assert trail.targets == (TargetKind.SIRET,)
    assert trail.is_hidden
    assert trail.offers_advice
    assert trail.labels("en") == ("yes", "yes")
    assert trail.labels("fr") == ("oui", "oui")


@pytest.mark.parametrize("path", [(), ("nowhere",), ("top", "nowhere"), ("top", "leaf", "more")])
def test_a_path_that_names_no_node_is_unknown(path: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCategory):
        a_tree(a_leaf()).leaf(path)


def test_a_path_that_stops_early_says_what_may_follow() -> None:
    with pytest.raises(NotALeaf) as refusal:
        a_tree(a_leaf("one"), a_leaf("two")).leaf(("top",))
    assert refusal.value.choices == ("one", "two")


def test_a_wall_takes_no_report() -> None:
    wall = Wall(advice=WORDS, links=(Link(WORDS, "https://example.org"),))
    with pytest.raises(WallReached) as refusal:
        a_tree(a_leaf(wall=wall)).leaf(("top", "leaf"))
    assert refusal.value.wall is wall


def test_a_sound_tree_has_no_fault() -> None:
    assert faults(a_tree(a_leaf())) == []


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        (a_tree(a_leaf("Not A Key")), "small letters"),
        (a_tree(a_leaf(), a_leaf()), "the children: leaf is there twice"),
        (CategoryTree((a_leaf("same"), a_leaf("same"))), "the top: same is there twice"),
        (a_tree(a_leaf(title=Wording("oui", " "))), "lacks a language"),
        (a_tree(a_leaf(targets=()), targets=()), "no kind of target"),
        (a_tree(a_leaf(codes=()), codes=()), "no code for the authorities"),
        (a_tree(a_leaf(codes=(Code("abc", WORDS),))), "the code abc is not written ABC-DEF"),
        (a_tree(a_leaf(title=Wording("o" * 91, "yes"))), "longer than 90"),
        (a_tree(a_leaf(help=Wording("oui", "y" * 421))), "longer than 420"),
        (a_tree(a_leaf(title=Wording("Vraiment ?", "Really?"))), "no-break spaces"),
        (a_tree(a_leaf(title=Wording("L'arbre", "The tree"))), "no-break spaces"),
        (a_tree(a_leaf("one"), a_leaf("two")), "the children: oui is there twice"),
        (
            CategoryTree((a_leaf("top", children=(a_leaf(),), question=WORDS),)),
            "a question with only one answer",
        ),
        (
            a_tree(a_leaf(wall=Wall(advice=WORDS, branches=(("top", "gone"),)))),
            "it leads to top/gone, which is not there",
        ),
        (a_tree(a_leaf(questions=(a_question(), a_question()))), "amount is there twice"),
        (
            a_tree(a_leaf(questions=(a_question(kind=QuestionKind.CHOICE),))),
            "choices and kind disagree",
        ),
        (
            a_tree(
                a_leaf(
                    questions=(
                        a_question(
                            kind=QuestionKind.CHOICE,
                            hint=WORDS,
                            choices=(Choice("a", WORDS), Choice("a", WORDS)),
                        ),
                    )
                )
            ),
            "a is there twice",
        ),
        (a_tree(a_leaf(wall=Wall(advice=WORDS, links=()))), "nowhere to go"),
        (
            a_tree(a_leaf(wall=Wall(advice=WORDS, links=(Link(WORDS, "http://x"),)))),
            "not https",
        ),
        (
            a_tree(
                a_leaf(
                    wall=Wall(advice=WORDS, links=(Link(WORDS, "https://x.org"),)),
                    children=(a_leaf("below"),),
                )
            ),
            "a wall has children",
        ),
        (
            CategoryTree((a_leaf("top", children=(a_leaf(),)),)),
            "no question introduces the children",
        ),
    ],
)
def test_a_fault_is_named(tree: CategoryTree, fault: str) -> None:
    assert any(fault in found for found in faults(tree)), faults(tree)


def test_a_tree_too_deep_is_a_fault() -> None:
    node = a_leaf("n6")
    for depth in range(5, 0, -1):
        node = a_leaf(f"n{depth}", children=(node,), question=WORDS)
    assert any("deeper" in fault for fault in faults(a_tree(node)))


def test_the_shipped_tree_has_enough_to_report_about(tree: CategoryTree) -> None:
    leaves = [trail for trail in tree.trails() if trail.end.is_leaf]
    walls = [trail for trail in leaves if trail.end.wall is not None]
    assert len(tree.tops) >= 20
    assert len({trail.end.title for trail in leaves if trail.end.wall is None}) >= 400
    assert len(walls) >= 40


def test_every_word_of_the_vocabularies_is_used_by_the_shipped_tree(tree: CategoryTree) -> None:
    kinds = {question.kind for trail in tree.trails() for question in trail.questions}
    tags = {tag for trail in tree.trails() for tag in trail.tags}
    assert kinds == set(QuestionKind)
    assert tags == set(Tag)


def test_codes_and_prompts_gather_along_a_path() -> None:
    inner = a_leaf(
        codes=(Code("ABC-DEF", WORDS), Code("GHI-JKL", WORDS)), prompts=Prompts(files=WORDS)
    )
    other = Wording("autre", "other")
    tree = a_tree(inner, prompts=Prompts(files=other, story=other), help=WORDS)
    trail = tree.leaf(("top", "leaf"))
    assert [code.key for code in trail.codes] == ["ABC-DEF", "GHI-JKL"]
    assert trail.prompts == Prompts(files=WORDS, story=other)
    assert trail.help == WORDS


def test_every_leaf_that_takes_reports_can_be_about_someone_unknown(tree: CategoryTree) -> None:
    for trail in tree.trails():
        if trail.end.is_leaf and trail.end.wall is None:
            assert TargetKind.UNKNOWN in trail.targets, trail.keys


def test_all_the_faults_of_a_tree_are_told_together() -> None:
    assert UnsoundTree(["one", "two"]).faults == ("one", "two")


def test_the_size_of_a_tree_counts_a_leaf_of_two_places_once() -> None:
    assert measured(a_tree(a_leaf("one"), a_leaf("two"))) == (
        "1 top categories, 3 nodes, 2 leaves of which 0 inform only; 1 distinct leaves take reports"
    )
