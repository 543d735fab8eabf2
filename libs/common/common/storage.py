"""Files in an S3 bucket: browsers send and fetch them by signed addresses, never through us."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from common.settings import StorageSettings

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

T = TypeVar("T")
MAX_CALLS = 8
CONNECT_SECONDS = 3
READ_SECONDS = 10
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
_OURS_ALREADY = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


class StorageUnavailable(Exception):
    """The object storage does not answer, or refuses what it should accept."""


class NoSuchObject(Exception):
    """There is no object under that key."""


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """Where a browser posts one file, and the fields that come before it in the form."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredObject:
    size: int
    content_type: str
    modified_at: datetime


class ObjectStorage(Protocol):
    """Buckets of objects. Every call may raise StorageUnavailable."""

    async def ensure_buckets(self, *buckets: str) -> None:
        """Create those that are missing."""

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
        """Leave to upload exactly this key, this type, 1 to `max_bytes` bytes.

        `returns_to` is where a browser without script goes after its upload.
        """

    async def presigned_get(
        self, bucket: str, key: str, *, filename: str, content_type: str, expires: timedelta
    ) -> str:
        """An address that downloads the object under that name, never shows it in place."""

    async def put(self, bucket: str, key: str, body: bytes, *, content_type: str) -> None: ...

    async def get(self, bucket: str, key: str, *, max_bytes: int | None = None) -> bytes:
        """The object; NoSuchObject when absent. At most `max_bytes` + 1 bytes are read."""

    async def head(self, bucket: str, key: str) -> StoredObject | None: ...

    async def copy(self, bucket: str, key: str, *, to_bucket: str, to_key: str) -> None: ...

    async def delete(self, bucket: str, *keys: str) -> None:
        """Remove the objects; those already absent are no error."""

    async def list_keys(self, bucket: str, prefix: str = "") -> Sequence[str]: ...

    async def close(self) -> None: ...


def attachment(filename: str) -> str:
    """A Content-Disposition that saves under the name, whatever its letters (RFC 6266)."""
    plain = "".join(
        character if character.isascii() and (character.isalnum() or character in "._-") else "_"
        for character in filename
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


class S3Storage:
    """Any S3 API, through boto3 in a few threads: its calls block, its client is shared."""

    def __init__(self, settings: StorageSettings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(max_workers=MAX_CALLS, thread_name_prefix="s3")

    @cached_property
    def _session(self) -> boto3.session.Session:
        # One for both clients: its models of the API hold 15 MB, from the first call on.
        return boto3.session.Session()

    @cached_property
    def _inside(self) -> "S3Client":
        return _client(self._session, self._settings, self._settings.endpoint)

    @cached_property
    def _outside(self) -> "S3Client":
        # Signatures cover the host: what a browser uses is signed for the address it sees.
        endpoint = self._settings.public_endpoint
        return _client(self._session, self._settings, endpoint) if endpoint else self._inside

    async def ensure_buckets(self, *buckets: str) -> None:
        for bucket in buckets:
            await self._call(self._ensure_bucket, bucket)

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
        fixed = {"Content-Type": content_type}
        if returns_to is not None:
            fixed["success_action_redirect"] = returns_to
        signed = self._outside.generate_presigned_post(
            bucket,
            key,
            Fields=fixed,
            Conditions=[
                *({name: value} for name, value in fixed.items()),
                ["content-length-range", 1, max_bytes],
            ],
            ExpiresIn=int(expires.total_seconds()),
        )
        return PresignedPost(signed["url"], signed["fields"])

    async def presigned_get(
        self, bucket: str, key: str, *, filename: str, content_type: str, expires: timedelta
    ) -> str:
        return self._outside.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": bucket,
                "Key": key,
                "ResponseContentDisposition": attachment(filename),
                "ResponseContentType": content_type,
                "ResponseCacheControl": "no-store",
            },
            ExpiresIn=int(expires.total_seconds()),
        )

    async def put(self, bucket: str, key: str, body: bytes, *, content_type: str) -> None:
        await self._call(
            self._inside.put_object, Bucket=bucket, Key=key, Body=body, ContentType=content_type
        )

    async def get(self, bucket: str, key: str, *, max_bytes: int | None = None) -> bytes:
        return await self._call(self._read, bucket, key, max_bytes)

    async def head(self, bucket: str, key: str) -> StoredObject | None:
        try:
            found = await self._call(self._inside.head_object, Bucket=bucket, Key=key)
        except NoSuchObject:
            return None
        return StoredObject(found["ContentLength"], found["ContentType"], found["LastModified"])

    async def copy(self, bucket: str, key: str, *, to_bucket: str, to_key: str) -> None:
        source = {"Bucket": bucket, "Key": key}
        await self._call(self._inside.copy_object, Bucket=to_bucket, Key=to_key, CopySource=source)

    async def delete(self, bucket: str, *keys: str) -> None:
        for key in keys:
            await self._call(self._inside.delete_object, Bucket=bucket, Key=key)

    async def list_keys(self, bucket: str, prefix: str = "") -> Sequence[str]:
        return await self._call(self._list, bucket, prefix)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for made in self.__dict__.keys() & {"_inside", "_outside"}:
            self.__dict__[made].close()

    async def _call(self, deed: Callable[..., T], *given: Any, **named: Any) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, partial(deed, *given, **named))
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _ABSENT:
                raise NoSuchObject(code) from error
            raise StorageUnavailable(code) from error
        except BotoCoreError as error:
            raise StorageUnavailable(type(error).__name__) from error

    def _ensure_bucket(self, bucket: str) -> None:
        try:
            self._inside.create_bucket(
                Bucket=bucket,
                CreateBucketConfiguration={
                    "LocationConstraint": self._inside.meta.region_name  # type: ignore[typeddict-item] # regions are free text outside AWS
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in _OURS_ALREADY:
                raise

    def _read(self, bucket: str, key: str, max_bytes: int | None) -> bytes:
        body = self._inside.get_object(Bucket=bucket, Key=key)["Body"]
        with body:
            return body.read(None if max_bytes is None else max_bytes + 1)

    def _list(self, bucket: str, prefix: str) -> list[str]:
        pages = self._inside.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", ())]


def _client(session: boto3.session.Session, settings: StorageSettings, endpoint: str) -> "S3Client":
    client: S3Client = session.client(
        "s3",
        endpoint_url=endpoint,
        region_name=settings.region,
        aws_access_key_id=settings.access_key.get_secret_value(),
        aws_secret_access_key=settings.secret_key.get_secret_value(),
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"max_attempts": 2, "mode": "standard"},
            max_pool_connections=MAX_CALLS,
        ),
    )
    return client
