"""How far an import is, file by file: what is noted in the transaction of each step."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from routing.ports import StockKind, StockPart
from routing.store.tables import RegistryLoadRow


class LoadState(StrEnum):
    """Lines are missing; all are there; and they have their key, their indexes, no duplicate."""

    LOADING = "loading"
    LOADED = "loaded"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Load:
    """What was read of one file. `through`: INSEE's latest treatment among its lines."""

    kind: StockKind
    source: str
    parts: int = 0
    accepted: int = 0
    rejected: int = 0
    through: datetime | None = None
    state: LoadState = LoadState.LOADING

    @property
    def lines(self) -> int:
        return self.accepted + self.rejected

    @property
    def rejected_share(self) -> float:
        return self.rejected / self.lines if self.lines else 0.0

    def with_part(self, part: StockPart) -> Self:
        known = [instant for instant in (self.through, part.through) if instant]
        return replace(
            self,
            parts=self.parts + 1,
            accepted=self.accepted + part.accepted,
            rejected=self.rejected + len(part.rejections),
            through=max(known, default=None),
        )

    def made_ready(self, *, duplicates: int) -> Self:
        return replace(
            self,
            accepted=self.accepted - duplicates,
            rejected=self.rejected + duplicates,
            state=LoadState.READY,
        )


class Loads:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def known(self) -> Sequence[Load]:
        """What an interrupted import noted."""
        rows = await (await self._store.connection()).execute(select(RegistryLoadRow.__table__))
        return [
            Load(
                kind=StockKind(row.kind),
                source=row.source,
                parts=row.parts,
                accepted=row.accepted,
                rejected=row.rejected,
                through=row.through,
                state=LoadState(row.state),
            )
            for row in rows
        ]

    async def note(self, load: Load) -> None:
        values = asdict(load)
        statement = insert(RegistryLoadRow).values(**values)
        await (await self._store.connection()).execute(
            statement.on_conflict_do_update(index_elements=["kind"], set_=values)
        )

    async def forget(self, *kinds: StockKind) -> None:
        statement = delete(RegistryLoadRow).where(RegistryLoadRow.kind.in_(kinds))
        await (await self._store.connection()).execute(statement)
