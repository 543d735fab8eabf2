"""Each subscription, through the real processor: again and late changes nothing."""

from uuid import UUID

import pytest

from agent_analytics.consumers import subscriptions
from agent_analytics.parts import AnalyticsParts
from common.contracts.event import Event
from common.messaging.delivery import Done
from common.testing.messaging import deliver
from tests.agent_analytics.builders import Tale
from tests.agent_analytics.telling import state, tell

TALE = Tale()
EVENTS = TALE.everything()
EACH = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic.split(".")[1])


@EACH
async def test_the_first_event_of_all_may_be_any(parts: AnalyticsParts, event: Event) -> None:
    outcome = await deliver(subscriptions(parts), parts, event)

    assert isinstance(outcome, Done)


@EACH
async def test_a_message_that_comes_again_changes_nothing(
    parts: AnalyticsParts, event: Event
) -> None:
    await deliver(subscriptions(parts), parts, event, event_id=UUID(int=9))
    once = await state(parts)

    await deliver(subscriptions(parts), parts, event, event_id=UUID(int=9))

    assert await state(parts) == once


@EACH
async def test_an_event_told_again_under_another_id_changes_nothing(
    parts: AnalyticsParts, event: Event
) -> None:
    others = [each for each in EVENTS if each is not event and each != TALE.erased()]
    await tell(parts, [event, *others])
    once = await state(parts)

    await tell(parts, [event] if event != TALE.erased() else [])

    assert await state(parts) == once
