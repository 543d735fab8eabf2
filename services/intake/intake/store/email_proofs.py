"""Codes sent to addresses, and the proofs given for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork
from intake.domain.email_proof import CODE_LIFE, MOST_REPORTS_PER_PROOF, PendingCode
from intake.store.tables import EmailProofRow as Row

_HOLDS = (
    Row.proof_digest == bindparam("proof"),
    Row.email_digest == bindparam("person"),
    Row.proof_expires_at > bindparam("now"),
    Row.reports < MOST_REPORTS_PER_PROOF,
)
_SPEND = Prepared(update(Row).where(*_HOLDS).values(reports=Row.reports + 1).returning(Row.id))


class EmailProofs:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, proof_id: UUID, email_digest: bytes, *, code_hash: str) -> None:
        now = self._store.clock.now()
        await (await self._store.connection()).execute(
            insert(Row).values(
                id=proof_id,
                email_digest=email_digest,
                code_hash=code_hash,
                expires_at=now + CODE_LIFE,
                created_at=now,
            )
        )

    async def take_try(self, email_digest: bytes) -> PendingCode | None:
        """The latest code of an address, with this try counted; None when none was sent.

        The row stays locked, so that parallel guesses are counted one by one.
        """
        latest = (
            select(Row.id)
            .where(Row.email_digest == email_digest)
            .order_by(Row.created_at.desc(), Row.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        found = await (await self._store.connection()).execute(
            update(Row)
            .where(Row.id == latest)
            .values(tries=Row.tries + 1)
            .returning(Row.id, Row.code_hash, Row.expires_at, Row.tries, Row.proof_digest)
        )
        row = found.one_or_none()
        if row is None:
            return None
        return PendingCode(
            id=row.id,
            code_hash=row.code_hash,
            expires_at=row.expires_at,
            tries=row.tries - 1,
            is_used=row.proof_digest is not None,
        )

    async def confirm(self, proof_id: UUID, proof_digest: bytes, *, until: datetime) -> None:
        await (await self._store.connection()).execute(
            update(Row)
            .where(Row.id == proof_id)
            .values(proof_digest=proof_digest, proof_expires_at=until)
        )

    async def spend(self, proof_digest: bytes, email_digest: bytes) -> bool:
        """Use a proof for one more report; False when it does not hold for this address.

        The row stays locked: reports of one proof are accepted one after the other, so that
        none slips past the guard against repetition.
        """
        spent = await _SPEND.fetch(
            await self._store.connection(),
            {"proof": proof_digest, "person": email_digest, "now": self._store.clock.now()},
        )
        return bool(spent)

    async def holds(self, proof_digest: bytes, email_digest: bytes) -> bool:
        """Whether a report of this address would be accepted with this proof now."""
        found = await (await self._store.connection()).scalar(
            select(Row.id).where(*_HOLDS),
            {"proof": proof_digest, "person": email_digest, "now": self._store.clock.now()},
        )
        return found is not None
