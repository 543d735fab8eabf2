"""What agents may ask for."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from agent_analytics.domain.search import BadPlace, Place, TooManyTerms, checked_words, plain


def test_accents_capitals_and_ligatures_do_not_count() -> None:
    assert plain("Œuvre d’été À VENDRE") == "oeuvre d'ete a vendre"


def test_a_phrase_is_one_term() -> None:
    words = '"un deux trois quatre cinq six sept huit neuf dix onze" a b'

    assert checked_words(words) == words


def test_eleven_terms_are_too_many() -> None:
    with pytest.raises(TooManyTerms):
        checked_words("a b c d e f g h i j k")


def test_what_grows_beyond_the_limit_when_made_plain_is_refused() -> None:
    with pytest.raises(TooManyTerms):
        checked_words("\ufdfa" * 40)


def test_a_place_is_read_as_it_was_written() -> None:
    place = Place(datetime(2026, 5, 4, 10, tzinfo=UTC), UUID(int=7))

    assert Place.read(place.values()) == place


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("yesterday", str(UUID(int=1))),
        ("2026-05-04T10:00:00", str(UUID(int=1))),
        ("2026-05-04T10:00:00+00:00", "7"),
        ("0001-01-01T00:00:00+23:00", str(UUID(int=1))),
    ],
)
def test_what_we_never_wrote_is_no_place(values: tuple[str, ...]) -> None:
    with pytest.raises(BadPlace):
        Place.read(values)
