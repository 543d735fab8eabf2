"""The consumer writes to who holds the report."""

from uuid import UUID

import pytest

from common.contracts.intake import MessageSent
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from intake.consumers import subscriptions
from intake.domain.report import UnknownReport
from intake.domain.thread import MOST_MESSAGES, TooManyMessages, open_question, thread
from intake.domain.tracking import NotNow, Tracking
from intake.handlers.write_message import write_message
from intake.parts import IntakeParts
from intake.store.queries import tracked_report
from tests.intake import events
from tests.intake.world import a_submitted_report


async def write(parts: IntakeParts, report_id: UUID, text: str = "Un lundi.") -> None:
    async with parts.open_store() as store:
        await write_message(report_id, store, text=text)


async def tracking(parts: IntakeParts, report_id: UUID) -> Tracking:
    async with parts.open_store() as store:
        report = await tracked_report(store, report_id)
    assert report is not None
    return report.tracking


async def sent(parts: IntakeParts) -> list[MessageSent]:
    told = [envelope.event for envelope in await outbox(parts.ground)]
    return [event for event in told if isinstance(event, MessageSent)]


async def a_held_report(parts: IntakeParts, *, asks: bool = True) -> UUID:
    report_id = (await a_submitted_report(parts)).id
    told = [events.opened(report_id), events.read(report_id)]
    for event in [*told, events.questioned(report_id)] if asks else told:
        await deliver(subscriptions(parts), parts, event)
    return report_id


async def test_a_reply_names_the_question_and_ends_the_wait(parts: IntakeParts) -> None:
    report_id = await a_held_report(parts)
    question = open_question(await tracking(parts, report_id))
    assert question is not None
    assert (question.text, question.company_name) == ("Quel jour était-ce ?", "La Poste")

    await write(parts, report_id)

    (reply,) = await sent(parts)
    assert (reply.question_id, reply.text, reply.version) == (events.QUESTION, "Un lundi.", 2)
    after = await tracking(parts, report_id)
    assert open_question(after) is None
    assert [(found.name, found.text) for found in thread(after)] == [
        (None, "Un lundi."),
        ("La Poste", "Quel jour était-ce ?"),
    ]


async def test_one_may_write_without_being_asked(parts: IntakeParts) -> None:
    report_id = await a_held_report(parts, asks=False)
    await write(parts, report_id)
    assert [message.question_id for message in await sent(parts)] == [None]


async def test_a_question_of_a_former_holder_awaits_no_reply(parts: IntakeParts) -> None:
    report_id = await a_held_report(parts)
    await deliver(subscriptions(parts), parts, events.opened(report_id, version=6))
    assert open_question(await tracking(parts, report_id)) is None
    await deliver(subscriptions(parts), parts, events.answered(report_id, version=7))
    assert open_question(await tracking(parts, report_id)) is None


async def test_nobody_is_written_to_when_nobody_holds_the_report(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    with pytest.raises(NotNow):
        await write(parts, report_id)
    for event in (events.opened(report_id), events.closed(report_id)):
        await deliver(subscriptions(parts), parts, event)
    with pytest.raises(NotNow):
        await write(parts, report_id)
    with pytest.raises(UnknownReport):
        await write(parts, UUID(int=1))
    assert await sent(parts) == []


async def test_there_is_an_end_to_writing(parts: IntakeParts) -> None:
    report_id = await a_held_report(parts, asks=False)
    for _ in range(MOST_MESSAGES):
        await write(parts, report_id)
    with pytest.raises(TooManyMessages):
        await write(parts, report_id)
    assert len(await sent(parts)) == MOST_MESSAGES
