"""The object storage through which replicas get an index that one of them built."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from common.storage import NoSuchObject, ObjectStorage, StorageUnavailable
from routing.ports import IndexFile, IndexVersion

PART_BYTES = 32 * 1024 * 1024


class ShareBroken(Exception):
    """The storage does not hold the whole index, or does not answer."""


class IndexShare:
    """Files are cut in parts, so that none is ever whole in memory: `name/file/00000`."""

    def __init__(self, storage: ObjectStorage, bucket: str) -> None:
        self._storage = storage
        self._bucket = bucket

    async def upload(self, version: IndexVersion, directory: Path) -> None:
        await self._storage.ensure_buckets(self._bucket)
        for file in version.files:
            with (directory / file.name).open("rb") as source:
                for number in range(_parts(file)):
                    key = _key(version.name, file.name, number)
                    part = source.read(PART_BYTES)
                    await self._storage.put(
                        self._bucket, key, part, content_type="application/octet-stream"
                    )

    async def download(self, version: IndexVersion, *, into: Path) -> None:
        """Raises `ShareBroken`; what was written by then is the caller's to remove."""
        for file in version.files:
            target_path = into / file.name
            await asyncio.to_thread(target_path.parent.mkdir, parents=True, exist_ok=True)
            with target_path.open("wb") as target:
                for number in range(_parts(file)):
                    target.write(await self._part(version.name, file.name, number))

    async def keep_only(self, names: Sequence[str]) -> None:
        keys = await self._storage.list_keys(self._bucket)
        unneeded = [key for key in keys if key.split("/", 1)[0] not in names]
        if unneeded:
            await self._storage.delete(self._bucket, *unneeded)

    async def _part(self, name: str, file: str, number: int) -> bytes:
        try:
            return await self._storage.get(self._bucket, _key(name, file, number))
        except (NoSuchObject, StorageUnavailable) as error:
            raise ShareBroken(_key(name, file, number)) from error


def _parts(file: IndexFile) -> int:
    return max(1, -(-file.size // PART_BYTES))


def _key(name: str, file: str, number: int) -> str:
    return f"{name}/{file}/{number:05d}"
