"""Keep another service's word that it has erased a report."""

from datetime import datetime
from uuid import UUID

from intake.store import Store


async def record_erasure_proof(
    report_id: UUID, store: Store, *, service: str, forgotten_at: datetime
) -> None:
    await store.erasures.add_proof(report_id, service, at=forgotten_at)
