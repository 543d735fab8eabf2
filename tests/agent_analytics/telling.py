"""Events told to the service, as its worker would: each in a transaction of its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from agent_analytics.consumers import subscriptions
from agent_analytics.parts import AnalyticsParts
from common.contracts.event import Event
from tests.agent_analytics.builders import Tale, a_content

PROJECTIONS = (
    "reports",
    "timeline",
    "consumers",
    "attachments",
    "authority_messages",
    "report_counts",
    "categories",
)


async def tell(parts: AnalyticsParts, events: Sequence[Event]) -> None:
    deeds = {subscription.event: subscription.do for subscription in subscriptions(parts)}
    for event in events:
        async with parts.open_store() as store:
            await deeds[type(event)](event, store)


async def state(parts: AnalyticsParts) -> dict[str, list[str]]:
    """Every row of every projection; cells that count nothing tell nothing."""
    found = {}
    async with parts.ground.engine.connect() as connection:
        for table in PROJECTIONS:
            rows = await connection.execute(text(f"SELECT {table}::text FROM {table}"))  # noqa: S608
            found[table] = sorted(row[0] for row in rows)
    found["report_counts"] = await counts(parts)
    return found


async def counts(parts: AnalyticsParts) -> list[str]:
    query = text(
        "SELECT week, category, department, status, count FROM report_counts WHERE count > 0"
    )
    async with parts.ground.engine.connect() as connection:
        rows = await connection.execute(query)
        return sorted(str(row) for row in rows)


async def empty(parts: AnalyticsParts) -> None:
    async with parts.ground.engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {', '.join(PROJECTIONS)}, outbox CASCADE"))


async def a_filed_report(
    parts: AnalyticsParts, number: int, *, department: str | None = "75", **content: Any
) -> Tale:
    """A report that was routed to an establishment of the département; None: nobody placed it."""
    tale = Tale(UUID(int=number), a_content(**content))
    await tell(parts, [tale.submitted(), tale.identified()])
    if department is not None:
        await tell(parts, [tale.routed(department=department), tale.opened()])
    return tale
