"""Replicas get the index through the object storage."""

import asyncio
from pathlib import Path

import pytest

from common.testing.storage import MemoryStorage
from routing.domain.inquiry import Area, inquiry
from routing.gateways.index_share import IndexShare
from routing.gateways.tantivy_index import TantivyIndex
from routing.handlers.build_index import build_index
from routing.parts import RoutingParts
from routing.ports import IndexVersion, SearchUnavailable
from tests.routing.town import GLACIER, numbers, siret

ASKED = inquiry("le glacier", Area())


@pytest.fixture
def share(storage: MemoryStorage) -> IndexShare:
    return IndexShare(storage, "vigie-index")


async def built(town: RoutingParts, share: IndexShare, tmp_path: Path) -> IndexVersion:
    here = TantivyIndex(tmp_path / "here", share=share)
    async with town.open_store() as store:
        return await build_index(store, search=here, progress=lambda _: None)


async def followed(replica: TantivyIndex, version: IndexVersion) -> None:
    """The download runs in the background, and is taken up by a later request."""
    for _ in range(100):
        await replica.follow(version)
        try:
            await replica.find(ASKED)
        except SearchUnavailable:
            await asyncio.sleep(0.02)
        else:
            return
    raise AssertionError("the replica never got the index")


async def test_a_replica_downloads_what_another_built(
    town: RoutingParts, share: IndexShare, tmp_path: Path
) -> None:
    version = await built(town, share, tmp_path)
    replica = TantivyIndex(tmp_path / "there", share=share)
    await followed(replica, version)
    assert siret(GLACIER) in numbers(await replica.find(ASKED))


async def test_a_spoilt_download_is_thrown_away_and_tried_again(
    town: RoutingParts, share: IndexShare, storage: MemoryStorage, tmp_path: Path
) -> None:
    version = await built(town, share, tmp_path)
    key = next(iter(storage.objects))
    whole = storage.objects[key]
    storage.objects[key] = (b"spoilt", whole[1])
    replica = TantivyIndex(tmp_path / "there", share=share)
    for _ in range(10):
        await replica.follow(version)
        await asyncio.sleep(0.02)
    with pytest.raises(SearchUnavailable):
        await replica.find(ASKED)
    storage.objects[key] = whole
    await followed(replica, version)


async def test_a_storage_that_is_down_is_asked_again_later(
    town: RoutingParts, share: IndexShare, storage: MemoryStorage, tmp_path: Path
) -> None:
    version = await built(town, share, tmp_path)
    storage.is_down = True
    replica = TantivyIndex(tmp_path / "there", share=share)
    await replica.follow(version)
    await asyncio.sleep(0.02)
    storage.is_down = False
    await followed(replica, version)


async def test_old_indexes_leave_the_storage(
    town: RoutingParts, share: IndexShare, storage: MemoryStorage, tmp_path: Path
) -> None:
    first = await built(town, share, tmp_path)
    second = await built(town, share, tmp_path)
    await share.keep_only([second.name])
    names = {key.split("/")[0] for _, key in storage.objects}
    assert first.name not in names
    assert second.name in names


async def test_a_replica_that_is_asked_without_pause_changes_index_without_a_failed_query(
    town: RoutingParts, share: IndexShare, tmp_path: Path
) -> None:
    """Four clients ask on while three indexes follow one another and old files are swept."""
    version = await built(town, share, tmp_path)
    replica = TantivyIndex(tmp_path / "there", share=share)
    await followed(replica, version)
    answered: dict[str, int] = {}
    is_over = False

    async def client() -> None:
        while not is_over:
            await replica.follow(version)
            assert siret(GLACIER) in numbers(await replica.find(ASKED))
            name = replica.in_use or ""
            answered[name] = answered.get(name, 0) + 1

    clients = [asyncio.create_task(client()) for _ in range(4)]
    try:
        for _ in range(3):
            previous, version = version, await built(town, share, tmp_path)
            while replica.in_use != version.name:
                assert not any(one.done() for one in clients)
                await asyncio.sleep(0.01)
            await replica.keep_only([previous.name, version.name])
    finally:
        is_over = True
        await asyncio.gather(*clients)
    assert len(answered) == 4
    assert min(answered.values()) > 0
