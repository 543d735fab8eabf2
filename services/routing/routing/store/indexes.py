"""The search indexes that were built: which one every process must use."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from common.unit_of_work import UnitOfWork
from routing.ports import IndexFile, IndexVersion
from routing.store.tables import SearchIndexRow


class Indexes:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def current(self) -> IndexVersion | None:
        """The newest index; None before the first."""
        found = await self.newest(1)
        return found[0] if found else None

    async def newest(self, count: int) -> Sequence[IndexVersion]:
        statement = (
            select(SearchIndexRow.__table__).order_by(SearchIndexRow.version.desc()).limit(count)
        )
        rows = await (await self._store.connection()).execute(statement)
        return [_version(row) for row in rows]

    async def add(self, built: IndexVersion) -> None:
        statement = insert(SearchIndexRow).values(
            name=built.name,
            registry_version=built.registry_version,
            documents=built.documents,
            size_bytes=sum(file.size for file in built.files),
            files={file.name: {"size": file.size, "sha256": file.sha256} for file in built.files},
            in_storage=built.in_storage,
            built_at=self._store.clock.now(),
        )
        await (await self._store.connection()).execute(statement)


def _version(row: Row[Any]) -> IndexVersion:
    files = (IndexFile(name, told["size"], told["sha256"]) for name, told in row.files.items())
    return IndexVersion(
        name=row.name,
        registry_version=row.registry_version,
        documents=row.documents,
        files=tuple(sorted(files, key=lambda file: file.name)),
        in_storage=row.in_storage,
    )
