"""Object storage in memory, for tests of deeds that keep files."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from common.storage import NoSuchObject, PresignedPost, StorageUnavailable, StoredObject

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class MemoryStorage:
    """Keeps objects in a dictionary; `is_down` makes every call fail."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], tuple[bytes, str]] = {}
        self.buckets: set[str] = set()
        self.is_down = False

    async def ensure_buckets(self, *buckets: str) -> None:
        self._answer()
        self.buckets.update(buckets)

    async def presigned_post(
        self,
        bucket: str,
        key: str,
        *,
        content_type: str,
        max_bytes: int,
        expires: timedelta,
        returns_to: str | None = None,
    ) -> PresignedPost:
        self._answer()
        fields = {
            "key": key,
            "Content-Type": content_type,
            "x-max-bytes": str(max_bytes),
            "x-expires": str(expires),
        }
        if returns_to is not None:
            fields["success_action_redirect"] = returns_to
        return PresignedPost(f"http://storage.test/{bucket}", fields)

    async def presigned_get(
        self, bucket: str, key: str, *, filename: str, content_type: str, expires: timedelta
    ) -> str:
        self._answer()
        query = urlencode({"filename": filename, "type": content_type, "expires": expires})
        return f"http://storage.test/{bucket}/{quote(key)}?{query}"

    async def put(self, bucket: str, key: str, body: bytes, *, content_type: str) -> None:
        self._answer()
        self.objects[bucket, key] = (body, content_type)

    async def get(self, bucket: str, key: str, *, max_bytes: int | None = None) -> bytes:
        self._answer()
        body, _ = self._find(bucket, key)
        return body if max_bytes is None else body[: max_bytes + 1]

    async def head(self, bucket: str, key: str) -> StoredObject | None:
        self._answer()
        if (bucket, key) not in self.objects:
            return None
        body, content_type = self.objects[bucket, key]
        return StoredObject(len(body), content_type, _EPOCH)

    async def copy(self, bucket: str, key: str, *, to_bucket: str, to_key: str) -> None:
        self._answer()
        self.objects[to_bucket, to_key] = self._find(bucket, key)

    async def delete(self, bucket: str, *keys: str) -> None:
        self._answer()
        for key in keys:
            self.objects.pop((bucket, key), None)

    async def list_keys(self, bucket: str, prefix: str = "") -> Sequence[str]:
        self._answer()
        return sorted(
            key for owner, key in self.objects if owner == bucket and key.startswith(prefix)
        )

    async def close(self) -> None:
        pass

    def _answer(self) -> None:
        if self.is_down:
            raise StorageUnavailable("down by the test's wish")

    def _find(self, bucket: str, key: str) -> tuple[bytes, str]:
        try:
            return self.objects[bucket, key]
        except KeyError:
            raise NoSuchObject(key) from None
