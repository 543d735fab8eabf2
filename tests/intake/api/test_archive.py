"""Everything about a report, downloaded by who follows it."""

import io
import json
from zipfile import ZipFile

import httpx

from common.testing.storage import MemoryStorage
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.pack_report import MISSING
from intake.handlers.submit_report import AcceptedReport
from intake.parts import IntakeParts
from tests.intake.gateways.pictures import a_picture
from tests.intake.handlers.files import announce, upload
from tests.intake.world import a_submitted_report

PATH = "/v1/tracking/report/archive"


async def a_report_with_a_file(parts: IntakeParts) -> AcceptedReport:
    announced = await announce(parts)
    await upload(parts, announced, content=a_picture("PNG"))
    pending = await announce(parts)
    await upload(parts, pending)
    accepted = await a_submitted_report(parts, attachment_keys=(announced.key, pending.key))
    checker = Checker(
        parts.storage, parts.antivirus, parts.inspector, parts.buckets, parts.ground.chance
    )
    await check_next_attachment(parts.open_store, checker)
    return accepted


async def archive(client: httpx.AsyncClient, accepted: AcceptedReport) -> ZipFile:
    await client.post("/v1/tracking-sessions", json={"secret": accepted.secret})
    answer = await client.get("/tracking/download", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert accepted.reference in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    return ZipFile(io.BytesIO(answer.content))


async def test_the_archive_holds_the_report_and_its_clean_files(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_report_with_a_file(parts)
    found = await archive(client, accepted)
    assert found.testzip() is None
    told = json.loads(found.read("signalement.json"))
    assert told["description"] == "Aucun prix au rayon boulangerie."
    (picture,) = [name for name in found.namelist() if name.endswith(".png")]
    assert found.read(picture).startswith(b"\x89PNG")


async def test_a_file_that_cannot_be_had_is_named_in_the_archive(
    client: httpx.AsyncClient, parts: IntakeParts, storage: MemoryStorage
) -> None:
    accepted = await a_report_with_a_file(parts)
    storage.is_down = True
    found = await archive(client, accepted)
    assert found.testzip() is None
    assert "photo.png" in found.read(MISSING).decode()


async def test_nobody_downloads_a_report_without_following_it(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH)).status_code == 401
    assert (await client.get("/tracking/download")).headers["location"] == "/tracking"
