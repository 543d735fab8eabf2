"""The search finds the leaf that a plain sentence is about."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from intake.domain.category_tree import CategoryTree
from intake.domain.plain_words import is_one_slip, stem, words
from intake.domain.tree_search import MOST_FOUND, TreeSearches
from intake.domain.wording import Lang
from intake.gateways.tree_files import read_synonyms

DATA = Path(__file__).parents[1] / "data"
SHOWN_FIRST = 3


@pytest.fixture(scope="module")
def searches() -> TreeSearches:
    return TreeSearches(read_synonyms())


def sentences(name: str) -> list[tuple[Lang, str, list[str]]]:
    """Each sentence with the leaves where it is at home; most have one."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return [("en" if lang == "en" else "fr", said, homes.split()) for lang, said, homes in cells]


def missed(
    asked: Sequence[tuple[Lang, str, list[str]]], tree: CategoryTree, searches: TreeSearches
) -> list[str]:
    return [
        said
        for lang, said, homes in asked
        if not set(homes)
        & {"/".join(found.trail.keys) for found in searches.of(tree, lang).find(said)[:SHOWN_FIRST]}
    ]


def test_nine_sentences_of_ten_find_their_leaf_among_the_first_three(
    tree: CategoryTree, searches: TreeSearches
) -> None:
    asked = sentences("sentences.tsv")
    assert len(asked) >= 150
    assert len(missed(asked, tree, searches)) <= len(asked) / 10


def test_sentences_that_no_word_was_added_for_are_found_too(
    tree: CategoryTree, searches: TreeSearches
) -> None:
    """Written after the words of the tree, and never used to choose them."""
    asked = sentences("sentences_unseen.tsv")
    assert len(missed(asked, tree, searches)) <= len(asked) / 4


def test_every_home_in_the_sentences_is_a_leaf_of_the_tree(tree: CategoryTree) -> None:
    for name in ("sentences.tsv", "sentences_unseen.tsv"):
        for _, _, homes in sentences(name):
            assert all(tree.trail(home.split("/")).end.is_leaf for home in homes)


def test_the_sentence_of_the_home_page_finds_its_leaf(
    tree: CategoryTree, searches: TreeSearches
) -> None:
    found = searches.of(tree, "fr").find("Ma commande n’est jamais arrivée")
    assert found[0].trail.keys == ("online", "order", "not_delivered")
    assert len(found) <= MOST_FOUND


@pytest.mark.parametrize(
    "sentence", ["", " ", "le la les", "xkcdq", "zzzzzz", "12 345", "😀", "\x00'%--"]
)
def test_what_says_nothing_finds_nothing(
    sentence: str, tree: CategoryTree, searches: TreeSearches
) -> None:
    assert searches.of(tree, "fr").find(sentence) == []


def test_a_story_too_long_is_read_from_its_beginning(
    tree: CategoryTree, searches: TreeSearches
) -> None:
    search = searches.of(tree, "fr")
    assert search.find("serrurier " + "zzzz " * 10_000)[0].trail.keys[0] == "works"


def test_a_word_being_typed_is_guessed_from_its_beginning(
    tree: CategoryTree, searches: TreeSearches
) -> None:
    assert searches.of(tree, "fr").find("serru")[0].trail.keys[0] == "works"


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("colis", "coli", True),
        ("colis", "colsi", True),
        ("colis", "calis", True),
        ("colis", "colis", True),
        ("colis", "cola", False),
        ("colis", "silo", False),
    ],
)
def test_one_slip_of_the_hand(one: str, other: str, *, close: bool) -> None:
    assert is_one_slip(one, other) is close


def test_writings_of_one_word_have_one_stem() -> None:
    resilier = ("résilier", "Résiliation", "résilié", "RÉSILIÉE")
    assert len({word for text in resilier for word in words(text, "fr")}) == 1
    assert {stem(word, "en") for word in ("cancel", "cancels", "cancelled"[:6])} == {"cancel"}
    assert list(words("L’œuf d’hier n’est pas bon", "fr")) == ["oeuf", "hier", "bon"]
