"""An account opens while another one of the same mailbox is being opened."""

import asyncio

from sqlalchemy import text

from common.contracts.company_portal import ActivationCodeIssued, ActivationLinkRequested
from company_portal.domain.rights import Access, Role
from company_portal.handlers.create_account import (
    CreateAccount,
    OpenAccount,
    Opened,
    create_account,
    open_account,
)
from company_portal.handlers.request_activation import RequestActivation, request_activation
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    PASSWORD,
    a_routing,
    announced,
    receive,
)

EMAIL = "gerant@example.fr"
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def a_token(parts: PortalParts) -> str:
    """The secret of a link that was mailed to the manager."""
    await receive(parts, a_routing())
    (issued,) = await announced(parts, ActivationCodeIssued)
    async with parts.open_store() as store:
        command = RequestActivation(issued.siret, issued.code, EMAIL)
        await request_activation(command, store, public_url="http://testserver")
    (asked,) = await announced(parts, ActivationLinkRequested)
    return asked.activation_url.partition("token=")[2]


async def until_someone_waits(parts: PortalParts) -> None:
    async with parts.ground.engine.connect() as connection:
        while not await connection.scalar(WAITING):  # noqa: ASYNC110 - a database tells no event
            await asyncio.sleep(0.02)


async def test_the_later_one_gives_its_right_to_the_account_that_came_first(
    parts: PortalParts,
) -> None:
    token = await a_token(parts)

    async def follow_the_link() -> Opened:
        async with parts.open_store() as store:
            return await create_account(CreateAccount(token, PASSWORD, "D", "M"), store)

    async with parts.open_store() as first:
        access = Access(GARAGE, Role.MEMBER)
        opened = await open_account(OpenAccount(EMAIL, PASSWORD, "D", "M", access), first)
        later = asyncio.create_task(follow_the_link())
        await until_someone_waits(parts)
    joined = await later

    assert (joined.account_id, joined.is_new) == (opened.account_id, False)
    async with parts.open_store() as store:
        account = await store.accounts.by_email(EMAIL)
    assert account is not None
    assert {access.siret for access in account.accesses} == {BAKERY, GARAGE}
