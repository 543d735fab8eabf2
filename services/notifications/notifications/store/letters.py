"""Letters, from planned to bound in a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from common.unit_of_work import UnitOfWork
from notifications.domain.ending import Ending
from notifications.domain.kinds import Channel, Kind
from notifications.domain.messages import ActivationLetter
from notifications.domain.sending import Reason, State
from notifications.store.contexts import from_document, to_document
from notifications.store.deliveries import Deliveries
from notifications.store.endings import ending, read
from notifications.store.tables import DeliveryRow, LetterRow, ReportRow


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A letter that has no sheet yet."""

    delivery_id: UUID
    letter: ActivationLetter


@dataclass(frozen=True, slots=True)
class Sheet:
    """A typeset letter: where its PDF lies, and what it must hash to."""

    delivery_id: UUID
    object_key: str
    sha256: str


class Letters:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def plan(
        self, letter: ActivationLetter, *, dedup_key: str, expires_at: datetime
    ) -> UUID | None:
        """Write the letter down to be printed; None when its key is known: nothing changes."""
        now = self._work.clock.now()
        delivery_id = await Deliveries(self._work).insert(
            dedup_key=dedup_key,
            channel=Channel.LETTER,
            kind=letter.kind,
            urgency=1,
            lang="fr",
            context=to_document(letter),
            siret=letter.siret,
            version=0,
            expires_at=expires_at,
            next_attempt_at=now,
        )
        if delivery_id is not None:
            await (await self._work.connection()).execute(
                insert(LetterRow).values(
                    delivery_id=delivery_id,
                    siret=letter.siret,
                    letter_number=letter.letter_number,
                    reference=letter.reference,
                )
            )
        return delivery_id

    async def call_off_superseded(self, siret: str) -> Sequence[Ending]:
        """End what is not in a batch and carries a lower number than another of the establishment.

        A new letter carries a new code, and the old code is void.
        """
        later = aliased(LetterRow)
        return await self._end(
            Reason.OVERTAKEN,
            LetterRow.siret == siret,
            exists().where(
                later.siret == LetterRow.siret, later.letter_number > LetterRow.letter_number
            ),
        )

    async def call_off_void(self) -> Sequence[Ending]:
        """End what must not be printed: the code has expired, or the report is erased.

        A report taken back changes nothing: the letter opens the establishment's space, and may
        be the only news of other reports.
        """
        is_erased = exists().where(
            ReportRow.reference == LetterRow.reference, ReportRow.erased_at.is_not(None)
        )
        return [
            *await self._end(Reason.EXPIRED, DeliveryRow.expires_at <= self._work.clock.now()),
            *await self._end(Reason.ERASED, is_erased),
        ]

    async def refuse(self, delivery_id: UUID, reason: Reason) -> Sequence[Ending]:
        return await self._end(reason, LetterRow.delivery_id == delivery_id)

    async def next_manuscript(self) -> Manuscript | None:
        """The oldest letter without a sheet, locked until the transaction ends."""
        found = await (await self._work.connection()).execute(
            select(DeliveryRow.id, DeliveryRow.context)
            .join(LetterRow, LetterRow.delivery_id == DeliveryRow.id)
            .where(DeliveryRow.state == State.PENDING, LetterRow.object_key.is_(None))
            .order_by(DeliveryRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = found.one_or_none()
        if row is None:
            return None
        # A pending letter has its context, by the table's checks.
        letter = from_document(Kind.ACTIVATION_LETTER, row.context or {})
        return Manuscript(row.id, cast("ActivationLetter", letter))

    async def set_sheet(self, sheet: Sheet) -> None:
        """Keep where the PDF lies; the words and the code it was made from are erased."""
        connection = await self._work.connection()
        await connection.execute(
            update(LetterRow)
            .where(LetterRow.delivery_id == sheet.delivery_id)
            .values(object_key=sheet.object_key, sha256=sheet.sha256)
        )
        await connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id == sheet.delivery_id)
            .values(context=None, recipient=None)
        )

    async def unbound(self, limit: int) -> Sequence[Sheet]:
        """Typeset letters that are in no batch, oldest first, locked until the transaction ends."""
        found = await (await self._work.connection()).execute(
            select(LetterRow.delivery_id, LetterRow.object_key, LetterRow.sha256)
            .join(DeliveryRow, LetterRow.delivery_id == DeliveryRow.id)
            .where(
                DeliveryRow.state == State.PENDING,
                LetterRow.object_key.is_not(None),
                LetterRow.batch_id.is_(None),
            )
            .order_by(DeliveryRow.id)
            .limit(limit)
            .with_for_update()
        )
        return [Sheet(row.delivery_id, row.object_key or "", row.sha256 or "") for row in found]

    async def unbound_count(self) -> int:
        statement = (
            select(func.count())
            .select_from(LetterRow)
            .join(DeliveryRow, LetterRow.delivery_id == DeliveryRow.id)
            .where(DeliveryRow.state == State.PENDING, LetterRow.batch_id.is_(None))
        )
        return await (await self._work.connection()).scalar(statement) or 0

    async def keys_about(self, reference: str) -> Sequence[str]:
        """Where the sheets about a report lie."""
        found = await (await self._work.connection()).scalars(
            select(LetterRow.object_key).where(
                LetterRow.reference == reference, LetterRow.object_key.is_not(None)
            )
        )
        return [key for key in found if key]

    async def release_sheets(self, *, printed_for: timedelta) -> Sequence[str]:
        """Let go of the PDFs of letters that ended unprinted, or were printed that long ago."""
        long_ago = self._work.clock.now() - printed_for
        over = select(DeliveryRow.id).where(
            or_(
                DeliveryRow.state == State.FAILED,
                and_(DeliveryRow.state == State.SENT, DeliveryRow.ended_at < long_ago),
            )
        )
        chosen = (LetterRow.object_key.is_not(None), LetterRow.delivery_id.in_(over))
        connection = await self._work.connection()
        keys = await connection.scalars(select(LetterRow.object_key).where(*chosen))
        released = [key for key in keys if key]
        await connection.execute(update(LetterRow).where(*chosen).values(object_key=None))
        return released

    async def _end(self, reason: Reason, *where: Any) -> Sequence[Ending]:
        chosen = select(LetterRow.delivery_id).where(LetterRow.batch_id.is_(None), *where)
        statement = ending(
            State.FAILED,
            reason,
            DeliveryRow.id.in_(chosen.join(DeliveryRow, DeliveryRow.id == LetterRow.delivery_id)),
            DeliveryRow.state == State.PENDING,
            at=self._work.clock.now(),
        )
        found = await (await self._work.connection()).execute(statement)
        return [read(row) for row in found]
