"""Remove what is kept no longer than it serves: drafts, codes, sessions, files nobody took."""

from collections.abc import Callable

from intake.domain.buckets import Buckets
from intake.handlers.erase_report import objects_of
from intake.store import Store


async def purge_expired(open_store: Callable[[], Store], buckets: Buckets) -> int:
    """How many rows went."""
    async with open_store() as store:
        gone = await store.purges.remove_expired()
        abandoned = await store.attachments.lock_abandoned()
        await store.doomed_objects.add(
            [found for file in abandoned for found in objects_of(file, buckets, report_id=None)]
        )
        await store.attachments.remove([file.id for file in abandoned])
    return gone + len(abandoned)
