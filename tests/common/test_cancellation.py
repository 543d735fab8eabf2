import asyncio

import pytest

from common.cancellation import BrokenOff, own_cancellation_only


async def _wait_on(thing: asyncio.Future[None]) -> None:
    with own_cancellation_only():
        await thing


async def test_a_cancellation_thrown_in_by_a_library_is_an_error_like_any_other() -> None:
    waited_on: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(_wait_on(waited_on))
    await asyncio.sleep(0)
    waited_on.set_exception(asyncio.CancelledError())
    with pytest.raises(BrokenOff):
        await task
    assert not task.cancelled()


async def test_a_task_that_is_cancelled_ends_as_cancelled() -> None:
    task = asyncio.create_task(_wait_on(asyncio.get_running_loop().create_future()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_a_limit_of_time_around_it_still_counts() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await _wait_on(asyncio.get_running_loop().create_future())


async def test_a_cancellation_that_a_library_turned_into_an_error_is_one_again() -> None:
    async def confused() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectionError("closed in the middle of operation") from None

    async def guarded() -> None:
        with own_cancellation_only():
            await confused()

    task = asyncio.create_task(guarded())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
