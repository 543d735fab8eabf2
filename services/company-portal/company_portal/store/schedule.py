"""What must happen later, as rows claimed one at a time."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Row, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from company_portal.domain.schedule import Task, TaskKind
from company_portal.store.tables import TaskRow

FIRST_PAUSE = timedelta(minutes=1)
MAX_DOUBLINGS = 10


class Schedule:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, tasks: Iterable[Task]) -> None:
        """Schedule each task unless one with its key was ever scheduled."""
        rows = [
            {
                "task_id": self._store.new_id(),
                "kind": task.kind,
                "key": task.key,
                "due_at": task.due_at,
                "not_before": task.due_at,
                "report_id": task.about if isinstance(task.about, UUID) else None,
                "siret": None if isinstance(task.about, UUID) else task.about,
            }
            for task in tasks
        ]
        if rows:
            await (await self._store.connection()).execute(
                insert(TaskRow).on_conflict_do_nothing(index_elements=[TaskRow.key]), rows
            )

    async def drop(self, report_id: UUID, kinds: Collection[TaskKind]) -> None:
        """Drop what is not done yet of these kinds."""
        await (await self._store.connection()).execute(
            delete(TaskRow).where(
                TaskRow.report_id == report_id,
                TaskRow.kind.in_(sorted(kinds)),
                TaskRow.done_at.is_(None),
            )
        )

    async def forget(self, report_id: UUID) -> None:
        await (await self._store.connection()).execute(
            delete(TaskRow).where(TaskRow.report_id == report_id)
        )

    async def claim(self) -> Task | None:
        """The oldest task due, counted as tried; None when nothing is due.

        Until it is done it comes back after a pause that doubles: a task that fails every time
        delays no other. A task that another worker has is skipped.
        """
        now = self._store.clock.now()
        due = (
            select(TaskRow.task_id)
            .where(TaskRow.done_at.is_(None), TaskRow.not_before <= now)
            .order_by(TaskRow.not_before, TaskRow.task_id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        present = literal(now, DateTime(timezone=True))
        pause = FIRST_PAUSE * func.power(2, func.least(TaskRow.attempts, MAX_DOUBLINGS))
        statement = (
            update(TaskRow)
            .where(TaskRow.task_id == due)
            .values(
                attempts=TaskRow.attempts + 1,
                not_before=present + pause,
            )
            .returning(TaskRow.__table__)
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        return None if row is None else _to_task(row)

    async def finish(self, key: str, *, at: datetime) -> bool:
        """Mark a task done and hold it; False when it was done or dropped meanwhile."""
        done = await (await self._store.connection()).execute(
            update(TaskRow)
            .where(TaskRow.key == key, TaskRow.done_at.is_(None))
            .values(done_at=at)
            .returning(TaskRow.task_id)
        )
        return done.first() is not None


def _to_task(row: Row[Any]) -> Task:
    return Task(
        kind=TaskKind(row.kind),
        due_at=row.due_at,
        key=row.key,
        about=row.report_id or row.siret,
    )
