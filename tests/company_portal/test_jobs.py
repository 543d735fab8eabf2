"""What an operator starts by hand, and what the clock starts."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from common.contracts.company_portal import AccountChanged
from company_portal.jobs import jobs, loops
from company_portal.parts import PortalParts
from company_portal.store.tables import AccountRow
from tests.company_portal.builders import BAKERY, PASSWORD, a_routing, announced, receive

OPTIONS = (
    *("create-account", "--email", "Gerant@Example.fr", "--siret", BAKERY),
    *("--first-name", "Dominique", "--last-name", "Martin", "--role", "admin", "--covers-siren"),
)


async def run(parts: PortalParts, options: Sequence[str], *, typed: str) -> Result:
    """The command as the shell would run it: in a thread, for it brings its own event loop."""
    await parts.ground.engine.dispose()
    commands = jobs(lambda: parts)
    return await asyncio.to_thread(CliRunner().invoke, commands, options, input=typed)


async def count(parts: PortalParts) -> int:
    async with parts.open_store() as store:
        return await (await store.connection()).scalar(select(func.count(AccountRow.email))) or 0


async def test_an_account_is_opened_with_one_time_codes(parts: PortalParts) -> None:
    result = await run(parts, OPTIONS, typed=f"{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["email"], told["siret"], len(told["totp_secret"])) == (
        "gerant@example.fr",
        BAKERY,
        32,
    )
    (changed,) = await announced(parts, AccountChanged)
    assert changed.accesses[0].covers_siren
    async with parts.open_store() as store:
        account = await store.accounts.by_email("gerant@example.fr")
    assert account is not None
    assert account.sealed_totp is not None


@pytest.mark.parametrize(
    ("options", "typed", "said"),
    [
        (OPTIONS, "motdepasse12", "weak password: common"),
        ([*OPTIONS[:4], "12345678901234", *OPTIONS[5:]], PASSWORD, "no SIRET"),
        ([*OPTIONS[:2], "a@b", *OPTIONS[3:]], PASSWORD, "no e-mail address"),
    ],
)
async def test_a_refusal_opens_nothing_and_says_why(
    parts: PortalParts, options: Sequence[str], typed: str, said: str
) -> None:
    result = await run(parts, options, typed=f"{typed}\n")

    assert result.exit_code == 1
    assert said in result.stderr
    assert PASSWORD not in result.output
    assert await count(parts) == 0


async def test_an_address_has_one_account(parts: PortalParts) -> None:
    await run(parts, OPTIONS, typed=f"{PASSWORD}\n")

    again = await run(parts, OPTIONS, typed=f"{PASSWORD}\n")

    assert again.exit_code == 1
    assert "has an account already" in again.stderr


async def test_the_loop_does_what_is_due(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    (loop,) = loops(parts)

    assert await loop.do() == 0
