import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from common.contracts.envelope import CONTENT_TYPE, to_bytes
from common.contracts.intake import ReportErased, ReportWithdrawn
from common.db.plumbing import InboxRow
from common.messaging.delivery import ATTEMPT, FAULTS, PARKED_BECAUSE, Delivery, Done, Park, Retry
from common.messaging.processor import Processor, Workshop
from common.messaging.retry import RetryPolicy
from common.messaging.subscription import Later, Never
from common.testing.messaging import as_delivery, deliver, enclose
from common.testing.outbox import outbox
from common.unit_of_work import UnitOfWork
from tests.common.messaging.sample import (
    QUEUE,
    Deed,
    Parts,
    a_withdrawal,
    an_id,
    note,
    subscription,
)


def processor(parts: Parts, do: Deed = note, **policy: Any) -> Processor:
    return Processor(subscription(do), Workshop.of(parts, policy=RetryPolicy(**policy)))


async def test_a_message_has_its_effect(parts: Parts) -> None:
    assert await deliver([subscription()], parts, a_withdrawal()) == Done()
    assert await parts.effects() == 1


async def test_a_message_that_comes_again_has_no_second_effect(parts: Parts) -> None:
    event, event_id = a_withdrawal(), an_id()
    await deliver([subscription()], parts, event, event_id=event_id)
    again = await deliver([subscription()], parts, event, event_id=event_id)
    assert again == Done(again=True)
    assert await parts.effects() == 1


async def test_five_deliveries_at_once_have_one_effect(parts: Parts) -> None:
    event, event_id = a_withdrawal(), an_id()
    outcomes = await asyncio.gather(
        *(deliver([subscription()], parts, event, event_id=event_id) for _ in range(5))
    )
    assert sorted(outcomes, key=str) == [Done(), *[Done(again=True)] * 4]
    assert await parts.effects() == 1


async def test_what_the_deed_announces_stands_with_its_effect(parts: Parts) -> None:
    async def announce(event: ReportWithdrawn, store: UnitOfWork) -> None:
        store.publish(event)

    event_id = an_id()
    await deliver([subscription(announce)], parts, a_withdrawal(), event_id=event_id)
    row = await parts.scalar("SELECT convert_from(body, 'UTF8') FROM outbox")
    assert json.loads(row)["causationid"] == str(event_id)


async def test_a_deed_that_fails_leaves_nothing_behind(parts: Parts) -> None:
    async def half(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await note(event, store)
        store.publish(event)
        raise RuntimeError("secret@example.org")

    outcome = await deliver([subscription(half)], parts, a_withdrawal())
    assert isinstance(outcome, Retry)
    assert await parts.effects() == 0
    assert await outbox(parts.ground) == []
    assert await parts.scalar("SELECT count(*) FROM inbox") == 0
    assert "secret" not in str(outcome)


async def test_what_has_not_arrived_yet_is_waited_for(parts: Parts) -> None:
    async def too_early(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise Later("the report is unknown")

    outcome = await deliver([subscription(too_early)], parts, a_withdrawal())
    assert isinstance(outcome, Retry)
    assert outcome.after == timedelta(seconds=1)
    assert outcome.headers[ATTEMPT] == 1
    assert outcome.headers[FAULTS] == 0


async def test_what_can_never_be_done_is_parked_with_its_reason(parts: Parts) -> None:
    async def never(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise Never("the case is closed")

    outcome = await deliver([subscription(never)], parts, a_withdrawal())
    assert isinstance(outcome, Park)
    assert outcome.headers[PARKED_BECAUSE] == "the case is closed"


async def test_an_unexpected_error_is_tried_three_times_then_parked(parts: Parts) -> None:
    async def broken(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise KeyError(event.report_id)

    work, envelope = processor(parts, broken), enclose(a_withdrawal())
    headers: dict[str, Any] = {}
    delays = []
    for _ in range(3):
        outcome = await work.settle(Delivery(to_bytes(envelope), CONTENT_TYPE, headers))
        assert isinstance(outcome, Retry)
        delays.append(outcome.after.total_seconds())
        headers = dict(outcome.headers)
    last = await work.settle(Delivery(to_bytes(envelope), CONTENT_TYPE, headers))
    assert delays == [10, 60, 600]
    assert isinstance(last, Park)
    assert last.reason == "failed 4 times: KeyError"


async def test_a_deed_that_hangs_is_given_up(parts: Parts) -> None:
    async def hang(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await asyncio.sleep(30)

    work = processor(parts, hang, handler_timeout=timedelta(milliseconds=100))
    outcome = await work.settle(as_delivery(enclose(a_withdrawal())))
    assert isinstance(outcome, Retry)
    assert outcome.reason == "TimeoutError"


async def test_a_lock_that_another_holds_is_waited_for_without_blame(parts: Parts) -> None:
    event_id = an_id()
    async with parts.ground.engine.connect() as rival:
        await rival.execute(insert(InboxRow).values(queue=QUEUE, event_id=event_id))
        outcome = await deliver([subscription()], parts, a_withdrawal(), event_id=event_id)
    assert isinstance(outcome, Retry)
    assert outcome.headers[FAULTS] == 0


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"\xff\xfe", CONTENT_TYPE, "the body is no JSON text"),
        (b"[" * 100_000, CONTENT_TYPE, "the body is no JSON text"),
        (b"[]", CONTENT_TYPE, "the body is no JSON object"),
        (b'{"type":"intake.unheard_of.v1"}', CONTENT_TYPE, "the type is unknown"),
        (b"x" * 262_145, CONTENT_TYPE, "the body is too large"),
        (b"{}", "application/json", "the content type is not ours"),
        (b"{}", None, "the content type is not ours"),
    ],
)
async def test_what_cannot_be_read_is_parked(
    parts: Parts, body: bytes, content_type: str | None, reason: str
) -> None:
    outcome = await processor(parts).settle(Delivery(body, content_type))
    assert isinstance(outcome, Park)
    assert outcome.reason == reason


async def test_an_event_meant_for_another_queue_is_parked(parts: Parts) -> None:
    stray = ReportErased(report_id=an_id(), version=3, erased_at=a_withdrawal().withdrawn_at)
    outcome = await processor(parts).settle(as_delivery(enclose(stray)))
    assert isinstance(outcome, Park)


async def test_a_service_that_speaks_in_anothers_name_is_not_believed(parts: Parts) -> None:
    forged = enclose(a_withdrawal(), producer="routing")
    outcome = await processor(parts).settle(as_delivery(forged))
    assert isinstance(outcome, Park)
    assert outcome.reason == "the source does not own the type"


async def test_the_brokers_own_headers_are_not_carried_along(parts: Parts) -> None:
    async def too_early(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise Later("not yet")

    work = processor(parts, too_early)
    body = to_bytes(enclose(a_withdrawal()))
    outcome = await work.settle(Delivery(body, CONTENT_TYPE, {"x-death": [{"count": 1}]}))
    assert isinstance(outcome, Retry)
    assert all(name.startswith("vigie-") for name in outcome.headers)
