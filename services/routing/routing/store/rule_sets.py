"""The versions of the routing rules, and which one is in force at which instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, text, update

from common.unit_of_work import UnitOfWork
from routing.domain.rules import Rule
from routing.store.rule_document import as_document, as_rules
from routing.store.tables import RuleActivationRow as A
from routing.store.tables import RuleSetRow as R

# One at a time decides which rules come into force when.
_ACTIVATION_LOCK = 7311


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version, immutable. `author` is an actor (`agent/…`); `restores` an earlier version."""

    version: int
    rules: tuple[Rule, ...]
    author: str
    note: str
    created_at: datetime
    based_on: int | None = None
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Activation:
    """From `effective_from` the version is in force, until the next activation."""

    number: int
    version: int
    effective_from: datetime
    activated_by: str
    activated_at: datetime
    announced_at: datetime | None


class RuleSets:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def in_force(self, at: datetime) -> RuleSet:
        """The one version in force at that instant: the latest activation that has begun."""
        newest = (
            select(A.version)
            .where(A.effective_from <= at)
            .order_by(A.effective_from.desc(), A.number.desc())
            .limit(1)
        )
        statement = _whole().where(R.version == newest.scalar_subquery())
        return _rule_set((await (await self._store.connection()).execute(statement)).one())

    async def get(self, version: int) -> RuleSet | None:
        statement = _whole().where(R.version == version)
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else _rule_set(row)

    async def newest(self, *, before: int | None, limit: int) -> Sequence[RuleSet]:
        """Versions, the newest first, below `before`."""
        statement = _whole().order_by(R.version.desc()).limit(limit)
        if before is not None:
            statement = statement.where(R.version < before)
        rows = await (await self._store.connection()).execute(statement)
        return [_rule_set(row) for row in rows]

    async def add(
        self,
        rules: Sequence[Rule],
        *,
        author: str,
        note: str,
        based_on: int | None = None,
        restores: int | None = None,
    ) -> RuleSet:
        values = {
            "rules": as_document(rules),
            "author": author,
            "note": note,
            "created_at": self._store.clock.now(),
            "based_on": based_on,
            "restores": restores,
        }
        statement = insert(R).values(**values).returning(R.__table__)
        return _rule_set((await (await self._store.connection()).execute(statement)).one())

    async def claim(self) -> None:
        """Wait until nobody else activates a version."""
        connection = await self._store.connection()
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ACTIVATION_LOCK})"))

    async def activate(
        self, version: int, *, effective_from: datetime, by: str, announced: bool
    ) -> Activation:
        now = self._store.clock.now()
        statement = (
            insert(A)
            .values(
                version=version,
                effective_from=effective_from,
                activated_by=by,
                activated_at=now,
                announced_at=now if announced else None,
            )
            .returning(A.__table__)
        )
        row = (await (await self._store.connection()).execute(statement)).one()
        return _activation(row)

    async def activations(self) -> Sequence[Activation]:
        """Who put what in force and when, in the order it was decided."""
        statement = select(A.__table__).order_by(A.number)
        rows = await (await self._store.connection()).execute(statement)
        return [_activation(row) for row in rows]

    async def unannounced(self, at: datetime) -> Sequence[Activation]:
        """Those that have come into force since anyone was told; locked, oldest first."""
        statement = (
            select(A.__table__)
            .where(A.announced_at.is_(None), A.effective_from <= at)
            .order_by(A.effective_from, A.number)
            .with_for_update(skip_locked=True)
        )
        rows = await (await self._store.connection()).execute(statement)
        return [_activation(row) for row in rows]

    async def mark_announced(self, number: int, at: datetime) -> None:
        statement = update(A).where(A.number == number).values(announced_at=at)
        await (await self._store.connection()).execute(statement)


def _whole() -> Select[Any]:
    return select(R.__table__)


def _rule_set(row: Row[Any]) -> RuleSet:
    return RuleSet(
        version=row.version,
        rules=as_rules(row.rules),
        author=row.author,
        note=row.note,
        created_at=row.created_at,
        based_on=row.based_on,
        restores=row.restores,
    )


def _activation(row: Row[Any]) -> Activation:
    return Activation(
        number=row.number,
        version=row.version,
        effective_from=row.effective_from,
        activated_by=row.activated_by,
        activated_at=row.activated_at,
        announced_at=row.announced_at,
    )
