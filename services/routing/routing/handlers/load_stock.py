"""Load one stock file beside the running registry, step by step, each step committed."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from routing.ports import Rejection, StockKind, StockPart, StockReader
from routing.store import Store
from routing.store.loads import Load, LoadState

# Beyond this share a file is not what it should be, and the running registry is kept.
MAX_REJECTED_SHARE = 0.05
# A few bad lines of a tiny file are no reason to refuse it.
TOLERATED = 10
# From so many bad lines on, a file that is mostly wrong is refused without reading its end.
HOPELESS = 100_000
# Some hundred megabytes: what an interruption may cost.
PARTS_IN_A_STEP = 64

OpenStore = Callable[[], Store]
Progress = Callable[[StockKind, int, float], None]


class TooManyRejected(Exception):
    """Too many lines of the file were left out."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What the steps of one load share. `progress` is told kind, lines and share of the file."""

    open_store: OpenStore
    stock: StockReader
    progress: Progress


async def load_stock(load: Load, path: Path, loading: Loading) -> Load:
    """Go on from where the load is until all lines are in. Raises `TooManyRejected`."""
    parts = _ahead(loading.stock.parts(path, load.kind, skip=load.parts))
    async with aclosing(parts):
        while load.state is LoadState.LOADING:
            async with loading.open_store() as store:
                load = await _step(load, parts, store, loading)
            if load.rejected > HOPELESS:
                demand_enough(load)
    return load


async def make_ready(load: Load, open_store: OpenStore) -> Load:
    """Drop what came twice, and index."""
    if load.state is LoadState.READY:
        return load
    async with open_store() as store:
        duplicates = await store.staging.drop_duplicates(load.kind)
        await store.staging.index(load.kind)
        load = load.made_ready(duplicates=duplicates)
        await store.loads.note(load)
    return load


def demand_enough(load: Load) -> None:
    """Raises `TooManyRejected` for a file of which too little can be used."""
    if load.rejected > TOLERATED and load.rejected_share > MAX_REJECTED_SHARE:
        raise TooManyRejected(f"{load.rejected_share:.0%} of the {load.kind.value} were rejected")


async def _step(
    load: Load, parts: AsyncIterator[StockPart], store: Store, loading: Loading
) -> Load:
    """Some parts in one transaction, with the note of how far that leads."""
    rejections: list[Rejection] = []

    async def rows() -> AsyncIterator[bytes]:
        nonlocal load
        for _ in range(PARTS_IN_A_STEP):
            part = await anext(parts, None)
            if part is None:
                load = replace(load, state=LoadState.LOADED)
                return
            load = load.with_part(part)
            rejections.extend(part.rejections)
            loading.progress(load.kind, load.lines, part.share)
            yield part.rows

    kind = load.kind
    await store.staging.fill(kind, loading.stock.columns(kind), rows())
    await store.staging.reject(kind, rejections)
    await store.loads.note(load)
    return load


async def _ahead(parts: Iterator[StockPart]) -> AsyncGenerator[StockPart, None]:
    """The same parts, the next one always in the making while PostgreSQL takes the last."""

    def make() -> asyncio.Future[StockPart | None]:
        return asyncio.ensure_future(asyncio.to_thread(next, parts, None))

    coming = make()
    try:
        while (part := await coming) is not None:
            coming = make()
            yield part
    finally:
        await asyncio.gather(coming, return_exceptions=True)
