"""What two logins at once, or an account that ends meanwhile, come to."""

import asyncio
from functools import cached_property
from uuid import UUID

import pytest
from sqlalchemy import text

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.sign_in import Proof, SignInRefused
from agent_analytics.handlers.sign_in import SignedIn, sign_in
from agent_analytics.parts import AnalyticsParts
from agent_analytics.store import Store
from agent_analytics.store.agents import Agents
from tests.agent_analytics.people import PASSWORD, People

EMAIL = "agent@dgccrf.test"


def _proof(people: People) -> Proof:
    return Proof(email=EMAIL, password=PASSWORD, code=people.code(), address="192.0.2.0/24")


async def _audited(parts: AnalyticsParts) -> list[str]:
    async with parts.ground.engine.connect() as connection:
        rows = await connection.scalars(
            text("SELECT action FROM audit WHERE action LIKE 'sign%' ORDER BY id")
        )
        return list(rows)


async def test_of_two_logins_at_once_with_one_code_one_enters(
    parts: AnalyticsParts, people: People
) -> None:
    await people.join()
    proof = _proof(people)

    outcomes = await asyncio.gather(
        *(sign_in(proof, parts.open_store, safe=parts.safe) for _ in range(2)),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if not isinstance(outcome, SignedIn)]
    assert [type(refusal) for refusal in refused] == [SignInRefused]
    assert sorted(await _audited(parts)) == ["sign_in_refused", "signed_in"]


async def test_an_account_that_ends_meanwhile_does_not_enter(
    parts: AnalyticsParts, people: People
) -> None:
    await people.join()
    rounds = [_Closing(parts.ground), parts.open_store()]

    with pytest.raises(SignInRefused):
        await sign_in(_proof(people), rounds.pop, safe=parts.safe)

    assert await _audited(parts) == ["sign_in_refused"]


class _Closing(Store):
    """A unit of work in which the account is found closed, as if it had been a moment ago."""

    @cached_property
    def agents(self) -> Agents:
        return _NobodyActive(self)


class _NobodyActive(Agents):
    async def get(self, agent_id: UUID) -> Account | None:
        del agent_id
        return None
