"""What is erased leaves no message about it behind."""

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from common.contracts.envelope import to_bytes
from common.contracts.intake import ReportErased, ReportWithdrawn
from common.db.subscriptions import register
from common.messaging.in_process import InProcessBroker
from common.messaging.parked.forget import forget_parked
from common.messaging.publisher import Outgoing
from common.messaging.subscription import Never, Subscription, on
from common.testing.messaging import deliver, enclose
from common.testing.waiting import until
from common.unit_of_work import UnitOfWork
from tests.broker import topology_of
from tests.common.messaging.rabbit import consuming, outgoing, parked_queue, publish, ready
from tests.common.messaging.sample import QUEUE, Parts, a_withdrawal, an_id, subscription


async def refuse(event: ReportWithdrawn, store: UnitOfWork) -> None:
    raise Never("the case is closed")


async def forget(event: ReportErased, store: UnitOfWork) -> None:
    """The deed itself is each service's own."""


def erasure() -> Subscription[UnitOfWork]:
    return on(ReportErased, queue="sample.forget-report", do=forget)


def erased(report_id: UUID) -> ReportErased:
    return ReportErased(report_id=report_id, version=3, erased_at=a_withdrawal().withdrawn_at)


@pytest.fixture
async def listening(parts: Parts) -> Parts:
    await register(parts.ground.engine, [(QUEUE, ReportWithdrawn.topic)])
    async with parts.ground.engine.begin() as connection:
        await connection.execute(text("TRUNCATE forgotten_subjects"))
    return parts


async def test_an_erasure_removes_what_the_in_process_broker_parked(listening: Parts) -> None:
    broker = InProcessBroker()
    broker.attach(listening, [subscription(refuse)])
    gone, kept = an_id(), an_id()
    for report_id in (gone, kept):
        envelope = enclose(a_withdrawal(report_id))
        await broker.publish(Outgoing(envelope.id, envelope.topic, to_bytes(envelope)))
    assert await forget_parked(listening.ground, None) == 0
    await deliver([erasure()], listening, erased(gone))
    assert await forget_parked(listening.ground, None) == 1
    left = await listening.scalar("SELECT convert_from(body, 'UTF8') FROM parked")
    assert str(kept) in left
    assert str(gone) not in left


@pytest.mark.broker
async def test_an_erasure_removes_what_rabbitmq_parked(listening: Parts, rabbitmq_url: str) -> None:
    listened = [subscription(refuse)]
    gone = an_id()
    async with topology_of(rabbitmq_url, service="sample", subscriptions=listened) as settings:

        async def parked_are(count: int) -> bool:
            return await ready(settings, parked_queue()) == count

        async with consuming(settings, listening, listened):
            await publish(settings, outgoing(a_withdrawal(gone)), outgoing(a_withdrawal()))
            await until(partial(parked_are, 2))
        await deliver([erasure()], listening, erased(gone))
        assert await forget_parked(listening.ground, settings) == 1
        await until(partial(parked_are, 1))
        assert await forget_parked(listening.ground, settings) == 0
