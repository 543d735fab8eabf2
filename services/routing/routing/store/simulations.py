"""Simulations of rules: what was asked, how far they are, what they found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, tuple_, update

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.simulation import Load, Tally
from routing.store.tables import SimulationLoadRow as L
from routing.store.tables import SimulationRow as S

# One statement with seven parameters, however many rows: thousands of bound values cost more.
_ADD_LOADS = text(
    """
    INSERT INTO simulation_loads AS kept (simulation_id, siret, week, before, after, gained, lost)
    SELECT CAST(:simulation_id AS uuid), * FROM unnest(
        CAST(:sirets AS text[]), CAST(:weeks AS date[]), CAST(:before AS integer[]),
        CAST(:after AS integer[]), CAST(:gained AS integer[]), CAST(:lost AS integer[]))
    ON CONFLICT (simulation_id, siret, week) DO UPDATE SET
        before = kept.before + excluded.before, after = kept.after + excluded.after,
        gained = kept.gained + excluded.gained, lost = kept.lost + excluded.lost
    """
)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The version against `base`, over the reports of a period; None: every département.

    `after` is the last report judged; `finished_at` is empty while some are left.
    """

    id: UUID
    version: int
    base: int
    begins: datetime
    ends: datetime
    departments: tuple[str, ...] | None
    requested_by: str
    requested_at: datetime
    total: int
    done: int = 0
    after: tuple[datetime, UUID] | None = None
    finished_at: datetime | None = None
    counts: Mapping[str, int] | None = None
    rules: Mapping[str, int] | None = None
    uncovered: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class RecipientLoad:
    siret: Siret
    load: Load


class Simulations:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, simulation: Simulation) -> None:
        departments = simulation.departments
        statement = insert(S).values(
            id=simulation.id,
            version=simulation.version,
            base=simulation.base,
            begins=simulation.begins,
            ends=simulation.ends,
            departments=list(departments) if departments is not None else None,
            requested_by=simulation.requested_by,
            requested_at=simulation.requested_at,
            total=simulation.total,
            done=0,
            counts={},
            rules={},
            uncovered={},
        )
        await (await self._store.connection()).execute(statement)

    async def get(self, simulation_id: UUID) -> Simulation | None:
        statement = select(S.__table__).where(S.id == simulation_id)
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else _simulation(row)

    async def newest(self, *, requested_by: str | None, limit: int) -> Sequence[Simulation]:
        statement = select(S.__table__).order_by(S.requested_at.desc(), S.id).limit(limit)
        if requested_by is not None:
            statement = statement.where(S.requested_by == requested_by)
        rows = await (await self._store.connection()).execute(statement)
        return [_simulation(row) for row in rows]

    async def next_unfinished(self, simulation_id: UUID | None = None) -> Simulation | None:
        """One that is not finished and that nobody else is at, locked; the oldest, or that one."""
        statement = (
            select(S.__table__)
            .where(S.finished_at.is_(None))
            .order_by(S.requested_at, S.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if simulation_id is not None:
            statement = statement.where(S.id == simulation_id)
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else _simulation(row)

    async def advance(
        self, simulation: Simulation, tally: Tally, *, after: tuple[datetime, UUID] | None
    ) -> None:
        """Add what one batch told; `after` None: it was the last one."""
        now = self._store.clock.now()
        changes: dict[str, Any] = {
            "done": simulation.done + tally.counts["reports"],
            "counts": dict(Counter(simulation.counts) + tally.counts),
            "rules": dict(Counter(simulation.rules) + tally.rules),
            "uncovered": dict(Counter(simulation.uncovered) + tally.uncovered),
        }
        if after is None:
            changes["finished_at"] = now
        else:
            changes |= {"after_at": after[0], "after_id": after[1]}
        connection = await self._store.connection()
        await connection.execute(update(S).where(S.id == simulation.id).values(**changes))
        if tally.loads:
            await connection.execute(_ADD_LOADS, _columns(simulation.id, tally))

    async def recipients(
        self, simulation_id: UUID, *, after: tuple[int, str] | None, limit: int
    ) -> Sequence[RecipientLoad]:
        """Whom the difference concerns most first: by reports gained and lost, then by number.

        Those that nothing changes for come last, the most loaded first among equals unspoken.
        """
        change = func.sum(L.gained + L.lost)
        names = ("before", "after", "gained", "lost")
        statement = (
            select(L.siret, *(func.sum(getattr(L, name)).label(name) for name in names))
            .where(L.simulation_id == simulation_id)
            .group_by(L.siret)
            .order_by(-change, L.siret)
            .limit(limit)
        )
        if after is not None:
            statement = statement.having(tuple_(-change, L.siret) > (-after[0], after[1]))
        rows = await (await self._store.connection()).execute(statement)
        return [
            RecipientLoad(Siret(row.siret), Load(row.before, row.after, row.gained, row.lost))
            for row in rows
        ]

    async def weeks(
        self, simulation_id: UUID, sirets: Sequence[Siret]
    ) -> dict[Siret, list[tuple[date, Load]]]:
        """The load of each of these recipients, week by week."""
        statement = (
            select(L.__table__)
            .where(L.simulation_id == simulation_id, L.siret.in_(sirets))
            .order_by(L.siret, L.week)
        )
        found: dict[Siret, list[tuple[date, Load]]] = {siret: [] for siret in sirets}
        for row in await (await self._store.connection()).execute(statement):
            load = Load(row.before, row.after, row.gained, row.lost)
            found[Siret(row.siret)].append((row.week, load))
        return found


def _columns(simulation_id: UUID, tally: Tally) -> dict[str, Any]:
    """The loads column by column, in the order of their keys."""
    rows = sorted(tally.loads.items())
    loads = [load for _, load in rows]
    return {
        "simulation_id": simulation_id,
        "sirets": [siret for (siret, _), _ in rows],
        "weeks": [week for (_, week), _ in rows],
        "before": [load.before for load in loads],
        "after": [load.after for load in loads],
        "gained": [load.gained for load in loads],
        "lost": [load.lost for load in loads],
    }


def _simulation(row: Row[Any]) -> Simulation:
    return Simulation(
        id=row.id,
        version=row.version,
        base=row.base,
        begins=row.begins,
        ends=row.ends,
        departments=tuple(row.departments) if row.departments is not None else None,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        total=row.total,
        done=row.done,
        after=(row.after_at, row.after_id) if row.after_at else None,
        finished_at=row.finished_at,
        counts=row.counts,
        rules=row.rules,
        uncovered=row.uncovered,
    )
