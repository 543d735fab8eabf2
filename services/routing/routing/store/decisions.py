"""The decisions of routing, each with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.mode import Mode
from routing.store.tables import DecisionRow


@dataclass(frozen=True, slots=True)
class RecordedCandidate:
    """An establishment that was considered; its names and address stay in the registry."""

    siret: Siret
    score: float
    by: str | None


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision as it was made. `evidence` names the data used: filters, words, versions."""

    report_id: UUID
    version: int
    mode: Mode
    siret: Siret | None
    explanation_fr: str
    explanation_en: str
    decided_at: datetime
    candidates: tuple[RecordedCandidate, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)
    decided_by: str | None = None


class Decisions:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, decision: RecordedDecision) -> None:
        values = {
            "report_id": decision.report_id,
            "version": decision.version,
            "mode": decision.mode.value,
            "siret": decision.siret,
            "explanation_fr": decision.explanation_fr,
            "explanation_en": decision.explanation_en,
            "candidates": [
                {"siret": one.siret, "score": one.score, "by": one.by}
                for one in decision.candidates
            ],
            "evidence": decision.evidence,
            "decided_by": decision.decided_by,
            "decided_at": decision.decided_at,
        }
        await (await self._store.connection()).execute(insert(DecisionRow).values(**values))

    async def of(self, report_id: UUID) -> Sequence[RecordedDecision]:
        """Every decision about a report, oldest first."""
        statement = (
            select(DecisionRow.__table__)
            .where(DecisionRow.report_id == report_id)
            .order_by(DecisionRow.version)
        )
        rows = await (await self._store.connection()).execute(statement)
        return [
            RecordedDecision(
                report_id=row.report_id,
                version=row.version,
                mode=Mode(row.mode),
                siret=Siret(row.siret) if row.siret else None,
                explanation_fr=row.explanation_fr,
                explanation_en=row.explanation_en,
                decided_at=row.decided_at,
                candidates=tuple(
                    RecordedCandidate(Siret(one["siret"]), one["score"], one["by"])
                    for one in row.candidates
                ),
                evidence=row.evidence,
                decided_by=row.decided_by,
            )
            for row in rows
        ]

    async def forget(self, report_id: UUID) -> None:
        statement = delete(DecisionRow).where(DecisionRow.report_id == report_id)
        await (await self._store.connection()).execute(statement)
