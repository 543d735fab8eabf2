"""The portal moved a case: who must act now, until when, and what happened."""

from collections.abc import Mapping

from agent_analytics.domain.history import Answer, Case, History
from agent_analytics.domain.status import Status
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.company_portal import (
    CaseClosed,
    CaseEvent,
    CaseOpened,
    MessageReceived,
    OfferAccepted,
    PromiseCheckFellDue,
    QuestionAsked,
    ReminderFellDue,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)

Detail = Mapping[str, str]
_NO_DETAIL: Detail = {}


async def record_opening(event: CaseOpened, store: Store) -> None:
    detail = {"siret": event.siret, "company": event.state.holder_name or event.siret}
    await _record(event, store, happening=Happening.CASE_OPENED, detail=detail)


async def record_acceptance(event: OfferAccepted, store: Store) -> None:
    await _record(event, store, happening=Happening.ACCEPTED)


async def record_reading(event: ReportRead, store: Store) -> None:
    await _record(event, store, happening=Happening.READ)


async def record_question(event: QuestionAsked, store: Store) -> None:
    """The clock stands still for a question; its words belong to the story."""
    detail = {"company": event.company_name, "message": event.text}
    await _record(event, store, happening=Happening.QUESTION_ASKED, detail=detail)


async def record_message(event: MessageReceived, store: Store) -> None:
    await _record(event, store, happening=Happening.MESSAGE_RECEIVED)


async def record_answer(event: ReportAnswered, store: Store) -> None:
    answer = Answer(
        version=event.version,
        kind=event.kind.value,
        reason=event.reason.value,
        siret=event.siret,
        company_name=event.company_name,
        message=event.message_to_consumer,
        answered_at=event.occurred_at,
    )
    case = _case(event)

    def change(history: History) -> History:
        return history.moved(case).answered(answer)

    detail = {"kind": answer.kind, "reason": answer.reason, "company": answer.company_name}
    await learn_fact(
        event.report_id, store, change=change, entry=_entry(event, Happening.ANSWERED, detail)
    )


async def record_refusal(event: ReportDeclined, store: Store) -> None:
    """The holder says it is not concerned; its words to the consumer belong to the story."""
    detail = {
        "siret": event.siret,
        "reason": event.reason.value,
        "message": event.message_to_consumer,
    }
    await _record(event, store, happening=Happening.DECLINED, detail=detail)


async def record_closing(event: CaseClosed, store: Store) -> None:
    detail = {"status": event.state.status.value}
    await _record(event, store, happening=Happening.CLOSED, detail=detail)


async def record_reminder(event: ReminderFellDue, store: Store) -> None:
    detail = {"reminder": event.reminder.value}
    await _record(event, store, happening=Happening.REMINDED, detail=detail)


async def record_promise_check(event: PromiseCheckFellDue, store: Store) -> None:
    await _record(event, store, happening=Happening.PROMISE_CHECKED)


async def _record(
    event: CaseEvent, store: Store, *, happening: Happening, detail: Detail = _NO_DETAIL
) -> None:
    case = _case(event)
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.moved(case),
        entry=_entry(event, happening, detail),
    )


def _entry(event: CaseEvent, happening: Happening, detail: Detail) -> Entry:
    return Entry(happening, str(event.version), event.occurred_at, detail)


def _case(event: CaseEvent) -> Case:
    state = event.state
    return Case(
        version=event.version,
        changed_at=event.occurred_at,
        status=Status(state.status.value),
        holder_siret=state.holder_siret,
        holder_name=state.holder_name,
        deadline_on=state.deadline_on,
        deadline_reason_fr=state.deadline_reason_fr,
        deadline_reason_en=state.deadline_reason_en,
    )
