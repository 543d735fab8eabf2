"""Build the search index of the running registry, beside the one in use."""

from collections.abc import Callable

from routing.ports import IndexVersion, SearchIndex
from routing.store import Store

# The running one and the one before it, for processes that have not followed yet.
KEPT = 2


class NoRegistry(Exception):
    """There is nothing to index: no stock was ever imported."""


async def build_index(
    store: Store, *, search: SearchIndex, progress: Callable[[int], None]
) -> IndexVersion:
    """Index everything from one snapshot, verify, put in place, and tell every process."""
    await store.registry.claim()
    registry = await store.registry.version()
    if registry is None:
        raise NoRegistry
    name = f"{search.layout}-{registry.version}-{store.new_id().hex}"
    build = search.open_build(registry.version, name=name)
    finished = False
    try:
        done = 0
        async for batch in store.establishments.stream():
            await build.add(batch)
            done += len(batch)
            progress(done)
        built = await build.finish()
        finished = True
    finally:
        if not finished:
            await build.abandon()
    await store.indexes.add(built)
    return built


async def sweep_indexes(store: Store, *, search: SearchIndex) -> None:
    """Remove the files of indexes that no process uses any more."""
    kept = await store.indexes.newest(KEPT)
    await search.keep_only([version.name for version in kept])


async def is_index_behind(store: Store, *, search: SearchIndex) -> bool:
    """Whether the newest index is not of the running registry, or not in the layout we read."""
    registry = await store.registry.version()
    index = await store.indexes.current()
    if registry is None:
        return False
    is_ours = index is not None and index.is_of(search.layout)
    return index is None or not is_ours or index.registry_version != registry.version
