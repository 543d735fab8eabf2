"""No published count points at a few people."""

from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.domain.suppression import SMALLEST_SHOWN, publishable

COUNTS = st.dictionaries(st.integers(), st.integers(min_value=1, max_value=60), max_size=12)


def test_large_counts_are_shown_as_they_are() -> None:
    assert publishable({"a": 40, "b": 11}) == {"a": 40, "b": 11}


def test_one_hidden_count_hides_the_next_smallest_too() -> None:
    assert publishable({"a": 40, "b": 3, "c": 12}) == {"a": 40, "b": None, "c": None}


def test_several_small_counts_hide_until_together_they_say_nothing() -> None:
    assert publishable({"a": 40, "b": 2, "c": 3, "d": 20}) == {
        "a": 40,
        "b": None,
        "c": None,
        "d": None,
    }


@given(COUNTS)
def test_no_small_count_is_shown_nor_can_be_subtracted(counts: dict[int, int]) -> None:
    shown = publishable(counts)
    hidden = [counts[key] for key, count in shown.items() if count is None]

    assert all(count is None or count >= SMALLEST_SHOWN for count in shown.values())
    assert len(hidden) != 1 or len(counts) == 1
    if hidden and len(hidden) < len(counts):
        assert sum(hidden) >= SMALLEST_SHOWN


@given(COUNTS)
def test_what_is_shown_is_true(counts: dict[int, int]) -> None:
    shown = publishable(counts)

    assert shown.keys() == counts.keys()
    assert all(count in {None, counts[key]} for key, count in shown.items())
