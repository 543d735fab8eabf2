"""What an operator does with keys."""

import asyncio
import json

import httpx
from sqlalchemy import select
from typer.testing import CliRunner, Result

from common.secrets import digest
from intake.app import SERVICE
from intake.parts import IntakeParts
from intake.store.tables import Open311KeyRow
from tests.intake.open311.programs import post


async def run(parts: IntakeParts, *options: str) -> Result:
    """The command as the shell would run it: in a thread, for it brings its own event loop."""
    await parts.ground.engine.dispose()
    return await asyncio.to_thread(CliRunner().invoke, SERVICE.jobs(lambda: parts), options)


async def test_a_key_is_told_once_kept_as_a_digest_and_taken_back(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    made = await run(parts, "make-open311-key", "--name", "Mairie en ligne")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    async with parts.open_store() as store:
        row = (await (await store.connection()).execute(select(Open311KeyRow.__table__))).one()
    assert (row.name, row.key_digest) == ("Mairie en ligne", digest(told["api_key"]))
    assert told["api_key"] not in str(row)
    assert (await post(client, told["api_key"])).status_code == 200

    assert (await run(parts, "end-open311-key", told["id"])).exit_code == 0
    assert (await run(parts, "end-open311-key", told["id"])).exit_code == 1
    assert (await post(client, told["api_key"])).status_code == 403


async def test_a_name_of_nothing_makes_no_key(parts: IntakeParts) -> None:
    for name in ("", "  ", "a\nb", "a" * 81):
        assert (await run(parts, "make-open311-key", "--name", name)).exit_code == 1
