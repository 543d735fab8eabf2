"""Bring the running registry up to date with what INSEE treated since."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from routing.handlers.load_stock import OpenStore
from routing.ports import (
    Rejection,
    SireneUpdates,
    StockKind,
    StockReader,
    Update,
    UpdateFiles,
    UpdatesUnreadable,
)
from routing.store import Store
from routing.store.registry import RegistryVersion
from routing.store.staging import LoadRefused
from routing.store.updates import Applied

# INSEE makes a treatment known some hours after its date: what is asked for twice changes nothing.
OVERLAP = timedelta(days=1)
MOST_TOLD = 1_000


class UpdateRefused(Exception):
    """The updates cannot be used; what was written before them stands."""


class NoStartingPoint(UpdateRefused):
    """Nothing tells since when to ask: no stock was imported, or it does not date its lines."""


@dataclass(slots=True)
class UpdateReport:
    """What became of the updates. `version` is None when they changed nothing."""

    version: int | None = None
    pages: int = 0
    applied: dict[StockKind, Applied] = field(default_factory=dict)
    rejected: int = 0
    told: list[Rejection] = field(default_factory=list)
    through: datetime | None = None

    def count(self, kind: StockKind) -> Applied:
        return self.applied.get(kind, Applied())

    def add(self, update: Update, applied: Mapping[StockKind, Applied]) -> None:
        self.pages += 1
        for kind, part in update.items():
            self.applied[kind] = self.count(kind) + applied[kind]
            self.rejected += len(part.rejections)
            self.told += part.rejections[: MOST_TOLD - len(self.told)]
            if part.through and kind is StockKind.ESTABLISHMENTS:
                self.through = max(part.through, self.through or part.through)


Progress = Callable[[UpdateReport], None]


async def update_from_files(
    paths: Sequence[Path],
    open_store: OpenStore,
    *,
    files: UpdateFiles,
    stock: StockReader,
    progress: Progress,
) -> UpdateReport:
    """Apply the documents that files hold, in any order. Raises `UpdateRefused`."""

    async def pages() -> AsyncIterator[Update]:
        for path in paths:
            for update in _read(files, path):
                yield update

    return await _apply(pages(), open_store, stock=stock, progress=progress, is_whole=False)


async def update_from_sirene(
    since: datetime | None,
    open_store: OpenStore,
    *,
    sirene: SireneUpdates,
    stock: StockReader,
    progress: Progress,
) -> UpdateReport:
    """Ask INSEE for all it treated since then, or since the registry's last treatment.

    Raises `UpdateRefused`, `UpdatesUnavailable`.
    """
    if since is None:
        async with open_store() as store:
            running = await store.registry.version()
        if running is None or running.through is None:
            raise NoStartingPoint("nothing tells since when to ask: give --since")
        since = running.through - OVERLAP
    pages = sirene.since(since)
    return await _apply(pages, open_store, stock=stock, progress=progress, is_whole=True)


def _read(files: UpdateFiles, path: Path) -> Iterator[Update]:
    try:
        yield from files.read(path)
    except UpdatesUnreadable as error:
        raise UpdateRefused(str(error)) from error


async def _apply(
    pages: AsyncIterator[Update],
    open_store: OpenStore,
    *,
    stock: StockReader,
    progress: Progress,
    is_whole: bool,
) -> UpdateReport:
    """`is_whole`: the pages are all that INSEE treated until the last one."""
    report = UpdateReport()
    async with open_store() as claimed:
        await claimed.registry.claim()
        try:
            async for update in pages:
                async with open_store() as store:
                    await _apply_page(update, report, store, stock)
                progress(report)
        except (LoadRefused, UpdatesUnreadable) as error:
            raise UpdateRefused(str(error)) from error
        async with open_store() as store:
            await _finish(report, store, is_whole=is_whole)
    return report


async def _apply_page(
    update: Update, report: UpdateReport, store: Store, stock: StockReader
) -> None:
    """One page, one transaction. The first that changes something makes a new version.

    So the search and whoever follows establishments learn of it even if the next page fails.
    """
    running = await store.registry.version()
    if running is None:
        raise NoStartingPoint("no registry was imported yet: there is nothing to update")
    applied = {
        kind: await store.updates.apply(kind, stock.columns(kind), part.rows)
        for kind, part in update.items()
        if part.accepted
    }
    applied = {kind: applied.get(kind, Applied()) for kind in update}
    if report.version is None and any(one.any for one in applied.values()):
        report.version = await _new_version(running, store)
    report.add(update, applied)


async def _new_version(running: RegistryVersion, store: Store) -> int:
    version = await store.registry.record(
        establishments=running.establishments,
        legal_units=running.legal_units,
        rejected=0,
        sources={"updates": True},
        through=running.through,
    )
    store.audit(
        "registry_updated", actor="operator", object_kind="registry", object_id=str(version)
    )
    return version


async def _finish(report: UpdateReport, store: Store, *, is_whole: bool) -> None:
    """All pages are in; files may skip a day, so that only INSEE's own answers move the date."""
    await store.registry.complete(
        through=report.through if is_whole else None,
        establishments_added=report.count(StockKind.ESTABLISHMENTS).added,
        legal_units_added=report.count(StockKind.LEGAL_UNITS).added,
        rejected=report.rejected if report.version else 0,
    )
