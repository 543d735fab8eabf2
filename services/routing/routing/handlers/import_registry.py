"""Replace the registry by INSEE’s stock files, in one transaction: all of it or nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from routing.ports import Fault, Rejection, StockKind, StockReader, StockUnreadable
from routing.store import Store
from routing.store.registry import LoadRefused

# Beyond these the files are not what they should be, and the running registry is kept.
MAX_REJECTED_SHARE = 0.05
MIN_SHARE_OF_RUNNING = 0.5


class ImportRefused(Exception):
    """The files cannot replace the registry; the running one is untouched."""


@dataclass(frozen=True, slots=True)
class ImportRegistry:
    """`may_shrink`: accept a stock less than half as large as the running registry.

    Without a file of `successions` the historic links in service stay.
    """

    establishments: Path
    legal_units: Path
    successions: Path | None = None
    may_shrink: bool = False

    @property
    def paths(self) -> dict[StockKind, Path]:
        given = {
            StockKind.LEGAL_UNITS: self.legal_units,
            StockKind.ESTABLISHMENTS: self.establishments,
            StockKind.SUCCESSIONS: self.successions,
        }
        return {kind: path for kind, path in given.items() if path is not None}


@dataclass(slots=True)
class FileReport:
    """What became of one file’s lines; `told` lists the first rejected ones."""

    accepted: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    told: list[Rejection] = field(default_factory=list)
    rejected: int = 0

    @property
    def rejected_share(self) -> float:
        lines = self.accepted + self.rejected
        return self.rejected / lines if lines else 0.0


@dataclass(frozen=True, slots=True)
class ImportReport:
    version: int
    files: dict[StockKind, FileReport]


Progress = Callable[[StockKind, int], None]


async def import_registry(
    command: ImportRegistry, store: Store, *, stock: StockReader, progress: Progress
) -> ImportReport:
    """Load both files beside the running registry, judge them, swap. Raises `ImportRefused`."""
    paths = command.paths
    await store.registry.claim()
    running = await store.registry.version()
    await store.registry.open_incoming(paths)
    files: dict[StockKind, FileReport] = {}
    try:
        for kind, path in paths.items():
            files[kind] = await _load(store, kind, stock, path=path, progress=progress)
    except (StockUnreadable, LoadRefused) as error:
        raise ImportRefused(str(error)) from error
    before = running.establishments if running and not command.may_shrink else 0
    _judge(files, running_establishments=before)
    version = await store.registry.put_in_service(
        paths,
        {
            "establishments": files[StockKind.ESTABLISHMENTS].accepted,
            "legal_units": files[StockKind.LEGAL_UNITS].accepted,
            "rejected": sum(report.rejected for report in files.values()),
            "sources": {kind.value: path.name for kind, path in paths.items()},
        },
    )
    store.audit(
        "registry_imported", actor="operator", object_kind="registry", object_id=str(version)
    )
    return ImportReport(version, files)


async def _load(
    store: Store, kind: StockKind, stock: StockReader, *, path: Path, progress: Progress
) -> FileReport:
    report = FileReport()
    parts = stock.parts(path, kind)

    async def rows() -> AsyncIterator[bytes]:
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            report.accepted += part.accepted
            report.rejected += part.rejected
            report.told.extend(part.rejections)
            progress(kind, report.accepted + report.rejected)
            yield part.rows

    await store.registry.fill(kind, stock.columns(kind), rows())
    repeated = await store.registry.drop_duplicates(kind)
    report.accepted -= len(repeated)
    report.rejected += len(repeated)
    report.told.extend(Rejection(None, number, Fault.DUPLICATE) for number in repeated[:1000])
    report.faults.update(rejection.fault for rejection in report.told)
    return report


def _judge(files: dict[StockKind, FileReport], *, running_establishments: int) -> None:
    for kind, report in files.items():
        if report.accepted == 0:
            raise ImportRefused(f"no line of the {kind.value} could be used")
        if report.rejected_share > MAX_REJECTED_SHARE and report.rejected > 10:
            worst = ", ".join(f"{fault.value} {n}" for fault, n in report.faults.most_common())
            raise ImportRefused(
                f"{report.rejected_share:.0%} of the {kind.value} were rejected: {worst}"
            )
    found = files[StockKind.ESTABLISHMENTS].accepted
    if found < running_establishments * MIN_SHARE_OF_RUNNING:
        raise ImportRefused(
            f"{found} establishments against {running_establishments} in service: "
            "the stock looks cut short (--may-shrink accepts it)"
        )
