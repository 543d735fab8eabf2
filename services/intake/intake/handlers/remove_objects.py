"""Remove files that must go, and prove the erasures whose last file has gone."""

from collections import defaultdict
from collections.abc import Callable

from common.contracts.intake import ReportForgotten
from common.storage import ObjectStorage, StorageUnavailable
from intake.store import Store


async def remove_objects(open_store: Callable[[], Store], storage: ObjectStorage) -> int:
    """How many files went. The rows stay when the storage does not answer: it is tried again."""
    async with open_store() as store:
        doomed = await store.doomed_objects.due()
        keys: dict[str, list[str]] = defaultdict(list)
        for found in doomed:
            keys[found.bucket].append(found.key)
        try:
            for bucket, names in keys.items():
                await storage.delete(bucket, *names)
        except StorageUnavailable:
            return 0
        await store.doomed_objects.remove(doomed)
    return len(doomed)


async def prove_erasures(open_store: Callable[[], Store]) -> int:
    """Tell the others that intake holds nothing of a report any more; how many were told."""
    async with open_store() as store:
        erasures = await store.erasures.ready_to_prove()
        now = store.clock.now()
        for erasure in erasures:
            version = erasure.version + 1
            await store.erasures.mark_forgotten(erasure, version=version, at=now)
            await store.erasures.add_proof(erasure.report_id, "intake", at=now)
            store.publish(
                ReportForgotten(report_id=erasure.report_id, version=version, forgotten_at=now)
            )
    return len(erasures)
