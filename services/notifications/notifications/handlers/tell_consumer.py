"""Tell the consumer each step of the case, and forget the steps that are overtaken."""

from typing import TypedDict

from common.contracts.company_portal import (
    CaseClosed,
    CaseEvent,
    CaseOpened,
    QuestionAsked,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)
from common.contracts.report import ReportStatus
from notifications.domain.messages import (
    Answered,
    Declined,
    ExpiredUnanswered,
    ExpiredUnread,
    MailMessage,
    NobodyConcerned,
    Question,
    Read,
    Transmitted,
)
from notifications.domain.report import Consumer
from notifications.handlers.announce_endings import announce_endings
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store

HOLDERS_TURN = frozenset({ReportStatus.WAITING, ReportStatus.READ})
CLOSINGS: dict[
    ReportStatus, type[ExpiredUnread] | type[ExpiredUnanswered] | type[NobodyConcerned]
] = {
    ReportStatus.EXPIRED_UNREAD: ExpiredUnread,
    ReportStatus.EXPIRED_UNANSWERED: ExpiredUnanswered,
    ReportStatus.NOT_CONCERNED: NobodyConcerned,
}


async def tell_consumer(event: CaseEvent, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    message = message_about(event, consumer)
    if message is not None:
        await store.deliveries.plan(
            to_consumer(consumer, message, report_id=event.report_id, version=event.version)
        )
    if event.state.status not in HOLDERS_TURN:
        await store.reports.end_turn(event.report_id, event.version)
    report = await store.reports.lock(event.report_id)
    announce_endings(
        store, await store.deliveries.call_off_overtaken(event.report_id, report.course)
    )


class _Common(TypedDict):
    first_name: str
    reference: str
    tracking_url: str


def message_about(event: CaseEvent, consumer: Consumer) -> MailMessage | None:
    """What the consumer is told of a fact; None: nothing, or another deed tells it."""
    common = _Common(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
    )
    holder, deadline = event.state.holder_name, event.state.deadline_on
    match event:
        case CaseOpened():
            return Transmitted(
                **common,
                company_name=holder,
                deadline_on=deadline,
                has_account=event.has_account,
                is_handed_on=event.version > 1,
            )
        case ReportRead():
            return Read(**common, company_name=holder, deadline_on=deadline)
        case CaseClosed(state=state) if state.status in CLOSINGS:
            return CLOSINGS[state.status](**common)
        case ReportAnswered() | ReportDeclined() | QuestionAsked():
            return _reply(event, common)
        case _:
            return None


def _reply(event: ReportAnswered | ReportDeclined | QuestionAsked, common: _Common) -> MailMessage:
    if isinstance(event, QuestionAsked):
        return Question(
            **common, company_name=event.company_name, text=event.text, reply_by=event.reply_by
        )
    message, reason = event.message_to_consumer, event.reason.value
    if isinstance(event, ReportDeclined):
        name = event.state.holder_name
        return Declined(**common, company_name=name, reason=reason, message=message)
    return Answered(
        **common,
        company_name=event.company_name,
        answer_kind=event.kind.value,
        reason=reason,
        message=message,
        attachment_count=len(event.attachments),
    )
