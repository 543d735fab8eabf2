"""The holder gives its one answer."""

from dataclasses import dataclass
from uuid import UUID

from common.clock import paris_date
from common.contracts.company_portal import AuthorityInformed, ReportAnswered, ReportDeclined
from common.contracts.report import AnswerKind as AnswerKindContract
from common.contracts.report import AnswerReason as AnswerReasonContract
from company_portal.domain.answer import Answer, AnswerKind, AnswerReason
from company_portal.domain.case import Case, ImpossibleMove, Move
from company_portal.domain.deadline import window_closes_on
from company_portal.domain.rights import Action, Actor
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import (
    HOLDER_TASKS,
    Task,
    declined_window_task,
    promise_check_task,
)
from company_portal.domain.status import Status
from company_portal.handlers.case_state import state_of
from company_portal.handlers.find_case import find_case, has_left
from company_portal.ports import WorkingDays
from company_portal.store import Store


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """`message_to_authority` goes to the authorities alone; `proposed_siret` says who is concerned
    when the holder is not.
    """

    report_id: UUID
    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: str
    message_to_authority: str | None = None
    proposed_siret: str | None = None


async def answer_report(
    command: AnswerReport, store: Store, *, actor: Actor, calendar: WorkingDays
) -> Case:
    """Close the case with the answer, or send it back to routing when not concerned.

    Raises UnknownReport, ForbiddenDeed, ReasonOutsideFamily, NothingToPropose,
    ImpossibleMove.
    """
    case, holding = await find_case(
        command.report_id, store, actor=actor, action=Action.ANSWER_REPORT
    )
    if has_left(holding):
        raise ImpossibleMove(Move.ANSWER, Status.NOT_CONCERNED)
    now = store.clock.now()
    answer = Answer(
        kind=command.kind,
        reason=command.reason,
        message_to_consumer=command.message_to_consumer,
        message_to_authority=command.message_to_authority,
        answered_by=actor.account_id,
        answered_at=now,
        proposed_siret=command.proposed_siret,
    )
    after = case.answered(command.kind, at=now)
    declines = command.kind is AnswerKind.NOT_CONCERNED
    await store.cases.save(after, Move.DECLINE if declines else Move.ANSWER)
    await store.cases.keep_answer(after, answer)
    await store.schedule.drop(case.report_id, HOLDER_TASKS)
    await store.schedule.add(_next_tasks(after, answer, calendar))
    store.publish(_declined(after, answer) if declines else _answered(after, answer))
    if answer.message_to_authority:
        store.publish(_authority_informed(after, answer.message_to_authority, answer))
    store.audit(
        "report_answered",
        actor=f"account:{actor.account_id}",
        object_kind="report",
        object_id=str(case.report_id),
        siret=holding.holder.siret,
        kind=command.kind,
    )
    return after


def _next_tasks(case: Case, answer: Answer, calendar: WorkingDays) -> tuple[Task, ...]:
    today = paris_date(answer.answered_at)
    rules = rules_in_force(today)
    if answer.kind is AnswerKind.PROMISE:
        return (promise_check_task(case, promised_on=today, rules=rules),)
    if answer.kind is AnswerKind.UNFOUNDED:
        return ()
    last_day = window_closes_on(today, rules=rules, is_working_day=calendar.is_working_day)
    return (declined_window_task(case, last_day=last_day),)


def _answered(case: Case, answer: Answer) -> ReportAnswered:
    return ReportAnswered(
        report_id=case.report_id,
        version=case.version,
        reference=case.reference,
        state=state_of(case),
        occurred_at=answer.answered_at,
        siret=case.holding.holder.siret,
        company_name=case.holding.holder.name,
        kind=AnswerKindContract(answer.kind),
        reason=AnswerReasonContract(answer.reason),
        message_to_consumer=answer.message_to_consumer,
    )


def _declined(case: Case, answer: Answer) -> ReportDeclined:
    return ReportDeclined(
        report_id=case.report_id,
        version=case.version,
        reference=case.reference,
        state=state_of(case),
        occurred_at=answer.answered_at,
        siret=case.holding.holder.siret,
        reason=AnswerReasonContract(answer.reason),
        message_to_consumer=answer.message_to_consumer,
        proposed_siret=answer.proposed_siret,
    )


def _authority_informed(case: Case, message: str, answer: Answer) -> AuthorityInformed:
    return AuthorityInformed(
        report_id=case.report_id,
        version=case.version,
        siret=case.holding.holder.siret,
        message_to_authority=message,
        informed_at=answer.answered_at,
    )
