"""Which known words are near one typed."""

from pathlib import Path

import pytest
from tantivy import Document, Index

from routing.gateways.index_files import open_index
from routing.gateways.index_schema import NAMES, TOKENIZER, TOWN, analyzer, schema
from routing.gateways.index_vocabulary import Vocabulary, write_vocabulary

NAMES_OF_FOUR = ("boulangerie martin", "boulangerie martine", "garage martin", "boucherie marin")


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    index = Index(schema(), path=str(tmp_path))
    index.register_tokenizer(TOKENIZER, analyzer())
    writer = index.writer(num_threads=1)
    for names in NAMES_OF_FOUR:
        document = Document()
        document.add_text(NAMES, names)
        document.add_text(TOWN, "marseille")
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    write_vocabulary(open_index(tmp_path).searcher(), tmp_path / "words")
    return Vocabulary(Index.open(str(tmp_path / "words")))


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("martin", ["marin", "martine"]),
        ("boulangrie", ["boulangerie"]),
        ("boulnagerie", ["boulangerie"]),
        ("bolangrie", ["boulangerie"]),
        ("marseile", ["marseille"]),
        ("bar", []),
        ("martin2", []),
        ("zorglub", []),
    ],
)
def test_words_a_slip_away_are_near(vocabulary: Vocabulary, typed: str, near: list[str]) -> None:
    assert sorted(one.word for one in vocabulary.near(typed)) == near


def test_two_slips_are_worth_less_than_one(vocabulary: Vocabulary) -> None:
    (one,), (two,) = vocabulary.near("boulangrie"), vocabulary.near("bolangrie")
    assert one.worth > two.worth


def test_the_commonest_words_that_begin_so_come_first(vocabulary: Vocabulary) -> None:
    words = [one.word for one in vocabulary.beginning("mar")]
    assert words[:2] == ["marseille", "martin"]
    assert set(words) == {"marseille", "martin", "martine", "marin"}


def test_a_slip_in_the_beginning_is_forgiven_when_nothing_begins_so(
    vocabulary: Vocabulary,
) -> None:
    assert [one.word for one in vocabulary.beginning("bzuzlan")] == []
    assert [one.word for one in vocabulary.beginning("boulamg")] == ["boulangerie"]
