"""Whatever the order and the repetition of events, the final state is one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_analytics.consumers import subscriptions
from agent_analytics.parts import AnalyticsParts
from common.contracts.event import Event
from tests.agent_analytics.builders import Tale
from tests.agent_analytics.telling import counts, empty, state, tell

EVENTS = Tale().everything()
WITHOUT_ERASURE = [event for event in EVENTS if event != Tale().erased()]
STEADY = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


async def _ends_like(parts: AnalyticsParts, told: list[Event], in_order: list[Event]) -> None:
    await empty(parts)
    await tell(parts, in_order)
    expected = await state(parts)
    await empty(parts)

    await tell(parts, told)

    assert await state(parts) == expected


@given(order=st.permutations(EVENTS), again=st.lists(st.sampled_from(EVENTS), max_size=8))
@STEADY
async def test_a_whole_history_ends_the_same(
    parts: AnalyticsParts, order: list[Event], again: list[Event]
) -> None:
    await _ends_like(parts, [*order, *again], EVENTS)


@given(
    order=st.permutations(WITHOUT_ERASURE),
    again=st.lists(st.sampled_from(WITHOUT_ERASURE), max_size=8),
)
@STEADY
async def test_a_history_that_is_not_erased_ends_the_same(
    parts: AnalyticsParts, order: list[Event], again: list[Event]
) -> None:
    await _ends_like(parts, [*order, *again], WITHOUT_ERASURE)


@given(order=st.permutations(EVENTS), told=st.integers(min_value=1, max_value=len(EVENTS)))
@STEADY
async def test_the_roll_up_is_the_recount(
    parts: AnalyticsParts, order: list[Event], told: int
) -> None:
    await empty(parts)
    await tell(parts, [EVENTS[0], *order[:told]])
    moved = await counts(parts)

    async with parts.open_store() as store:
        await store.counts.recount()

    assert await counts(parts) == moved


def test_every_subscription_is_in_the_histories(parts: AnalyticsParts) -> None:
    told = {type(event) for event in EVENTS}

    assert {subscription.event for subscription in subscriptions(parts)} == told
