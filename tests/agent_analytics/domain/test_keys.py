"""How long a signing key serves, and when its successor appears."""

from datetime import UTC, datetime, timedelta

import pytest

from agent_analytics.domain.keys import (
    ANNOUNCED_AHEAD,
    SERVES,
    Publication,
    SigningKey,
    is_due,
    key_that_signs,
    needs_successor,
    retirement_of,
)
from common.agent_tokens import LIFE

START = datetime(2026, 5, 4, tzinfo=UTC)


def _key(kid: str, created_at: datetime) -> SigningKey:
    return SigningKey(kid, "x", b"sealed", created_at, retirement_of(created_at))


def test_the_first_key_signs_at_once() -> None:
    assert key_that_signs([_key("first", START)], START).kid == "first"


def test_a_successor_signs_only_after_it_was_announced() -> None:
    created = START + SERVES
    keys = [_key("second", created), _key("first", START)]

    assert key_that_signs(keys, created + ANNOUNCED_AHEAD - timedelta(seconds=1)).kid == "first"
    assert key_that_signs(keys, created + ANNOUNCED_AHEAD).kid == "second"


def test_without_any_key_nothing_signs() -> None:
    with pytest.raises(IndexError):
        key_that_signs([], START)


def test_a_key_verifies_until_its_last_token_has_expired() -> None:
    last_signature = START + SERVES + ANNOUNCED_AHEAD

    assert retirement_of(START) > last_signature + LIFE


def test_a_successor_is_made_when_the_newest_has_served() -> None:
    assert needs_successor([], START)
    assert not needs_successor([_key("first", START)], START + SERVES - timedelta(seconds=1))
    assert needs_successor([_key("first", START)], START + SERVES)


def test_the_list_is_told_again_every_hour() -> None:
    told = Publication(1, START)

    assert is_due(None, START)
    assert not is_due(told, START + timedelta(minutes=59))
    assert is_due(told, START + timedelta(hours=1))
