"""What is kept no longer than it serves."""

from sqlalchemy import delete

from common.unit_of_work import UnitOfWork
from intake.domain.email_proof import PROOF_LIFE
from intake.store.drafts import Drafts
from intake.store.tables import EmailProofRow, TrackingSessionRow


class Purges:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def remove_expired(self) -> int:
        """Drafts, codes, proofs and sessions past their life; how many rows went."""
        connection = await self._store.connection()
        now = self._store.clock.now()
        gone = await Drafts(self._store).remove_expired()
        for statement in (
            delete(EmailProofRow).where(EmailProofRow.created_at < now - 2 * PROOF_LIFE),
            delete(TrackingSessionRow).where(TrackingSessionRow.expires_at < now),
        ):
            gone += (await connection.execute(statement)).rowcount
        return gone
