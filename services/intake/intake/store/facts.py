"""What happened to reports, as stored facts.

Details by kind: `opened`, `accepted`, `read`, `asked`, `delivered`, `answered`, `declined` and
`closed` hold `status`, `holder_name`, `deadline_on`, `deadline_reason_fr` and
`deadline_reason_en`; `asked` also
`question_id`, `text`, `company_name`, `reply_by`; `answered` also `kind`, `reason`, `message`,
`company_name`; `declined` also `reason` and `message`; `messaged` holds `text` and `question_id`
(null when the message replies to no question); `attached` holds `count`; `triaged`,
`not_transmitted` and `routed` hold `explanation_fr` and `explanation_en`; `reviewed` holds
`rating` and `comment`, `promise_reviewed` `outcome` and `comment`; `triaged` also `choices` (the
one question to the consumer), and `named` the `siret` chosen and the version of the decision it is
`about`.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, literal, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from intake.domain.tracking import Fact, FactKind, Producer
from intake.store.tables import FactRow, ReportRow


class Facts:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, report_id: UUID, fact: Fact) -> bool:
        """Keep a fact; one already kept changes nothing. False when there is no such report."""
        connection = await self._store.connection()
        # Locked against an erasure: a fact is either erased with its report or finds none.
        exists = await connection.scalar(
            select(ReportRow.id)
            .where(ReportRow.id == report_id)
            .with_for_update(read=True, key_share=True)
        )
        if exists is None:
            return False
        await connection.execute(
            insert(FactRow)
            .values(
                report_id=report_id,
                producer=fact.producer,
                version=fact.version,
                kind=fact.kind,
                at=fact.at,
                details=fact.details,
            )
            .on_conflict_do_nothing()
        )
        return True

    async def of_report(self, report_id: UUID) -> Sequence[Fact]:
        """Everything known of a report, its submission included; empty when there is none."""
        submission = select(
            literal(Producer.INTAKE.value).label("producer"),
            literal(1).label("version"),
            literal(FactKind.SUBMITTED.value).label("kind"),
            ReportRow.submitted_at.label("at"),
            literal({}, FactRow.details.type).label("details"),
        ).where(ReportRow.id == report_id)
        later = select(
            FactRow.producer, FactRow.version, FactRow.kind, FactRow.at, FactRow.details
        ).where(FactRow.report_id == report_id)
        rows = await (await self._store.connection()).execute(submission.union_all(later))
        return [
            Fact(
                producer=Producer(row.producer),
                version=row.version,
                kind=FactKind(row.kind),
                at=row.at,
                details=row.details,
            )
            for row in rows
        ]

    async def remove(self, report_id: UUID) -> None:
        """Forget what happened after the submission: events told again bring it back."""
        await (await self._store.connection()).execute(
            delete(FactRow).where(FactRow.report_id == report_id)
        )
