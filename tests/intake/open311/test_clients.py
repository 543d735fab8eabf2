"""Two clients of others' making use the façade: `georeport` from PyPI, `open311` from npm."""

import asyncio
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from georeport import GeoReport

from common.contracts.intake import ReportSubmitted
from common.testing.outbox import outbox
from intake.app import create_api
from intake.parts import IntakeParts
from tests.browser import served
from tests.intake.open311.programs import HOLE, STORY, a_key, post

HERE = Path(__file__).parent
WASTE = "public_services-waste_service-not_collected"
PATIENCE = 240


@pytest.mark.parametrize("fmt", ["json", "xml"])
async def test_the_client_of_pypi_reads_services_and_requests(
    parts: IntakeParts, client: httpx.AsyncClient, fmt: str
) -> None:
    key = (await a_key(parts)).key
    answers = [await post(client, key, lat=lat) for lat in ("48.5", "44.5")]
    references = [answer.json()[0]["service_request_id"] for answer in answers]
    async with served(create_api(parts)) as url:
        reader = GeoReport(f"{url}/open311/v2", jurisdiction="fr", output_format=fmt)
        services = await asyncio.to_thread(reader.get_service_list)
        definition = await asyncio.to_thread(reader.get_service_definition, HOLE)
        requests = await asyncio.to_thread(reader.get_service_requests, status="open")
        one: Any = await asyncio.to_thread(reader.get_service_request, references[0])

    assert HOLE in [service["service_code"] for service in services]
    assert definition["service_code"] == HOLE
    assert {request["service_request_id"] for request in requests} == set(references)
    # In XML this client makes no list of a single request.
    shown = one[0] if isinstance(one, list) else one
    assert (shown["service_request_id"], float(shown["lat"])) == (references[0], 48.5)
    assert STORY not in json.dumps([requests, one])


async def test_the_client_of_npm_finds_files_and_follows_a_request(
    parts: IntakeParts, tmp_path: Path
) -> None:
    key = (await a_key(parts)).key
    await _install(tmp_path)
    app = create_api(parts)
    async with served(app) as url:
        # The address that discovery gives is known only now.
        http = parts.http.model_copy(update={"public_url": url})
        app.state.parts = replace(parts, http=http)
        discovery = f"{url}/open311/v2/discovery.json"
        told = json.loads(await _run(tmp_path, "node", "walk.js", discovery, key, WASTE))

    events = [envelope.event for envelope in await outbox(parts.ground)]
    (report,) = [event for event in events if isinstance(event, ReportSubmitted)]
    assert report.content.description == "Les bacs n’ont pas été ramassés & débordent."
    assert [reply.value for reply in report.content.replies] == ["Plusieurs fois"]
    reference = report.content.reference
    assert told["filed"][0]["service_request_id"] == reference
    assert told["services"] > 700
    assert told["definition"]["service_code"] == WASTE
    for answer in ("one", "several", "open"):
        assert [request["service_request_id"] for request in told[answer]] == [reference], answer
    assert (told["one"][0]["status"], told["one"][0]["lat"]) == ("open", 48.86)
    assert (told["refused"]["status"], "api_key" in told["refused"]["words"]) == (403, True)


async def _install(folder: Path) -> None:
    """The client and what it needs, as locked; skipped out loud where there is no npm."""
    if shutil.which("npm") is None:
        reason = "no npm on this machine (apt install npm)"
        if os.environ.get("CI"):  # noqa: TID251 - tests have no settings
            pytest.fail(reason)
        pytest.skip(reason)
    for name in ("package.json", "package-lock.json", "walk.js"):
        shutil.copy(HERE / name, folder / name)
    shutil.copytree(HERE / "absent", folder / "absent")
    await _run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


async def _run(folder: Path, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, err.decode()
    return out.decode()
