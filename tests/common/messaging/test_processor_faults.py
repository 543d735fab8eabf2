"""The processor when the ground gives way: a database that is gone, a commit without an answer."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert

from common.contracts.intake import ReportWithdrawn
from common.db.plumbing import AttemptRow
from common.messaging.delivery import Done, Park, Retry
from common.messaging.gate import Gate, GateClosed
from common.messaging.processor import Processor, Workshop
from common.messaging.retry import RetryPolicy
from common.testing.messaging import as_delivery, enclose
from common.unit_of_work import UnitOfWork
from tests.common.messaging.sample import (
    QUEUE,
    Deed,
    Parts,
    a_withdrawal,
    note,
    sample_parts,
    subscription,
)
from tests.common.proxy import Proxy, proxied


def processor(parts: Parts, do: Deed = note) -> Processor:
    return Processor(subscription(do), Workshop.of(parts, policy=RetryPolicy()))


@pytest.fixture
async def line(parts: Parts) -> AsyncIterator[tuple[Parts, Proxy]]:
    """The sample service, its database behind a proxy."""
    address = urlsplit(
        parts.ground.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    )
    async with proxied(address.port or 5432) as proxy:
        user = f"{address.username}:{address.password}@" if address.password else ""
        user = user or (f"{address.username}@" if address.username else "")
        url = address._replace(netloc=f"{user}127.0.0.1:{proxy.port}").geturl()
        async with sample_parts(url) as behind:
            yield behind, proxy


async def test_a_database_that_is_gone_is_waited_for_and_costs_no_try(
    line: tuple[Parts, Proxy], parts: Parts
) -> None:
    behind, proxy = line
    proxy.close()
    settling = asyncio.create_task(processor(behind).settle(as_delivery(enclose(a_withdrawal()))))
    await asyncio.sleep(1)
    assert not settling.done()
    proxy.is_open = True
    assert await asyncio.wait_for(settling, 10) == Done()
    assert await parts.effects() == 1


async def test_a_connection_lost_amid_the_deed_leaves_nothing_and_is_tried_again(
    line: tuple[Parts, Proxy], parts: Parts
) -> None:
    behind, proxy = line

    async def lose(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await note(event, store)
        proxy.cut()
        await note(event, store)

    outcome = await processor(behind, lose).settle(as_delivery(enclose(a_withdrawal())))
    assert isinstance(outcome, Retry)
    assert outcome.headers["vigie-faults"] == 0
    assert await parts.effects() == 0


async def test_a_commit_without_an_answer_is_settled_by_the_inbox(
    line: tuple[Parts, Proxy], parts: Parts
) -> None:
    behind, proxy = line
    delivery = as_delivery(enclose(a_withdrawal()))
    proxy.swallow = lambda reply: b"COMMIT\x00" in reply
    first = await processor(behind).settle(delivery)
    assert isinstance(first, Retry)
    proxy.swallow = lambda _: False
    assert await processor(behind).settle(delivery) == Done(again=True)
    assert await parts.effects() == 1


async def test_the_fourth_try_after_three_deaths_is_not_made(parts: Parts) -> None:
    envelope = enclose(a_withdrawal())
    async with parts.ground.engine.begin() as connection:
        row = {"queue": QUEUE, "event_id": envelope.id, "count": 3}
        await connection.execute(insert(AttemptRow).values(row))
    outcome = await processor(parts).settle(as_delivery(envelope, redelivered=True))
    assert isinstance(outcome, Park)
    assert await parts.effects() == 0
    assert await parts.scalar("SELECT count(*) FROM attempts") == 0


async def test_a_message_delivered_for_the_first_time_writes_no_ledger(parts: Parts) -> None:
    seen: list[int] = []

    async def look(event: ReportWithdrawn, store: UnitOfWork) -> None:
        seen.append(await parts.scalar("SELECT count(*) FROM attempts"))

    work = processor(parts, look)
    await work.settle(as_delivery(enclose(a_withdrawal())))
    await work.settle(as_delivery(enclose(a_withdrawal()), redelivered=True))
    assert seen == [0, 1]
    assert await parts.scalar("SELECT count(*) FROM attempts") == 0


async def test_an_orderly_shutdown_is_no_death_of_the_messages_doing(parts: Parts) -> None:
    began = asyncio.Event()

    async def hang(event: ReportWithdrawn, store: UnitOfWork) -> None:
        began.set()
        await asyncio.sleep(60)

    delivery = as_delivery(enclose(a_withdrawal()), redelivered=True)
    settling = asyncio.create_task(processor(parts, hang).settle(delivery))
    await began.wait()
    settling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await settling
    assert await parts.scalar("SELECT count(*) FROM attempts") == 0


async def test_one_alone_means_nobody_else() -> None:
    gate, inside, most = Gate(4), 0, 0
    alone_with: list[int] = []

    async def shared() -> None:
        nonlocal inside, most
        async with gate.shared():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    async def alone() -> None:
        async with gate.alone():
            alone_with.append(inside)
            await asyncio.sleep(0.01)
            alone_with.append(inside)

    await asyncio.gather(*(alone() if n % 5 == 0 else shared() for n in range(40)))
    assert most == 4
    assert set(alone_with) == {0}


async def test_a_closed_gate_lets_those_inside_finish_and_nobody_in() -> None:
    gate = Gate(1)
    async with gate.shared():
        waiting = asyncio.create_task(_enter(gate))
        await asyncio.sleep(0.01)
        gate.close()
    with pytest.raises(GateClosed):
        await waiting


async def _enter(gate: Gate) -> None:
    async with gate.shared():
        pass
