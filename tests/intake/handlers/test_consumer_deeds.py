"""What a consumer does to a report once it is filed: rate, withdraw."""

from uuid import UUID

import pytest

from common.contracts.intake import AnswerReviewed, ReportWithdrawn
from common.contracts.report import Rating
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from intake.consumers import subscriptions
from intake.domain.report import UnknownReport
from intake.domain.tracking import NotNow, Status
from intake.handlers.review_answer import review_answer
from intake.handlers.withdraw_report import withdraw_report
from intake.parts import IntakeParts
from intake.store.queries import tracked_report
from tests.intake import events
from tests.intake.world import a_proof, a_report, a_submitted_report, submit


async def rate(parts: IntakeParts, report_id: UUID, rating: Rating, comment: str | None) -> None:
    async with parts.open_store() as store:
        await review_answer(report_id, store, rating=rating, comment=comment)


async def withdraw(parts: IntakeParts, report_id: UUID) -> None:
    async with parts.open_store() as store:
        await withdraw_report(report_id, store)


async def an_answered_report(parts: IntakeParts) -> UUID:
    report_id = (await a_submitted_report(parts)).id
    for event in (events.opened(report_id), events.answered(report_id)):
        await deliver(subscriptions(parts), parts, event)
    return report_id


async def test_an_answer_is_rated_and_rated_again(parts: IntakeParts) -> None:
    report_id = await an_answered_report(parts)
    await rate(parts, report_id, Rating.POSITIVE, "Merci")
    await rate(parts, report_id, Rating.NEGATIVE, None)
    told = [envelope.event for envelope in await outbox(parts.ground)]
    reviews = [event for event in told if isinstance(event, AnswerReviewed)]
    assert [(event.version, event.rating) for event in reviews] == [
        (2, Rating.POSITIVE),
        (3, Rating.NEGATIVE),
    ]
    async with parts.open_store() as store:
        report = await tracked_report(store, report_id)
    assert report is not None
    assert report.tracking.review is not None
    assert report.tracking.review.rating == "negative"


async def test_there_is_nothing_to_rate_before_the_answer(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    with pytest.raises(NotNow) as refusal:
        await rate(parts, report_id, Rating.POSITIVE, None)
    assert refusal.value.status is Status.SUBMITTED


async def test_an_open_report_is_withdrawn_once(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    await withdraw(parts, report_id)
    with pytest.raises(NotNow):
        await withdraw(parts, report_id)
    told = [envelope.event for envelope in await outbox(parts.ground)]
    withdrawals = [event for event in told if isinstance(event, ReportWithdrawn)]
    assert [event.version for event in withdrawals] == [2]


async def test_an_answered_report_cannot_be_withdrawn(parts: IntakeParts) -> None:
    report_id = await an_answered_report(parts)
    with pytest.raises(NotNow):
        await withdraw(parts, report_id)


async def test_a_withdrawn_report_does_not_stop_a_new_one(parts: IntakeParts) -> None:
    proof = await a_proof(parts)
    first = await submit(parts, a_report(proof))
    await withdraw(parts, first.id)
    await submit(parts, a_report(proof))


async def test_what_is_unknown_is_neither_rated_nor_withdrawn(parts: IntakeParts) -> None:
    with pytest.raises(UnknownReport):
        await withdraw(parts, UUID(int=1))
    with pytest.raises(UnknownReport):
        await rate(parts, UUID(int=1), Rating.POSITIVE, None)
