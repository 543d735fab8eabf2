"""Tries are counted over a sliding window, shared by replicas, and never taken back."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from common.testing.clock import FrozenClock
from common.throttle import Throttled, hit
from common.unit_of_work import Ground, UnitOfWork
from tests.common.http.conftest import client, ground

__all__ = ["client", "ground"]
WINDOW = timedelta(minutes=10)


async def tries(ground: Ground, count: int, *, key: str = "login:a@b.fr") -> None:
    for _ in range(count):
        async with UnitOfWork(ground) as store:
            await hit(store, key, limit=5, window=WINDOW)


async def fail_after_a_try(ground: Ground) -> None:
    async with UnitOfWork(ground) as store:
        await hit(store, "code", limit=5, window=WINDOW)
        raise ZeroDivisionError


async def test_the_try_after_the_limit_is_refused(ground: Ground) -> None:
    await tries(ground, 5)
    with pytest.raises(Throttled) as refused:
        await tries(ground, 1)
    assert timedelta(0) < refused.value.retry_after <= WINDOW


async def test_keys_are_counted_apart(ground: Ground) -> None:
    await tries(ground, 5)
    await tries(ground, 5, key="login:c@d.fr")


async def test_the_count_stands_though_the_deed_is_undone(ground: Ground) -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            await fail_after_a_try(ground)
    with pytest.raises(Throttled):
        await tries(ground, 1, key="code")


async def test_a_new_window_forgets_little_by_little(ground: Ground, clock: FrozenClock) -> None:
    await tries(ground, 5)
    clock.advance(WINDOW)
    with pytest.raises(Throttled):
        await tries(ground, 1)
    clock.advance(WINDOW / 2)
    await tries(ground, 1)
    clock.advance(2 * WINDOW)
    await tries(ground, 5)


async def test_tries_at_once_are_all_counted(ground: Ground) -> None:
    outcomes = await asyncio.gather(*(tries(ground, 1) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(outcome, Throttled) for outcome in outcomes) == 3


async def test_a_caller_is_told_when_to_come_back(client: httpx.AsyncClient) -> None:
    answers = [await client.post("/v1/tries") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [423, 423, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    assert answers[2].json()["type"] == "urn:vigie:problem:too-many-requests"
