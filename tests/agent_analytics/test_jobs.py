"""What operators start by hand, and what the calendar starts."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from agent_analytics.jobs import jobs, loops
from agent_analytics.parts import AnalyticsParts
from common.db.engine import create_engine
from tests.agent_analytics.people import PASSWORD, People

Run = Callable[..., Awaitable[Result]]
ASKED = ["create-agent", "--email", "New@dgccrf.test", "--role", "agent", "--department", "75"]
NAMED = ["--first-name", "Alix", "--last-name", "Martin"]


@pytest.fixture
def run(parts: AnalyticsParts) -> Run:
    """Run a job as the command line does, in a thread with a loop of its own."""
    url = str(parts.ground.engine.url.render_as_string(hide_password=False))

    def build() -> AnalyticsParts:
        engine = create_engine(url, application="agent-analytics-job", pool_size=2)
        return replace(parts, ground=replace(parts.ground, engine=engine))

    async def invoke(*arguments: str, stdin: str = "") -> Result:
        return await asyncio.to_thread(
            CliRunner().invoke, jobs(build), list(arguments), input=stdin
        )

    return invoke


async def test_an_account_is_opened_and_its_phone_secret_told_once(
    run: Run, parts: AnalyticsParts
) -> None:
    done = await run(*ASKED, *NAMED, stdin=f"{PASSWORD}\n")

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["email"] == "new@dgccrf.test"
    assert len(told["totp_secret"]) == 32
    async with parts.ground.engine.connect() as connection:
        rows = await connection.execute(text("SELECT email, role, departments FROM agents"))
        assert rows.all() == [("new@dgccrf.test", "agent", ["75"])]


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        ([*ASKED, *NAMED], "short\n", "12 characters"),
        ([*ASKED, "--department", "20", *NAMED], f"{PASSWORD}\n", "20"),
    ],
)
async def test_what_cannot_be_opened_is_refused_in_words(
    run: Run, arguments: list[str], stdin: str, reason: str
) -> None:
    done = await run(*arguments, stdin=stdin)

    assert done.exit_code == 1
    assert reason in done.output
    assert PASSWORD not in done.output


async def test_an_address_serves_one_account(run: Run) -> None:
    await run(*ASKED, *NAMED, stdin=f"{PASSWORD}\n")

    done = await run(*ASKED, *NAMED, stdin=f"{PASSWORD}\n")

    assert done.exit_code == 1
    assert "another account" in done.output


async def test_the_recount_runs(run: Run) -> None:
    assert (await run("recount")).exit_code == 0


async def test_the_loops_make_keys_and_drop_old_sessions(
    parts: AnalyticsParts, people: People
) -> None:
    await people.sign_in()

    done = {loop.name: await loop.do() for loop in loops(parts)}

    assert done == {"keep-keys": 1, "purge-sessions": 0}
