"""What plumbing forgets, and when: nothing is kept that no one will ask for again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, inspect, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from common.contracts.event import EVENTS, Event
from common.db.plumbing import (
    AttemptRow,
    ForgottenSubjectRow,
    IdempotencyRow,
    InboxRow,
    OutboxRow,
    Plumbing,
    ThrottleRow,
)

BATCH = 1_000
# Longer than a parked message waits for its replay: a replay of what was done changes nothing.
INBOX_KEPT = timedelta(days=40)
IDEMPOTENCY_KEPT = timedelta(days=7)
THROTTLES_KEPT = timedelta(days=2)
ATTEMPTS_KEPT = timedelta(days=1)


async def purge(engine: AsyncEngine) -> int:
    """Delete one batch of each kind of row whose time is over; how many went.

    A sent event goes after its class's `kept_for`: codes within the hour. An unsent one never.
    """
    gone = 0
    for table, is_over in _overdue():
        key = inspect(table).primary_key
        batch = select(*key).where(is_over).limit(BATCH)
        async with engine.begin() as connection:
            done = await connection.execute(delete(table).where(tuple_(*key).in_(batch)))
            gone += done.rowcount
    return gone


def _overdue() -> list[tuple[type[Plumbing], ColumnElement[bool]]]:
    now = func.clock_timestamp()
    overdue: list[tuple[type[Plumbing], ColumnElement[bool]]] = [
        (InboxRow, InboxRow.done_at < now - INBOX_KEPT),
        (ForgottenSubjectRow, ForgottenSubjectRow.forgotten_at < now - INBOX_KEPT),
        (AttemptRow, AttemptRow.started_at < now - ATTEMPTS_KEPT),
        (IdempotencyRow, IdempotencyRow.created_at < now - IDEMPOTENCY_KEPT),
        (ThrottleRow, ThrottleRow.window_start < now - THROTTLES_KEPT),
        (OutboxRow, OutboxRow.sent_at < now - Event.kept_for),
    ]
    for kept, topics in _short_lived().items():
        overdue.append((OutboxRow, OutboxRow.topic.in_(topics) & (OutboxRow.sent_at < now - kept)))
    return overdue


def _short_lived() -> dict[timedelta, list[str]]:
    found: dict[timedelta, list[Any]] = {}
    for topic, event in EVENTS.items():
        if event.kept_for < Event.kept_for:
            found.setdefault(event.kept_for, []).append(topic)
    return found
