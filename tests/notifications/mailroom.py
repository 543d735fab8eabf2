"""What tests of notifications do with the service, and what they look at."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from common.contracts.event import Event
from common.messaging.delivery import Done, Outcome
from common.testing.messaging import deliver
from notifications.consumers import subscriptions
from notifications.handlers.send_next_mail import send_next_mail
from notifications.handlers.typeset_next_letter import typeset_next_letter
from notifications.parts import NotificationsParts


async def hear(
    parts: NotificationsParts, *events: Event, event_id: UUID | None = None
) -> list[Outcome]:
    """Deliver the events, one after the other."""
    return [
        await deliver(subscriptions(parts), parts, event, event_id=event_id) for event in events
    ]


async def hear_well(parts: NotificationsParts, *events: Event) -> None:
    """Deliver the events; each must be dealt with at once."""
    for outcome in await hear(parts, *events):
        assert isinstance(outcome, Done), outcome


async def send_all(parts: NotificationsParts) -> int:
    count = 0
    while await send_next_mail(parts.mail_room):
        count += 1
    return count


async def typeset_all(parts: NotificationsParts) -> int:
    count = 0
    while await typeset_next_letter(parts.print_room):
        count += 1
    return count


async def rows(parts: NotificationsParts, statement: str, **values: Any) -> list[Any]:
    async with parts.ground.engine.connect() as connection:
        return list(await connection.execute(text(statement), values))


async def states(parts: NotificationsParts) -> dict[str, str]:
    """`kind → state`, or `state:reason` when there is one; in the order of planning."""
    found = await rows(parts, "SELECT kind, state, reason FROM deliveries ORDER BY id")
    return {kind: f"{state}:{reason}" if reason else state for kind, state, reason in found}


async def everything(parts: NotificationsParts) -> str:
    """Every row of every table of the service, as text."""
    tables = await rows(parts, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = [
        row.dump
        for name in tables
        for row in await rows(parts, f"SELECT t::text AS dump FROM {name.tablename} t")  # noqa: S608 - names from the catalogue
    ]
    return " ".join(found)
