"""Cursors go out, come back, and are refused when they are not ours."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.http.pagination import decode_cursor, encode_cursor
from common.http.problem import Problem


@given(st.lists(st.text(st.characters(categories=("L", "N", "P")), max_size=30), max_size=4))
def test_what_goes_in_comes_out(values: list[str]) -> None:
    assert decode_cursor(encode_cursor(*values)) == tuple(values)


@given(st.text(max_size=60))
def test_any_other_text_is_a_refusal_or_a_list_of_words(text: str) -> None:
    try:
        words = decode_cursor(text)
    except Problem:
        return
    assert all(isinstance(word, str) for word in words)


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "=",
        "é",
        "a b",
        packed({"a": 1}),
        packed([1]),
        packed([None]),
        packed(["a\x00b"]),
        packed(["\ud800"]),
        packed("a"),
        encode_cursor("a" * 2000),
        encode_cursor("one"),
        encode_cursor("one", "two", "three"),
    ],
)
def test_a_cursor_that_we_never_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Problem):
        decode_cursor(cursor, count=2)
