"""How long reports wait at the triage desk: for `/metrics`, and for the desk's own page."""

from datetime import timedelta

from prometheus_client import Gauge, Histogram

from common.agent_tokens import Agent
from routing.store import Store
from routing.store.desk import Waits
from routing.store.queries import territory
from routing.store.queue import QueueFilter, queue_size

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# The desk counts the last thirty days.
RECENT = timedelta(days=30)
resolution_seconds = Histogram(
    "vigie_triage_resolution_seconds",
    "Time from a report's entering the triage queue to an agent's choice",
    buckets=(
        *(_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 4 * _HOUR, 8 * _HOUR),
        *(_DAY, 2 * _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY),
    ),
)
waiting = Gauge("vigie_triage_waiting", "Reports in the triage queue")
oldest_seconds = Gauge("vigie_triage_oldest_seconds", "How long the oldest of them has waited")


async def measure_triage(store: Store) -> None:
    """Bring the gauges of this process up to date."""
    size = await queue_size(store, QueueFilter(None))
    waiting.set(size.waiting)
    age = store.clock.now() - size.oldest if size.oldest else timedelta(0)
    oldest_seconds.set(age.total_seconds())


async def recent_waits(agent: Agent, store: Store) -> Waits:
    """Of the reports of the agent's territory that were resolved lately."""
    return await store.desk.waits(store.clock.now() - RECENT, territory(agent))
