"""Keys are made once, told, renewed; tokens are believed by the service they are for."""

from datetime import timedelta

import pytest

from agent_analytics.domain.accounts import EmailTaken
from agent_analytics.domain.keys import SERVES
from agent_analytics.domain.territory import Role
from agent_analytics.handlers.issue_token import Audience, Token, issue_token
from agent_analytics.handlers.keep_keys import keep_keys
from agent_analytics.parts import AnalyticsParts
from common.agent_tokens import BadToken, verify
from common.contracts.agent_analytics import SigningKeysPublished
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from tests.agent_analytics.people import People

EMAIL = "agent@dgccrf.test"


async def _published(parts: AnalyticsParts) -> list[SigningKeysPublished]:
    events = [envelope.event for envelope in await outbox(parts.ground)]
    return [event for event in events if isinstance(event, SigningKeysPublished)]


async def _keep(parts: AnalyticsParts) -> int:
    async with parts.open_store() as store:
        return await keep_keys(store, safe=parts.safe)


async def _token(parts: AnalyticsParts, people: People) -> Token:
    await people.join(where="75 2A")
    async with parts.open_store() as store:
        credentials = await store.agents.credentials(EMAIL)
        assert credentials is not None
        account = await store.agents.get(credentials.agent_id)
        assert account is not None
        return await issue_token(account, Audience.ROUTING, store, safe=parts.safe)


async def test_the_first_round_makes_a_key_and_tells_it(parts: AnalyticsParts) -> None:
    assert await _keep(parts) == 1
    assert await _keep(parts) == 0

    assert [len(event.keys) for event in await _published(parts)] == [1]


async def test_the_list_is_told_again_for_those_who_lost_it(
    parts: AnalyticsParts, clock: FrozenClock
) -> None:
    await _keep(parts)
    clock.advance(timedelta(hours=1))
    await _keep(parts)

    told = await _published(parts)

    assert [event.version for event in told] == [1, 2]
    assert told[0].keys == told[1].keys


async def test_both_keys_are_told_while_the_old_one_may_still_be_met(
    parts: AnalyticsParts, clock: FrozenClock
) -> None:
    await _keep(parts)
    clock.advance(SERVES)

    assert await _keep(parts) == 1

    assert [len(event.keys) for event in await _published(parts)] == [1, 2]


async def test_routing_believes_the_token(parts: AnalyticsParts, people: People) -> None:
    made = await _token(parts, people)
    keys = {key.kid: key.x for key in (await _published(parts))[0].keys}

    agent = verify(made.token, keys, audience="routing", now=parts.ground.clock.now())

    assert agent.role == "agent"
    assert agent.departments == {"75", "2A"}


async def test_no_other_service_believes_it(parts: AnalyticsParts, people: People) -> None:
    made = await _token(parts, people)
    keys = {key.kid: key.x for key in (await _published(parts))[0].keys}

    with pytest.raises(BadToken):
        verify(made.token, keys, audience="intake", now=parts.ground.clock.now())


async def test_two_accounts_cannot_share_an_address(people: People) -> None:
    await people.join("someone@dgccrf.test")

    with pytest.raises(EmailTaken):
        await people.join("Someone@dgccrf.test", role=Role.SUPERVISOR)


async def test_the_second_token_is_signed_with_the_key_there_is(
    parts: AnalyticsParts, people: People
) -> None:
    await _keep(parts)

    await _token(parts, people)

    assert len(await _published(parts)) == 1
