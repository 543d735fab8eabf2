"""Cases with their holdings, answers and history."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, null, select
from sqlalchemy.dialects.postgresql import insert

from common.clock import paris_date
from common.unit_of_work import UnitOfWork
from company_portal.domain.answer import Answer, AnswerKind
from company_portal.domain.case import Case, Ending, Holder, Holding, Move
from company_portal.domain.deadline import Deadline, Pause
from company_portal.domain.rights import Actor
from company_portal.domain.status import Status
from company_portal.store.scope import in_scope_of
from company_portal.store.tables import AnswerRow, CaseRow, HistoryRow, HoldingRow, ReportRow


class Cases:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def lock(self, report_id: UUID) -> Case | None:
        """The case, held for this transaction; None when no company ever got the report."""
        statement = (
            select(CaseRow.__table__, HoldingRow.__table__, ReportRow.reference)
            .join(ReportRow, ReportRow.report_id == CaseRow.report_id)
            .join(
                HoldingRow,
                and_(
                    HoldingRow.report_id == CaseRow.report_id,
                    HoldingRow.number == CaseRow.holding_number,
                ),
            )
            .where(CaseRow.report_id == report_id)
            .with_for_update(of=CaseRow)
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        return None if row is None else _to_case(row)

    async def save(self, case: Case, move: Move, *, ended: Holding | None = None) -> None:
        """Keep the case after a move, with its line of history.

        `ended` is the former holding that the move ended, when it gave the case a new one.
        """
        if ended is not None:
            await self._save_holding(case.report_id, ended)
        await self._save_holding(case.report_id, case.holding)
        values = _to_row(case)
        connection = await self._store.connection()
        await connection.execute(
            insert(CaseRow)
            .values(report_id=case.report_id, **values)
            .on_conflict_do_update(index_elements=[CaseRow.report_id], set_=values)
        )
        await connection.execute(
            insert(HistoryRow).values(
                report_id=case.report_id,
                version=case.version,
                at=self._store.clock.now(),
                move=move,
                status=case.status,
                number=case.holding.number,
            )
        )

    async def _save_holding(self, report_id: UUID, holding: Holding) -> None:
        changing = {
            "accepted_at": holding.accepted_at,
            "read_at": holding.read_at,
            "ended_at": holding.ended_at,
            "ending": holding.ending,
        }
        statement = insert(HoldingRow).values(
            report_id=report_id,
            number=holding.number,
            siret=holding.holder.siret,
            siren=holding.holder.siren,
            holder_name=holding.holder.name,
            opened_at=holding.opened_at,
            was_offered=holding.was_offered,
            **changing,
        )
        await (await self._store.connection()).execute(
            statement.on_conflict_do_update(
                index_elements=[HoldingRow.report_id, HoldingRow.number], set_=changing
            )
        )

    async def keep_answer(self, case: Case, answer: Answer) -> None:
        await (await self._store.connection()).execute(
            insert(AnswerRow).values(
                report_id=case.report_id,
                number=case.holding.number,
                kind=answer.kind,
                reason=answer.reason,
                message_to_consumer=answer.message_to_consumer,
                message_to_authority=answer.message_to_authority,
                answered_by=answer.answered_by,
                answered_at=answer.answered_at,
                proposed_siret=answer.proposed_siret,
            )
        )

    async def promised_on(self, report_id: UUID) -> date | None:
        """The day of the promise, in Paris; None when nothing was promised."""
        answered_at = await (await self._store.connection()).scalar(
            select(AnswerRow.answered_at).where(
                AnswerRow.report_id == report_id, AnswerRow.kind == AnswerKind.PROMISE
            )
        )
        return None if answered_at is None else paris_date(answered_at)

    async def holding_of(self, report_id: UUID, actor: Actor) -> Holding | None:
        """The latest holding of the report that the actor may see; None: nothing it may see."""
        statement = (
            select(HoldingRow.__table__)
            .where(HoldingRow.report_id == report_id, in_scope_of(actor))
            .order_by(HoldingRow.number.desc())
            .limit(1)
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        return None if row is None else _to_holding(row)

    async def most_urgent_at(self, siret: str) -> UUID | None:
        """The report that an establishment has held longest, or None."""
        statement = (
            select(HoldingRow.report_id)
            .where(HoldingRow.siret == siret, HoldingRow.ending.is_(None))
            .order_by(HoldingRow.opened_at, HoldingRow.report_id)
            .limit(1)
        )
        found: UUID | None = await (await self._store.connection()).scalar(statement)
        return found


def _to_case(row: Row[Any]) -> Case:
    deadline = None
    if row.deadline_on is not None:
        deadline = Deadline(
            on=row.deadline_on,
            reason_fr=row.deadline_reason_fr,
            reason_en=row.deadline_reason_en,
            rules=row.deadline_rules,
        )
    return Case(
        report_id=row.report_id,
        reference=row.reference,
        version=row.version,
        routing_version=row.routing_version,
        status=Status(row.status),
        holding=_to_holding(row),
        deadline=deadline,
        pause=None if row.pause is None else _to_pause(row.pause),
    )


def _to_pause(stored: dict[str, Any]) -> Pause:
    resumes = stored["resumes"]
    return Pause(
        question_id=UUID(stored["question_id"]),
        since=date.fromisoformat(stored["since"]),
        resumes=Deadline(**{**resumes, "on": date.fromisoformat(resumes["on"])}),
    )


def _from_pause(pause: Pause) -> dict[str, Any]:
    resumes = pause.resumes
    return {
        "question_id": str(pause.question_id),
        "since": pause.since.isoformat(),
        "resumes": {
            "on": resumes.on.isoformat(),
            "reason_fr": resumes.reason_fr,
            "reason_en": resumes.reason_en,
            "rules": resumes.rules,
        },
    }


def _to_holding(row: Row[Any]) -> Holding:
    return Holding(
        number=row.number,
        holder=Holder(row.siret, row.holder_name),
        opened_at=row.opened_at,
        was_offered=row.was_offered,
        accepted_at=row.accepted_at,
        read_at=row.read_at,
        ended_at=row.ended_at,
        ending=None if row.ending is None else Ending(row.ending),
    )


def _to_row(case: Case) -> dict[str, Any]:
    deadline = case.deadline
    return {
        "version": case.version,
        "routing_version": case.routing_version,
        "status": case.status,
        "holding_number": case.holding.number,
        "deadline_on": deadline and deadline.on,
        "deadline_reason_fr": deadline and deadline.reason_fr,
        "deadline_reason_en": deadline and deadline.reason_en,
        "deadline_rules": deadline and deadline.rules,
        "pause": null() if case.pause is None else _from_pause(case.pause),
    }
