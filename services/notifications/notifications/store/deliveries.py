"""Deliveries as deeds plan them and call them off."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from notifications.domain.addresses import fingerprint
from notifications.domain.ending import Ending
from notifications.domain.kinds import KEPT_AFTER_WITHDRAWAL, PASSING, Channel, Kind
from notifications.domain.plan import PlannedMail
from notifications.domain.sending import Course, Reason, State
from notifications.store.contexts import to_document
from notifications.store.endings import ending, read
from notifications.store.tables import DeliveryRow

URGENT = frozenset({Kind.EMAIL_CODE, Kind.DRAFT_LINK, Kind.ACTIVATION_LINK})


class Deliveries:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def plan(self, mail: PlannedMail) -> None:
        """Write the mail down to be sent; a plan with a known key changes nothing."""
        now = self._work.clock.now()
        await self.insert(
            dedup_key=mail.dedup_key,
            channel=Channel.MAIL,
            kind=mail.kind,
            urgency=0 if mail.kind in URGENT else 1,
            lang=mail.lang,
            context=to_document(mail.message),
            recipient=mail.recipient,
            recipient_digest=fingerprint(mail.recipient),
            report_id=mail.report_id,
            siret=mail.siret,
            version=mail.version,
            expires_at=mail.expires_at,
            next_attempt_at=now,
        )

    async def insert(self, **values: Any) -> UUID | None:
        """The new delivery's id, or None when its key is known."""
        return await (await self._work.connection()).scalar(
            insert(DeliveryRow)
            .values(
                id=self._work.new_id(),
                state=State.PENDING,
                created_at=self._work.clock.now(),
                **values,
            )
            .on_conflict_do_nothing(index_elements=[DeliveryRow.dedup_key])
            .returning(DeliveryRow.id)
        )

    async def call_off_overtaken(self, report_id: UUID, course: Course) -> Sequence[Ending]:
        """End what waits and has become pointless, as `Course.overtakes` says."""
        pointless = and_(DeliveryRow.kind.in_(PASSING), DeliveryRow.version < course.turn_ended_at)
        if course.is_withdrawn:
            pointless = or_(pointless, DeliveryRow.kind.not_in(KEPT_AFTER_WITHDRAWAL))
        return await self._end(
            Reason.OVERTAKEN,
            DeliveryRow.report_id == report_id,
            DeliveryRow.state == State.PENDING,
            pointless,
        )

    async def erase(self, report_id: UUID) -> Sequence[Ending]:
        """Empty whatever is left to send about the report, what is being sent included."""
        return await self._end(
            Reason.ERASED,
            DeliveryRow.report_id == report_id,
            DeliveryRow.state.in_((State.PENDING, State.SENDING)),
        )

    async def _end(self, reason: Reason, *where: Any) -> Sequence[Ending]:
        statement = ending(State.FAILED, reason, *where, at=self._work.clock.now())
        found = await (await self._work.connection()).execute(statement)
        return [read(row) for row in found]

    async def counts(self) -> dict[State, int]:
        """How many deliveries stand in each state, those with none included."""
        found = await (await self._work.connection()).execute(
            select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
        )
        known = {State(state): count for state, count in found}
        return {state: known.get(state, 0) for state in State}

    async def purge(self, *, mails_kept: timedelta, letters_kept: timedelta) -> int:
        """Drop the deliveries that ended that long ago; return how many."""
        now = self._work.clock.now()
        too_old = or_(
            and_(DeliveryRow.channel == Channel.MAIL, DeliveryRow.ended_at < now - mails_kept),
            DeliveryRow.ended_at < now - letters_kept,
        )
        dropped = await (await self._work.connection()).execute(delete(DeliveryRow).where(too_old))
        return dropped.rowcount
