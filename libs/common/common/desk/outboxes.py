"""What waits to leave, service by service."""

from dataclasses import asdict, dataclass
from typing import Any

from common.desk.databases import Databases

_STATE = """
    SELECT count(*) AS unsent,
      count(*) FILTER (WHERE attempts > 0) AS failing,
      coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest,
      (array_agg(last_error ORDER BY id) FILTER (WHERE last_error IS NOT NULL))[1] AS error
    FROM outbox WHERE sent_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Outbox:
    """`oldest_seconds`: the age of the event that waits longest; `error`: what stopped it."""

    service: str
    unsent: int
    failing: int
    oldest_seconds: float
    error: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def outboxes(databases: Databases) -> list[Outbox]:
    found = []
    for service, connection in databases.by_service.items():
        row = await connection.fetchrow(_STATE)
        if row is not None:
            found.append(Outbox(service, *row.values()))
    return found
