"""Objects are put, found, copied, listed and removed; what is absent is no accident."""

import asyncio

import pytest
from pydantic import SecretStr

from common.settings import StorageSettings
from common.storage import NoSuchObject, ObjectStorage, S3Storage, StorageUnavailable
from common.testing.storage import MemoryStorage
from tests.common.storage.conftest import BUCKET


@pytest.fixture(params=["server", "memory"])
def either(request: pytest.FixtureRequest) -> ObjectStorage:
    """The same promises for the real storage and for the one of our tests."""
    if request.param == "memory":
        return MemoryStorage()
    storage: S3Storage = request.getfixturevalue("files")
    return storage


async def test_what_is_put_is_found(either: ObjectStorage) -> None:
    await either.put(BUCKET, "a/é 1.pdf", b"body", content_type="application/pdf")
    assert await either.get(BUCKET, "a/é 1.pdf") == b"body"
    found = await either.head(BUCKET, "a/é 1.pdf")
    assert found is not None
    assert (found.size, found.content_type) == (4, "application/pdf")


async def test_what_is_absent_is_said_to_be(either: ObjectStorage) -> None:
    assert await either.head(BUCKET, "absent") is None
    await either.delete(BUCKET, "absent")
    with pytest.raises(NoSuchObject):
        await either.get(BUCKET, "absent")
    with pytest.raises(NoSuchObject):
        await either.copy(BUCKET, "absent", to_bucket="vigie-clean", to_key="b")


async def test_no_more_is_read_than_asked(either: ObjectStorage) -> None:
    await either.put(BUCKET, "long", b"a" * 10_000, content_type="text/plain")
    assert len(await either.get(BUCKET, "long", max_bytes=100)) == 101


async def test_a_copy_outlives_its_source(either: ObjectStorage) -> None:
    await either.put(BUCKET, "source", b"body", content_type="image/png")
    await either.copy(BUCKET, "source", to_bucket="vigie-clean", to_key="copy")
    await either.delete(BUCKET, "source")
    assert await either.head(BUCKET, "source") is None
    assert await either.get("vigie-clean", "copy") == b"body"
    found = await either.head("vigie-clean", "copy")
    assert found is not None
    assert found.content_type == "image/png"


async def test_keys_are_listed_by_their_beginning(either: ObjectStorage) -> None:
    for key in ("list/1", "list/2", "other/1"):
        await either.put(BUCKET, key, b"x", content_type="text/plain")
    assert sorted(await either.list_keys(BUCKET, "list/")) == ["list/1", "list/2"]


async def test_many_calls_at_once_share_a_few_threads(files: S3Storage) -> None:
    keys = [f"many/{number}" for number in range(40)]
    await asyncio.gather(
        *(files.put(BUCKET, key, key.encode(), content_type="text/plain") for key in keys)
    )
    bodies = await asyncio.gather(*(files.get(BUCKET, key) for key in keys))
    assert bodies == [key.encode() for key in keys]


async def test_buckets_may_be_ensured_twice(files: S3Storage) -> None:
    await files.ensure_buckets(BUCKET)


async def test_a_storage_that_is_away_is_said_to_be(s3: StorageSettings) -> None:
    away = S3Storage(s3.model_copy(update={"endpoint": "http://127.0.0.1:9"}))
    with pytest.raises(StorageUnavailable):
        await away.get(BUCKET, "a")
    await away.close()


async def test_a_wrong_secret_opens_nothing(s3: StorageSettings) -> None:
    stranger = S3Storage(s3.model_copy(update={"secret_key": SecretStr("guessed")}))
    with pytest.raises(StorageUnavailable):
        await stranger.put(BUCKET, "a", b"x", content_type="text/plain")
    await stranger.close()
