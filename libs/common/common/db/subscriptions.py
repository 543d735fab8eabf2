"""The register of subscriptions: what each queue is owed, and from when on."""

from collections.abc import Iterable

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from common.db.plumbing import QueueSubscriptionRow

QueueAndTopic = tuple[str, str]


async def register(
    engine: AsyncEngine, subscriptions: Iterable[QueueAndTopic]
) -> set[QueueAndTopic]:
    """Write down the service's subscriptions; returns those that were and no longer are."""
    wanted = set(subscriptions)
    async with engine.begin() as connection:
        rows = await connection.execute(
            select(QueueSubscriptionRow.queue, QueueSubscriptionRow.topic)
        )
        known = {(row.queue, row.topic) for row in rows}
        if new := wanted - known:
            await connection.execute(
                insert(QueueSubscriptionRow)
                .values([{"queue": queue, "topic": topic} for queue, topic in sorted(new)])
                .on_conflict_do_nothing()
            )
        if gone := known - wanted:
            pair = tuple_(QueueSubscriptionRow.queue, QueueSubscriptionRow.topic)
            await connection.execute(delete(QueueSubscriptionRow).where(pair.in_(gone)))
    return gone
