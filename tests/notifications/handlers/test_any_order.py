"""Every subscription, shuffled and repeated: the same final state, and never two of one thing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.contracts.event import Event
from common.contracts.report import ReportStatus
from common.messaging.delivery import Done
from common.testing.fixtures import Database
from notifications.consumers import subscriptions
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import everything, hear, rows

FIRST_HOLDER_DECLINES: tuple[Event, ...] = (
    world.code_requested(),
    world.draft_link_requested(),
    world.identified(),
    world.account(1, is_active=True),
    world.account(2, first_name="Chloé-Anne"),
    world.submitted(),
    world.opened(1),
    world.read(2),
    world.reminder(3),
    world.declined(4),
    world.triaged(2),
    world.opened(5),
    world.answered(6),
    world.promise_check(7),
    world.link_asked_for(),
    world.link_requested(),
)
TAKEN_BACK: tuple[Event, ...] = (
    world.identified(),
    world.account(),
    world.submitted(),
    world.opened(1, has_account=False),
    world.code_issued(),
    world.code_issued(activation_code_id=UUID(int=2), letter_number=2),
    world.withdrawn(),
    world.closed(2, ReportStatus.WITHDRAWN),
)
NEVER_READ: tuple[Event, ...] = (
    world.identified(version=1, last_name="Canary"),
    world.identified(version=2),
    world.triaged(),
    world.not_transmitted(),
    world.account(),
    world.opened(1),
    world.reminder(2),
    world.asked(3),
    world.message_received(4),
    world.closed(5, ReportStatus.EXPIRED_UNREAD),
)
STORIES = {
    "first holder declines": FIRST_HOLDER_DECLINES,
    "taken back": TAKEN_BACK,
    "never read": NEVER_READ,
}
MOST_ROUNDS = 10
EXAMPLES = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def shuffled(draw: st.DrawFn, story: Sequence[Event]) -> list[tuple[int, Event]]:
    """The story in any order, with repetitions; the number is the message's.

    A message that comes again has the same number; told anew, an event has another number.
    """
    copies = [
        (number + 100 * replay, event)
        for number, event in enumerate(story)
        for replay in range(draw(st.sampled_from([1, 1, 1, 2])))
    ]
    repeats = draw(st.lists(st.sampled_from(copies), max_size=6))
    return draw(st.permutations([*copies, *repeats]))


async def tell(parts: NotificationsParts, messages: Sequence[tuple[int, Event]]) -> None:
    """Deliver all; what must wait is delivered again after the others, as the broker would."""
    waiting, rounds = list(messages), 0
    while waiting:
        still = [
            (number, event)
            for number, event in waiting
            if not all(
                isinstance(outcome, Done)
                for outcome in await hear(parts, event, event_id=UUID(int=number + 1))
            )
        ]
        rounds += 1
        assert rounds < MOST_ROUNDS, "something waits for ever"
        waiting = still


async def snapshot(parts: NotificationsParts) -> list[Any]:
    """What the service holds, without times and identifiers."""
    deliveries = await rows(
        parts,
        "SELECT dedup_key, state, reason, context::text, recipient, version"
        " FROM deliveries ORDER BY dedup_key",
    )
    reports = await rows(
        parts,
        "SELECT first_name, email, turn_ended_at, holder_has_account, identified_at, holder_at,"
        " withdrawn_at IS NULL AS kept FROM reports",
    )
    accounts = await rows(parts, "SELECT version, email, is_active FROM accounts")
    ended = await rows(parts, "SELECT count(*) FROM outbox")
    return [deliveries, reports, accounts, ended]


@pytest.fixture(scope="module")
def in_order() -> dict[str, Any]:
    """What each story ends in when nothing is shuffled; told once."""
    return {}


@pytest.mark.parametrize("name", STORIES)
@EXAMPLES
@given(data=st.data())
async def test_any_order_and_any_repetition_end_in_the_same_state(
    parts: NotificationsParts,
    database: Database,
    in_order: dict[str, Any],
    name: str,
    data: st.DataObject,
) -> None:
    story = STORIES[name]
    if name not in in_order:
        await database("notifications")
        await tell(parts, list(enumerate(story)))
        in_order[name] = await snapshot(parts)
    await database("notifications")
    await tell(parts, data.draw(shuffled(story)))
    assert await snapshot(parts) == in_order[name]


@EXAMPLES
@given(data=st.data())
async def test_whenever_the_erasure_comes_no_trace_is_left(
    parts: NotificationsParts, database: Database, data: st.DataObject
) -> None:
    # Codes, draft links and activation links are about no report.
    story = (*FIRST_HOLDER_DECLINES[2:-1], world.erased(9))
    await database("notifications")
    await tell(parts, data.draw(shuffled(story)))
    left = await everything(parts)
    assert "ana@consumer.test" not in left
    assert "Le prix affiché" not in left
    (alive,) = await rows(parts, "SELECT count(*) FROM deliveries WHERE ended_at IS NULL")
    assert alive[0] == 0
    proofs = await rows(
        parts, "SELECT count(*) FROM outbox WHERE topic = 'notifications.report_forgotten.v1'"
    )
    assert proofs[0][0] == 1


def test_every_subscription_is_in_a_story(parts: NotificationsParts) -> None:
    told = {type(event) for story in STORIES.values() for event in story} | {type(world.erased())}
    assert {subscription.event for subscription in subscriptions(parts)} == told
