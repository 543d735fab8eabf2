"""A signed address lets one file through, as agreed, for a while; the real server is asked."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from common.settings import StorageSettings
from common.storage import PresignedPost, S3Storage, attachment
from tests.common.storage.conftest import BUCKET

MINUTE = timedelta(minutes=1)
PNG = "image/png"


async def leave(files: S3Storage, key: str, *, expires: timedelta = MINUTE) -> PresignedPost:
    return await files.presigned_post(
        BUCKET, key, content_type=PNG, max_bytes=1000, expires=expires
    )


async def upload(
    browser: httpx.AsyncClient, given: PresignedPost, body: bytes, **changes: str
) -> int:
    fields = given.fields | {name.replace("_", "-"): value for name, value in changes.items()}
    answer = await browser.post(given.url, data=fields, files={"file": ("x.png", body)})
    return answer.status_code


async def test_the_agreed_file_is_taken(files: S3Storage, browser: httpx.AsyncClient) -> None:
    assert await upload(browser, await leave(files, "up/ok"), b"a" * 1000) in {200, 204}
    found = await files.head(BUCKET, "up/ok")
    assert found is not None
    assert (found.size, found.content_type) == (1000, PNG)


@pytest.mark.parametrize("size", [0, 1001, 200_000])
async def test_another_size_is_refused(
    files: S3Storage, browser: httpx.AsyncClient, size: int
) -> None:
    assert await upload(browser, await leave(files, f"up/size{size}"), b"a" * size) >= 400
    assert await files.head(BUCKET, f"up/size{size}") is None


async def test_another_key_is_refused(files: S3Storage, browser: httpx.AsyncClient) -> None:
    assert await upload(browser, await leave(files, "up/mine"), b"a", key="up/theirs") >= 400
    assert await files.head(BUCKET, "up/theirs") is None


async def test_another_type_is_refused(files: S3Storage, browser: httpx.AsyncClient) -> None:
    given = await leave(files, "up/type")
    assert await upload(browser, given, b"<script>", Content_Type="text/html") >= 400


@pytest.mark.parametrize("field", ["x-amz-signature", "policy", "x-amz-credential", "x-amz-date"])
async def test_a_field_tampered_with_is_refused(
    files: S3Storage, browser: httpx.AsyncClient, field: str
) -> None:
    given = await leave(files, "up/tampered")
    value = given.fields[field]
    changed = value[:-3] + ("aaa" if value[-3:] != "aaa" else "bbb")
    assert await upload(browser, given, b"a", **{field: changed}) >= 400


@pytest.mark.parametrize("field", ["x-amz-signature", "policy", "Content-Type", "key"])
async def test_a_field_left_out_is_refused(
    files: S3Storage, browser: httpx.AsyncClient, field: str
) -> None:
    given = await leave(files, "up/fewer")
    fewer = {name: value for name, value in given.fields.items() if name != field}
    assert await upload(browser, PresignedPost(given.url, fewer), b"a") >= 400


async def test_leave_that_has_expired_is_refused(
    files: S3Storage, browser: httpx.AsyncClient
) -> None:
    given = await leave(files, "up/late", expires=timedelta(seconds=1))
    await asyncio.sleep(2.1)
    assert await upload(browser, given, b"a") >= 400


async def test_a_download_is_saved_under_its_name(
    files: S3Storage, browser: httpx.AsyncClient
) -> None:
    await files.put(BUCKET, "down/ok", b"<script>", content_type="text/html")
    url = await files.presigned_get(
        BUCKET, "down/ok", filename='Reçu "1".pdf', content_type="application/pdf", expires=MINUTE
    )
    answer = await browser.get(url)
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == attachment('Reçu "1".pdf')
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_an_address_tampered_with_or_expired_opens_nothing(
    files: S3Storage, browser: httpx.AsyncClient
) -> None:
    await files.put(BUCKET, "down/secret", b"secret", content_type="text/plain")
    url = await files.presigned_get(
        BUCKET,
        "down/secret",
        filename="s.txt",
        content_type="text/plain",
        expires=timedelta(seconds=1),
    )
    bare, _, query = url.partition("?")
    forged = [
        bare,
        url.replace("attachment", "inline"),
        url.replace("X-Amz-Expires=1", "X-Amz-Expires=9999"),
        url.replace("down/secret", "down/ok"),
        f"{bare}?{query[:-4]}0000",
    ]
    statuses = [(await browser.get(address)).status_code for address in forged]
    assert all(status >= 400 for status in statuses), statuses
    await asyncio.sleep(2.1)
    assert (await browser.get(url)).status_code >= 400


async def test_addresses_are_signed_for_the_host_that_a_browser_sees(s3: StorageSettings) -> None:
    outside = S3Storage(s3.model_copy(update={"public_endpoint": "https://files.house.test"}))
    url = await outside.presigned_get(
        BUCKET, "a", filename="a", content_type="text/plain", expires=MINUTE
    )
    assert urlsplit(url).netloc == "files.house.test"
    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["60"]
    await outside.close()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("facture.pdf", "facture.pdf"),
        ("été 2026.pdf", "_t__2026.pdf"),
        ('a"; filename="b.exe', "a___filename__b.exe"),
        ("a\r\nSet-Cookie: x=1", "a__Set-Cookie__x_1"),
        ("../../etc/passwd", ".._.._etc_passwd"),
    ],
)
def test_a_name_cannot_leave_its_header(name: str, plain: str) -> None:
    header = attachment(name)
    assert header.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''")
    assert "\r" not in header
    assert "\n" not in header
