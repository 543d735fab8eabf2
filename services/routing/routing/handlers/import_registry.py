"""Replace the registry by INSEE’s stock files: all of it or nothing, and nobody waits for it."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from routing.handlers.load_stock import (
    Loading,
    OpenStore,
    Progress,
    TooManyRejected,
    demand_enough,
    load_stock,
    make_ready,
)
from routing.ports import Fault, Rejection, StockKind, StockReader, StockUnreadable
from routing.store import Store
from routing.store.loads import Load
from routing.store.staging import LoadRefused, RegistryBusy

MIN_SHARE_OF_RUNNING = 0.5
# The report shows these; `listing` holds every one.
MOST_TOLD = 1_000
_SWAP_TRIES = 120
_SWAP_PAUSE_SECONDS = 1.0


class ImportRefused(Exception):
    """The files cannot replace the registry; the running one is untouched."""


@dataclass(frozen=True, slots=True)
class ImportRegistry:
    """`may_shrink`: accept a stock less than half as large as the running registry.

    Without a file of `successions` the historic links in service stay. `listing`: where to write
    the rejected lines, one JSON object each, also when the import is refused.
    """

    establishments: Path
    legal_units: Path
    successions: Path | None = None
    may_shrink: bool = False
    listing: Path | None = None

    @property
    def paths(self) -> dict[StockKind, Path]:
        given = {
            StockKind.LEGAL_UNITS: self.legal_units,
            StockKind.ESTABLISHMENTS: self.establishments,
            StockKind.SUCCESSIONS: self.successions,
        }
        return {kind: path for kind, path in given.items() if path is not None}


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file’s lines; `told` lists the first rejected ones."""

    accepted: int
    rejected: int
    faults: Counter[Fault]
    told: Sequence[Rejection]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`resumed`: the lines that an interrupted import had loaded before."""

    version: int
    files: dict[StockKind, FileReport]
    resumed: int


async def import_registry(
    command: ImportRegistry, open_store: OpenStore, *, stock: StockReader, progress: Progress
) -> ImportReport:
    """Load the files beside the running registry, judge them, swap. Raises `ImportRefused`.

    An import that was interrupted goes on where it stopped if it is given the same files.
    """
    sources = await _sources(command, stock)
    async with open_store() as claimed:
        await claimed.registry.claim()
        try:
            return await _import(command, sources, Loading(open_store, stock, progress))
        except (StockUnreadable, LoadRefused, TooManyRejected) as error:
            async with open_store() as store:
                await _list_rejections(command, store)
                told = await _faults(command, store)
            async with open_store() as store:
                await store.staging.discard()
            raise ImportRefused(f"{error}{told}") from error


async def _sources(command: ImportRegistry, stock: StockReader) -> dict[StockKind, str]:
    try:
        return {
            kind: await asyncio.to_thread(stock.fingerprint, path, kind)
            for kind, path in command.paths.items()
        }
    except StockUnreadable as error:
        raise ImportRefused(str(error)) from error


async def _import(
    command: ImportRegistry, sources: Mapping[StockKind, str], loading: Loading
) -> ImportReport:
    paths = command.paths
    async with loading.open_store() as store:
        loads = await store.staging.open(sources)
    resumed = sum(load.lines for load in loads.values())
    for kind, path in paths.items():
        loads[kind] = await load_stock(loads[kind], path, loading)
        _demand_some(loads[kind])
        demand_enough(loads[kind])
    async with loading.open_store() as store:
        await _demand_size(loads[StockKind.ESTABLISHMENTS], command, store)
    for kind in paths:
        loads[kind] = await make_ready(loads[kind], loading.open_store)
        demand_enough(loads[kind])
    async with loading.open_store() as store:
        files = {kind: await _report(load, store) for kind, load in loads.items()}
        await _list_rejections(command, store)
    version = await _put_in_service(loads, _record(paths, loads), loading.open_store)
    return ImportReport(version, files, resumed)


def _demand_some(load: Load) -> None:
    if load.accepted == 0:
        raise LoadRefused(f"no line of the {load.kind.value} could be used")


async def _demand_size(load: Load, command: ImportRegistry, store: Store) -> None:
    running = await store.registry.version()
    if running is None or command.may_shrink:
        return
    if load.accepted < running.establishments * MIN_SHARE_OF_RUNNING:
        raise LoadRefused(
            f"{load.accepted} establishments against {running.establishments} in service: "
            "the stock looks cut short (--may-shrink accepts it)"
        )


async def _report(load: Load, store: Store) -> FileReport:
    told = [
        one async for batch in store.staging.rejections(load.kind, limit=MOST_TOLD) for one in batch
    ]
    faults = await store.staging.faults(load.kind)
    return FileReport(load.accepted, load.rejected, faults, told)


async def _faults(command: ImportRegistry, store: Store) -> str:
    """What was wrong with the lines, the most frequent fault first."""
    found: Counter[Fault] = Counter()
    for kind in command.paths:
        found += await store.staging.faults(kind)
    told = ", ".join(f"{fault.value} {count}" for fault, count in found.most_common())
    return f" (rejected lines: {told})" if told else ""


async def _list_rejections(command: ImportRegistry, store: Store) -> None:
    if command.listing is None:
        return
    with command.listing.open("w", encoding="utf-8") as file:
        for kind in command.paths:
            async for batch in store.staging.rejections(kind):
                file.writelines(_line(kind, one) for one in batch)


def _line(kind: StockKind, one: Rejection) -> str:
    told = {"file": kind.value, "line": one.line, "number": one.number, "fault": one.fault.value}
    return json.dumps(told) + "\n"


def _record(paths: Mapping[StockKind, Path], loads: Mapping[StockKind, Load]) -> dict[str, Any]:
    return {
        "establishments": loads[StockKind.ESTABLISHMENTS].accepted,
        "legal_units": loads[StockKind.LEGAL_UNITS].accepted,
        "rejected": sum(load.rejected for load in loads.values()),
        "sources": {kind.value: path.name for kind, path in paths.items()},
        "through": _through(loads),
    }


def _through(loads: Mapping[StockKind, Load]) -> datetime | None:
    """What INSEE treated later is not in the stock: daily updates go on from there."""
    return loads[StockKind.ESTABLISHMENTS].through


async def _put_in_service(
    loads: Mapping[StockKind, Load], record: dict[str, Any], open_store: OpenStore
) -> int:
    """Swap between two readers; a long one is waited for without holding up the others."""
    for _ in range(_SWAP_TRIES):
        try:
            async with open_store() as store:
                await store.staging.put_in_service(loads)
                version = await store.registry.record(**record)
                store.audit(
                    "registry_imported",
                    actor="operator",
                    object_kind="registry",
                    object_id=str(version),
                )
        except RegistryBusy:
            await asyncio.sleep(_SWAP_PAUSE_SECONDS)
        else:
            return version
    raise ImportRefused("readers never let go of the running registry: start the import again")
