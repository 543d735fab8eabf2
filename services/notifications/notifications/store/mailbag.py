"""Deliveries as the sender takes them, one at a time, and brings them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, func, select, text, update
from sqlalchemy.sql.dml import ReturningUpdate

from common.unit_of_work import UnitOfWork
from notifications.domain.ending import Ending
from notifications.domain.kinds import COMPANY_NOTICES, Channel, Kind
from notifications.domain.messages import Lang, MailMessage
from notifications.domain.sending import UNKNOWN_AFTER, Reason, State, Verdict
from notifications.store.contexts import from_document
from notifications.store.endings import ending, read
from notifications.store.tables import DeliveryRow, SuppressionRow

# Written out: a plan made for any bound value cannot use an index on part of the rows.
_IS_WAITING = text("deliveries.state = 'pending' AND deliveries.channel = 'mail'")
_IS_LEAVING = text("deliveries.state = 'sending'")


def _take() -> ReturningUpdate[Any]:
    due = (
        select(DeliveryRow.id)
        .where(
            _IS_WAITING,
            DeliveryRow.next_attempt_at <= bindparam("now"),
        )
        .order_by(DeliveryRow.urgency, DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(DeliveryRow)
        .where(DeliveryRow.id == due)
        .values(
            state=State.SENDING, attempts=DeliveryRow.attempts + 1, sending_since=bindparam("now")
        )
        .returning(
            DeliveryRow.id,
            DeliveryRow.kind,
            DeliveryRow.context,
            DeliveryRow.lang,
            DeliveryRow.recipient,
            DeliveryRow.recipient_digest,
            DeliveryRow.attempts,
            DeliveryRow.expires_at,
            exists()
            .where(SuppressionRow.digest == DeliveryRow.recipient_digest)
            .label("is_suppressed"),
        )
    )


# Each lane asks twice a second, and once for each mail.
_TAKE = _take()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A mail taken to be sent; `attempts` counts this one.

    `is_suppressed`: the address is known not to exist.
    """

    delivery_id: UUID
    kind: Kind
    message: MailMessage
    lang: Lang
    recipient: str
    recipient_digest: bytes
    attempts: int
    expires_at: datetime | None
    is_suppressed: bool


class Mailbag:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def take(self) -> Parcel | None:
        """The next mail due, codes first, marked as being sent; None when idle.

        Two senders never get the same one, and neither waits for the other. The mark counts from
        the commit: a transaction that is undone leaves the mail as it was.
        """
        found = await (await self._work.connection()).execute(
            _TAKE, {"now": self._work.clock.now()}
        )
        row = found.one_or_none()
        return None if row is None else _parcel(row)

    async def notices_sent_today(self, parcel: Parcel) -> int:
        """How many company notices the same address got in the last 24 hours."""
        statement = select(func.count()).where(
            DeliveryRow.recipient_digest == parcel.recipient_digest,
            DeliveryRow.kind.in_(COMPANY_NOTICES),
            DeliveryRow.state == State.SENT,
            DeliveryRow.ended_at > self._work.clock.now() - timedelta(days=1),
        )
        return await (await self._work.connection()).scalar(statement) or 0

    async def settle(self, parcel: Parcel, verdict: Verdict) -> Ending | None:
        """Note how the attempt went; the ending when it was the last one.

        A sender that was frozen so long that its mail was declared `unknown` still tells what it
        learnt, if final; what was erased meanwhile stays erased.
        """
        connection = await self._work.connection()
        attempt = (
            DeliveryRow.id == parcel.delivery_id,
            DeliveryRow.attempts == parcel.attempts,
        )
        if verdict.state is State.PENDING:
            await connection.execute(
                update(DeliveryRow)
                .where(*attempt, DeliveryRow.state == State.SENDING)
                .values(
                    state=verdict.state,
                    reason=verdict.reason,
                    next_attempt_at=verdict.retry_at,
                    sending_since=None,
                )
            )
            return None
        statement = ending(
            verdict.state,
            verdict.reason,
            *attempt,
            DeliveryRow.state.in_((State.SENDING, State.UNKNOWN)),
            at=self._work.clock.now(),
        )
        row = (await connection.execute(statement)).one_or_none()
        return None if row is None else read(row)

    async def refuse(self, parcel: Parcel, reason: Reason) -> Ending:
        """End a mail that was taken and must not be sent."""
        statement = ending(
            State.FAILED,
            reason,
            DeliveryRow.id == parcel.delivery_id,
            at=self._work.clock.now(),
        )
        return read((await (await self._work.connection()).execute(statement)).one())

    async def give_up_silent(self) -> Sequence[Ending]:
        """Declare `unknown` what has been `sending` for too long: its sender died."""
        now = self._work.clock.now()
        statement = ending(
            State.UNKNOWN,
            Reason.SENDER_DIED,
            _IS_LEAVING,
            DeliveryRow.channel == Channel.MAIL,
            DeliveryRow.sending_since < now - UNKNOWN_AFTER,
            at=now,
        )
        found = await (await self._work.connection()).execute(statement)
        return [read(row) for row in found]


def _parcel(row: Row[*tuple[Any, ...]]) -> Parcel:
    kind = Kind(row.kind)
    return Parcel(
        delivery_id=row.id,
        kind=kind,
        # A mail that has not ended keeps its context and its address, made from a mail.
        message=cast("MailMessage", from_document(kind, row.context)),
        lang=cast("Lang", row.lang),
        recipient=row.recipient,
        recipient_digest=row.recipient_digest,
        attempts=row.attempts,
        expires_at=row.expires_at,
        is_suppressed=row.is_suppressed,
    )
