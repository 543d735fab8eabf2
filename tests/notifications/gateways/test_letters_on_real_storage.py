"""Letters on a real object storage: what the printing centre downloads is what was bound."""

import hashlib

import httpx

from common.settings import StorageSettings
from common.storage import S3Storage
from common.testing.clock import FrozenClock
from common.testing.fixtures import Database
from common.testing.web import http_client
from notifications.app import build, create_api, prepare
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, typeset_all
from tests.notifications.world import PRINTING_KEY


async def test_the_file_has_the_digest_that_was_announced(
    database: Database, s3: StorageSettings, clock: FrozenClock
) -> None:
    url = await database("notifications")
    parts = build(world.settings(url), clock=clock, carrier=Postman(), storage=S3Storage(s3))
    await prepare(parts)
    await hear_well(parts, world.code_issued())
    assert await typeset_all(parts) == 1
    key = {"Authorization": f"Bearer {PRINTING_KEY}", "Idempotency-Key": "0123456789abcdef"}
    async with http_client(create_api(parts)) as client, httpx.AsyncClient() as browser:
        batch = (await client.post("/v1/letters/batches", headers=key)).json()
        redirection = await client.get(batch["url"].removeprefix("http://testserver"), headers=key)
        file = await browser.get(redirection.headers["location"])
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("attachment;")
    assert hashlib.sha256(file.content).hexdigest() == batch["sha256"]
    await parts.close()
