"""Who tells agent-analytics what: one queue for each deed."""

from agent_analytics.handlers.forget_report import forget_report
from agent_analytics.handlers.record_authority_message import record_authority_message
from agent_analytics.handlers.record_case import (
    record_acceptance,
    record_answer,
    record_closing,
    record_message,
    record_opening,
    record_promise_check,
    record_question,
    record_reading,
    record_refusal,
    record_reminder,
)
from agent_analytics.handlers.record_consumer import record_consumer
from agent_analytics.handlers.record_delivery import record_delivery
from agent_analytics.handlers.record_file import record_file
from agent_analytics.handlers.record_promise_review import record_promise_review
from agent_analytics.handlers.record_review import record_review
from agent_analytics.handlers.record_routing import (
    record_not_transmitted,
    record_routed,
    record_triaged,
)
from agent_analytics.handlers.record_submission import record_submission
from agent_analytics.handlers.record_withdrawal import record_withdrawal
from agent_analytics.parts import AnalyticsParts
from agent_analytics.store import Store
from common.contracts.company_portal import (
    AuthorityInformed,
    CaseClosed,
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
from common.contracts.intake import (
    AnswerReviewed,
    AttachmentCleared,
    ConsumerIdentified,
    PromiseReviewed,
    ReportErased,
    ReportSubmitted,
    ReportWithdrawn,
)
from common.contracts.notifications import DeliveryEnded
from common.contracts.routing import ReportNotTransmitted, ReportRouted, ReportTriaged
from common.messaging.subscription import Subscription, on

_QUEUE = "agent-analytics."


def subscriptions(parts: AnalyticsParts) -> tuple[Subscription[Store], ...]:
    del parts
    return (*_from_intake(), *_from_routing(), *_from_the_portal(), *_from_notifications())


def _from_intake() -> tuple[Subscription[Store], ...]:
    return (
        on(ReportSubmitted, queue=_QUEUE + "record-submission", do=record_submission),
        on(ConsumerIdentified, queue=_QUEUE + "record-consumer", do=record_consumer),
        on(AttachmentCleared, queue=_QUEUE + "record-file", do=record_file),
        on(AnswerReviewed, queue=_QUEUE + "record-review", do=record_review),
        on(PromiseReviewed, queue=_QUEUE + "record-promise-review", do=record_promise_review),
        on(ReportWithdrawn, queue=_QUEUE + "record-withdrawal", do=record_withdrawal),
        on(ReportErased, queue=_QUEUE + "forget-report", do=forget_report),
    )


def _from_routing() -> tuple[Subscription[Store], ...]:
    return (
        on(ReportRouted, queue=_QUEUE + "record-routed", do=record_routed),
        on(ReportTriaged, queue=_QUEUE + "record-triaged", do=record_triaged),
        on(
            ReportNotTransmitted,
            queue=_QUEUE + "record-not-transmitted",
            do=record_not_transmitted,
        ),
    )


def _from_the_portal() -> tuple[Subscription[Store], ...]:
    return (
        on(CaseOpened, queue=_QUEUE + "record-opening", do=record_opening),
        on(OfferAccepted, queue=_QUEUE + "record-acceptance", do=record_acceptance),
        on(ReportRead, queue=_QUEUE + "record-reading", do=record_reading),
        on(QuestionAsked, queue=_QUEUE + "record-question", do=record_question),
        on(MessageReceived, queue=_QUEUE + "record-message", do=record_message),
        on(ReportAnswered, queue=_QUEUE + "record-answer", do=record_answer),
        on(ReportDeclined, queue=_QUEUE + "record-refusal", do=record_refusal),
        on(CaseClosed, queue=_QUEUE + "record-closing", do=record_closing),
        on(ReminderFellDue, queue=_QUEUE + "record-reminder", do=record_reminder),
        on(PromiseCheckFellDue, queue=_QUEUE + "record-promise-check", do=record_promise_check),
        on(
            AuthorityInformed,
            queue=_QUEUE + "record-authority-message",
            do=record_authority_message,
        ),
    )


def _from_notifications() -> tuple[Subscription[Store], ...]:
    return (on(DeliveryEnded, queue=_QUEUE + "record-delivery", do=record_delivery),)
