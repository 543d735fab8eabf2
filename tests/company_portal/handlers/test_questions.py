"""A question to the consumer: the clock waits for its reply, and goes on."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from common.contracts.company_portal import (
    CaseClosed,
    MessageReceived,
    QuestionAsked,
    ReminderFellDue,
)
from common.contracts.event import Event
from common.testing.clock import FrozenClock
from common.testing.fixtures import Database
from company_portal.domain.case import ImpossibleMove, QuestionPending
from company_portal.domain.rights import Access, Actor, Role
from company_portal.handlers.ask_consumer import AskConsumer, TooManyQuestions, ask_consumer
from company_portal.handlers.find_case import UnknownReport
from company_portal.parts import PortalParts
from company_portal.store.tables import CaseRow, MessageRow, TaskRow
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    NOON,
    REPORT,
    a_message,
    a_routing,
    a_withdrawal,
    an_account,
    an_erasure,
    announced,
    receive,
    run_due_tasks,
)

ACTOR = Actor(UUID(int=1), (Access(BAKERY, Role.MEMBER),))


async def ask(parts: PortalParts, text: str = "Quel jour était-ce ?") -> UUID:
    async with parts.open_store() as store:
        return await ask_consumer(
            AskConsumer(REPORT, text), store, actor=ACTOR, calendar=parts.calendar
        )


async def test_the_consumer_is_asked_and_the_clock_stands_still(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    question_id = await ask(parts)

    (told,) = await announced(parts, QuestionAsked)
    assert (told.question_id, told.text, told.company_name) == (
        question_id,
        "Quel jour était-ce ?",
        "Au bon pain",
    )
    # Sixty days without an account, and fifteen for the reply, to a working day.
    assert told.reply_by == date(2026, 5, 19)
    assert told.state.deadline_on == date(2026, 7, 20)
    assert told.state.deadline_reason_fr is not None
    assert "suspendu depuis le 04/05/2026" in told.state.deadline_reason_fr


async def test_the_reply_sets_the_clock_going_again(parts: PortalParts, clock: FrozenClock) -> None:
    await receive(parts, a_routing())
    question_id = await ask(parts)
    clock.advance(timedelta(days=5))
    await receive(parts, a_message(question_id, sent_at=NOON + timedelta(days=5)))

    (told,) = await announced(parts, MessageReceived)
    assert told.resumes
    assert told.state.deadline_on == date(2026, 7, 8)
    clock.advance(timedelta(days=61))
    await run_due_tasks(parts)
    (closed,) = await announced(parts, CaseClosed)
    assert closed.version > told.version


async def test_without_a_reply_the_clock_goes_on_by_itself(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    await ask(parts)
    clock.advance(timedelta(days=77))
    await run_due_tasks(parts)
    assert await announced(parts, CaseClosed) == []
    clock.advance(timedelta(days=1))
    await run_due_tasks(parts)
    assert len(await announced(parts, CaseClosed)) == 1


async def test_nobody_is_reminded_while_the_reply_is_awaited(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts)
    await receive(parts, a_routing())
    await ask(parts)
    clock.advance(timedelta(days=8, hours=1))
    await run_due_tasks(parts)
    assert await announced(parts, ReminderFellDue) == []


async def test_a_message_that_answers_no_question_moves_no_deadline(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    await ask(parts)
    await receive(parts, a_message(UUID(int=77)), a_message(None, number=2))

    told = await announced(parts, MessageReceived)
    assert [message.resumes for message in told] == [False, False]
    assert {message.state.deadline_on for message in told} == {date(2026, 7, 20)}


async def test_one_question_waits_at_a_time_and_three_are_enough(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    for number in (1, 2, 3):
        question_id = await ask(parts)
        with pytest.raises(QuestionPending):
            await ask(parts)
        await receive(parts, a_message(question_id, number=number))
    with pytest.raises(TooManyQuestions):
        await ask(parts)


async def test_nobody_asks_about_what_is_closed_or_somebody_else_s(parts: PortalParts) -> None:
    with pytest.raises(UnknownReport):
        await ask(parts)
    await receive(parts, a_routing())
    await receive(parts, a_routing(version=2, siret=GARAGE))
    with pytest.raises(ImpossibleMove):
        await ask(parts)
    await receive(parts, a_routing(version=3, siret=BAKERY), a_withdrawal())
    with pytest.raises(ImpossibleMove):
        await ask(parts)


async def test_erasure_takes_the_messages_too(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    question_id = await ask(parts)
    await receive(parts, a_message(question_id), an_erasure(), a_message(question_id, number=2))
    async with parts.open_store() as store:
        rows = await (await store.connection()).execute(select(MessageRow.message_id))
        assert rows.all() == []


async def _state(parts: PortalParts) -> list[object]:
    statements = (
        select(CaseRow.status, CaseRow.deadline_on, CaseRow.deadline_reason_fr, CaseRow.pause),
        select(MessageRow.author, MessageRow.text).order_by(MessageRow.sent_at, MessageRow.text),
        select(TaskRow.kind, TaskRow.due_at)
        .where(TaskRow.done_at.is_(None))
        .order_by(TaskRow.kind),
    )
    async with parts.open_store() as store:
        connection = await store.connection()
        return [[tuple(row) for row in await connection.execute(each)] for each in statements]


async def _play(parts: PortalParts, order: Sequence[Event | None]) -> list[object]:
    """None stands for the question, which the reply answers; all else comes before it."""
    await receive(parts, a_routing())
    question_id = await ask(parts)
    for event in order:
        await receive(parts, a_message(question_id) if event is None else event)
    return await _state(parts)


LATER = (None, a_message(UUID(int=77), number=2), a_message(number=3), a_routing(version=1))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations([*range(4), *range(4)]))
async def test_messages_in_any_order_and_repeated_end_in_one_state(
    parts: PortalParts, database: Database, order: list[int]
) -> None:
    await database("company_portal")
    expected = await _play(parts, LATER)
    await database("company_portal")
    assert await _play(parts, [LATER[place] for place in order]) == expected
