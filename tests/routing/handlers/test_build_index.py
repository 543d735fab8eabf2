"""The index is built beside the running one, verified, and followed."""

from dataclasses import replace
from pathlib import Path

import pytest

from routing.domain.inquiry import Area, inquiry
from routing.gateways.index_files import IndexBroken
from routing.gateways.tantivy_index import TantivyIndex
from routing.handlers.build_index import (
    NoRegistry,
    build_index,
    is_index_behind,
    sweep_indexes,
)
from routing.jobs import loops, refresh_index
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable
from tests.routing.town import GLACIER, numbers, settle, siret


async def test_the_worker_indexes_a_registry_that_is_newer(
    town: RoutingParts, tmp_path: Path
) -> None:
    loop = next(loop for loop in loops(town) if loop.name == "refresh-index")
    assert await loop.do() == 0
    await town.search.keep_only([])
    async with town.open_store() as store:
        assert not await is_index_behind(store, search=town.search)


async def test_without_a_registry_there_is_nothing_to_index(parts: RoutingParts) -> None:
    assert await refresh_index(parts) == 0
    with pytest.raises(NoRegistry):
        async with parts.open_store() as store:
            await build_index(store, search=parts.search, progress=lambda _: None)


async def test_a_running_process_follows_without_a_failed_query(
    town: RoutingParts, tmp_path: Path
) -> None:
    asked = inquiry("le glacier", Area())
    async with town.open_store() as store:
        await town.search.follow(await store.indexes.current())
    await settle(town, tmp_path / "next", (GLACIER,))
    assert siret(GLACIER) in numbers(await town.search.find(asked))
    async with town.open_store() as store:
        await town.search.follow(await store.indexes.current())
        await sweep_indexes(store, search=town.search)
    assert numbers(await town.search.find(asked)) == [siret(GLACIER)]


async def test_only_the_two_newest_indexes_stay_on_the_disk(
    town: RoutingParts, tmp_path: Path
) -> None:
    for number in range(3):
        await settle(town, tmp_path / str(number))
    async with town.open_store() as store:
        await sweep_indexes(store, search=town.search)
        kept = [version.name for version in await store.indexes.newest(2)]
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == sorted(kept)


async def test_a_damaged_index_is_never_put_in_use(town: RoutingParts, tmp_path: Path) -> None:
    async with town.open_store() as store:
        version = await store.indexes.current()
    assert version is not None
    file = tmp_path / "index" / version.name / version.files[-1].name
    file.write_bytes(file.read_bytes() + b"!")
    other = TantivyIndex(tmp_path / "index")
    with pytest.raises(IndexBroken):
        await other.follow(version)
    with pytest.raises(SearchUnavailable):
        await other.find(inquiry("le glacier", Area()))


async def test_an_index_of_another_release_is_built_anew_and_never_read(
    town: RoutingParts, tmp_path: Path
) -> None:
    """As left by a release whose indexes had other fields, or other files."""
    async with town.open_store() as store:
        version = await store.indexes.current()
        assert version is not None
        foreign = replace(version, name=f"registry-{version.registry_version}-foreign")
        await store.indexes.add(foreign)
    (tmp_path / "index" / foreign.name).mkdir()
    fresh = TantivyIndex(tmp_path / "index")
    await fresh.follow(foreign)
    with pytest.raises(SearchUnavailable):
        await fresh.find(inquiry("le glacier", Area()))
    assert await refresh_index(town) == 1
    async with town.open_store() as store:
        await fresh.follow(await store.indexes.current())
    assert numbers(await fresh.find(inquiry("le glacier", Area()))) == [siret(GLACIER)]


async def test_an_abandoned_build_leaves_nothing_behind(town: RoutingParts, tmp_path: Path) -> None:
    def fall(_: int) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk"):
        async with town.open_store() as store:
            await build_index(store, search=town.search, progress=fall)
    assert len(list((tmp_path / "index").iterdir())) == 1
