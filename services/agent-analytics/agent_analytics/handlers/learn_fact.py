"""The step that all projections share: learn one fact about one report."""

from collections.abc import Callable
from uuid import UUID

from agent_analytics.domain.counting import moves
from agent_analytics.domain.history import History
from agent_analytics.domain.timeline import Entry
from agent_analytics.store import Store


async def learn_fact(
    report_id: UUID, store: Store, *, change: Callable[[History], History], entry: Entry | None
) -> History:
    """Change the report's history under its lock, move the counts, add the line to the story.

    The first fact about a report makes its row, whichever it is. An erased report learns only
    what statistics keep, and its story stays empty. Returns the history as it is now.
    """
    before = await store.histories.lock(report_id)
    after = change(before).settled()
    if after != before:
        await store.histories.save(after)
        await store.counts.move(moves(before, after))
    if entry is not None and not after.is_erased:
        await store.timeline.add(report_id, entry)
    return after
