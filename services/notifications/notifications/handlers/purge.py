"""Throw away what has been kept long enough."""

from datetime import timedelta

from common.storage import ObjectStorage
from notifications.store import Store

MAILS_KEPT = timedelta(days=365)
LETTERS_KEPT = timedelta(days=5 * 365)
SHEETS_KEPT = timedelta(days=90)


async def purge(store: Store, *, storage: ObjectStorage, bucket: str) -> int:
    """Return how many things went.

    Mails are remembered for a year and letters for five (proof of posting), without contents.
    PDF files of letters that will not be printed go at once; printed ones after 90 days, when
    their codes have long expired.
    """
    keys = await store.letters.release_sheets(printed_for=SHEETS_KEPT)
    keys = [*keys, *await store.batches.release_files(printed_for=SHEETS_KEPT)]
    await storage.delete(bucket, *keys)
    rows = (
        await store.sessions.purge(),
        await store.bounces.purge(),
        await store.deliveries.purge(mails_kept=MAILS_KEPT, letters_kept=LETTERS_KEPT),
    )
    return len(keys) + sum(rows)
