from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from common.contracts.company_portal import ActivationCodeIssued
from common.contracts.intake import EmailCodeRequested, ReportWithdrawn
from common.db.engine import create_engine
from common.db.migrations import upgrade
from common.db.purge import purge
from common.db.subscriptions import register


@pytest.fixture
async def engine(empty_database: str) -> AsyncIterator[AsyncEngine]:
    await upgrade(empty_database, "tests.common.db.sample")
    engine = create_engine(empty_database, application="tests")
    yield engine
    await engine.dispose()


async def put_outbox(engine: AsyncEngine, topic: str, sent: timedelta | None) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO outbox (event_id, topic, subject, body, sent_at)"
                " VALUES (gen_random_uuid(), :topic, 's', '',"
                " clock_timestamp() - CAST(:sent AS interval))"
            ),
            {"topic": topic, "sent": sent},
        )


async def topics(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT topic FROM outbox ORDER BY id")))


async def test_a_sent_event_is_forgotten_after_a_week(engine: AsyncEngine) -> None:
    await put_outbox(engine, ReportWithdrawn.topic, timedelta(days=8))
    await put_outbox(engine, ReportWithdrawn.topic, timedelta(days=6))
    assert await purge(engine) == 1
    assert await purge(engine) == 0


async def test_a_code_is_forgotten_within_the_hour(engine: AsyncEngine) -> None:
    for event in (EmailCodeRequested, ActivationCodeIssued, ReportWithdrawn):
        await put_outbox(engine, event.topic, timedelta(minutes=61))
    await purge(engine)
    assert await topics(engine) == [ReportWithdrawn.topic]


async def test_an_event_that_has_not_left_is_never_forgotten(engine: AsyncEngine) -> None:
    await put_outbox(engine, EmailCodeRequested.topic, None)
    assert await purge(engine) == 0


async def test_the_inbox_remembers_longer_than_a_replay_may_come(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO inbox (queue, event_id, done_at)"
                " SELECT 'q', gen_random_uuid(), now() - make_interval(days => days)"
                " FROM unnest(ARRAY[31, 39, 41]) AS days"
            )
        )
    assert await purge(engine) == 1


async def test_the_register_tells_which_subscriptions_are_no_more(engine: AsyncEngine) -> None:
    assert await register(engine, [("a.x", "t.1"), ("a.y", "t.1")]) == set()
    assert await register(engine, [("a.y", "t.1"), ("a.z", "t.2")]) == {("a.x", "t.1")}
    assert await register(engine, [("a.y", "t.1"), ("a.z", "t.2")]) == set()
