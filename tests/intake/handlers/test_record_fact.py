"""What routing and the portal tell, in any order and any number of times."""

from collections.abc import Callable
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.contracts.event import ReportEvent
from common.messaging.delivery import Done, Retry
from common.testing.messaging import deliver
from intake.consumers import subscriptions
from intake.domain.tracking import Status, Tracking
from intake.handlers.erase_report import erase_report
from intake.parts import IntakeParts
from intake.store.queries import tracked_report
from tests.intake import events
from tests.intake.world import a_submitted_report


async def tell(parts: IntakeParts, event: ReportEvent) -> None:
    assert isinstance(await deliver(subscriptions(parts), parts, event), Done)


async def tracking(parts: IntakeParts, report_id: UUID) -> Tracking:
    async with parts.open_store() as store:
        report = await tracked_report(store, report_id)
    assert report is not None
    return report.tracking


async def forget_facts(parts: IntakeParts, report_id: UUID) -> None:
    async with parts.open_store() as store:
        await store.facts.remove(report_id)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (events.routed, Status.SUBMITTED),
        (events.triaged, Status.TRIAGE),
        (events.not_transmitted, Status.NOT_TRANSMITTED),
        (events.opened, Status.WAITING),
        (events.accepted, Status.WAITING),
        (events.read, Status.READ),
        (events.questioned, Status.READ),
        (events.delivered, Status.READ),
        (events.declined, Status.TRIAGE),
        (events.answered, Status.PROMISED),
        (events.closed, Status.EXPIRED_UNREAD),
    ],
)
async def test_each_fact_moves_the_tracking_page(
    parts: IntakeParts, told: Callable[[UUID], ReportEvent], status: Status
) -> None:
    report_id = (await a_submitted_report(parts)).id
    await tell(parts, told(report_id))
    assert (await tracking(parts, report_id)).status is status


async def test_the_answer_reaches_the_consumer_with_its_words(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    for event in events.a_life(report_id):
        await tell(parts, event)
    told = await tracking(parts, report_id)
    assert told.answer is not None
    assert told.answer.message == "Nous vous remboursons."
    assert told.holder is None
    assert [fact.details.get("message") for fact in told.timeline if "message" in fact.details] == [
        "Ce n’est pas nous.",
        "Nous vous remboursons.",
    ]


async def test_any_order_and_any_repetition_of_events_end_in_the_same_state(
    parts: IntakeParts,
) -> None:
    report_id = (await a_submitted_report(parts)).id
    life = events.a_life(report_id)
    for event in life:
        await tell(parts, event)
    expected = await tracking(parts, report_id)

    @settings(
        max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.permutations(life), st.lists(st.sampled_from(life), max_size=4))
    def shuffled(order: list[ReportEvent], repeated: list[ReportEvent]) -> None:
        schedules.append([*order, *repeated])

    schedules: list[list[ReportEvent]] = []
    shuffled()
    for schedule in schedules:
        await forget_facts(parts, report_id)
        for event in schedule:
            await tell(parts, event)
        assert await tracking(parts, report_id) == expected


async def test_a_report_not_known_yet_is_tried_later(parts: IntakeParts) -> None:
    event = events.opened(uuid5(UUID(int=0), "unknown"))
    assert isinstance(await deliver(subscriptions(parts), parts, event), Retry)


async def test_a_late_event_does_not_bring_an_erased_report_back(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    async with parts.open_store() as store:
        await erase_report(report_id, store, buckets=parts.buckets)
    for event in events.a_life(report_id):
        await tell(parts, event)
    async with parts.open_store() as store:
        assert await tracked_report(store, report_id) is None
