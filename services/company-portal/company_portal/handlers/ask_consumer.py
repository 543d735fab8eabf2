"""The holder asks the consumer a question before answering; its clock waits for the reply."""

from dataclasses import dataclass
from uuid import UUID

from common.clock import paris_date
from common.contracts.company_portal import QuestionAsked
from company_portal.domain.case import Case, ImpossibleMove, Move
from company_portal.domain.deadline import Pause, paused
from company_portal.domain.rights import Action, Actor
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import HOLDER_TASKS, holding_tasks
from company_portal.domain.status import Status
from company_portal.handlers.case_state import state_of
from company_portal.handlers.find_case import find_case, has_left
from company_portal.ports import WorkingDays
from company_portal.store import Store
from company_portal.store.thread import Author, Message

LONGEST_QUESTION = 2000


class TooManyQuestions(Exception):
    """The holder has asked as many questions as it may about this report."""


@dataclass(frozen=True, slots=True)
class AskConsumer:
    report_id: UUID
    text: str


async def ask_consumer(
    command: AskConsumer, store: Store, *, actor: Actor, calendar: WorkingDays
) -> UUID:
    """The question's identifier.

    Raises UnknownReport, ForbiddenDeed, ImpossibleMove, QuestionPending, TooManyQuestions.
    """
    case, holding = await find_case(
        command.report_id, store, actor=actor, action=Action.ASK_CONSUMER
    )
    if has_left(holding):
        raise ImpossibleMove(Move.ASK, Status.NOT_CONCERNED)
    if case.deadline is None:
        raise ImpossibleMove(Move.ASK, case.status)
    now = store.clock.now()
    rules = rules_in_force(paris_date(now))
    pause = Pause(store.new_id(), paris_date(now), case.deadline)
    deadline, reply_by = paused(pause, rules=rules, is_working_day=calendar.is_working_day)
    asked = case.asked(pause, deadline, at=now)
    if await store.thread.questions_of(case) >= rules.questions_per_holding:
        raise TooManyQuestions
    question = Message(pause.question_id, Author.COMPANY, command.text, now)
    await store.cases.save(asked, Move.ASK)
    await store.thread.ask(asked, question, written_by=actor.account_id)
    await store.schedule.drop(asked.report_id, HOLDER_TASKS)
    await store.schedule.add(holding_tasks(asked, rules))
    store.publish(
        QuestionAsked(
            report_id=asked.report_id,
            version=asked.version,
            reference=asked.reference,
            state=state_of(asked),
            occurred_at=now,
            question_id=pause.question_id,
            siret=asked.holding.holder.siret,
            company_name=asked.holding.holder.name,
            text=command.text,
            reply_by=reply_by,
        )
    )
    _note(asked, store, actor=actor)
    return pause.question_id


def _note(case: Case, store: Store, *, actor: Actor) -> None:
    store.audit(
        "consumer_asked",
        actor=f"account:{actor.account_id}",
        object_kind="report",
        object_id=str(case.report_id),
        siret=case.holding.holder.siret,
    )
