"""Who listens to what."""

from common.contracts.company_portal import (
    AccountChanged,
    ActivationCodeIssued,
    ActivationLinkRequested,
    CaseClosed,
    CaseOpened,
    MessageReceived,
    PromiseCheckFellDue,
    QuestionAsked,
    ReminderFellDue,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)
from common.contracts.intake import (
    ConsumerIdentified,
    DraftLinkRequested,
    EmailCodeRequested,
    ReportErased,
    ReportSubmitted,
    ReportWithdrawn,
    TrackingLinkRequested,
)
from common.contracts.routing import ReportNotTransmitted, ReportTriaged
from common.messaging.subscription import Subscription, on
from notifications.handlers.acknowledge_report import acknowledge_report
from notifications.handlers.ask_about_promise import ask_about_promise
from notifications.handlers.confirm_withdrawal import confirm_withdrawal
from notifications.handlers.forget_report import forget_report
from notifications.handlers.print_activation_letter import print_activation_letter
from notifications.handlers.remember_account import remember_account
from notifications.handlers.remember_consumer import remember_consumer
from notifications.handlers.remind_company import remind_company
from notifications.handlers.send_activation_link import send_activation_link
from notifications.handlers.send_draft_link import send_draft_link
from notifications.handlers.send_email_code import send_email_code
from notifications.handlers.send_tracking_link import send_tracking_link
from notifications.handlers.tell_company import tell_company
from notifications.handlers.tell_company_of_message import tell_company_of_message
from notifications.handlers.tell_consumer import tell_consumer
from notifications.handlers.tell_consumer_of_routing import (
    tell_consumer_of_no_transmission,
    tell_consumer_of_triage,
)
from notifications.parts import NotificationsParts
from notifications.store import Store

Subscriptions = tuple[Subscription[Store], ...]


def subscriptions(parts: NotificationsParts) -> Subscriptions:
    return (*_from_intake(parts), *_from_routing(), *_from_portal(), *_to_companies(parts))


def _from_intake(parts: NotificationsParts) -> Subscriptions:
    return (
        on(EmailCodeRequested, queue="notifications.send-email-code", do=send_email_code),
        on(DraftLinkRequested, queue="notifications.send-draft-link", do=send_draft_link),
        on(ConsumerIdentified, queue="notifications.remember-consumer", do=remember_consumer),
        on(ReportSubmitted, queue="notifications.acknowledge-report", do=acknowledge_report),
        on(
            TrackingLinkRequested,
            queue="notifications.send-tracking-link",
            do=send_tracking_link,
        ),
        on(ReportWithdrawn, queue="notifications.confirm-withdrawal", do=confirm_withdrawal),
        on(
            ReportErased,
            queue="notifications.forget-report",
            do=lambda event, store: forget_report(
                event, store, storage=parts.storage, bucket=parts.letters_bucket
            ),
        ),
    )


def _from_routing() -> Subscriptions:
    return (
        on(
            ReportTriaged,
            queue="notifications.tell-consumer-of-triage",
            do=tell_consumer_of_triage,
        ),
        on(
            ReportNotTransmitted,
            queue="notifications.tell-consumer-of-no-transmission",
            do=tell_consumer_of_no_transmission,
        ),
    )


def _from_portal() -> Subscriptions:
    return (
        on(CaseOpened, queue="notifications.tell-consumer-of-opening", do=tell_consumer),
        on(ReportRead, queue="notifications.tell-consumer-of-reading", do=tell_consumer),
        on(QuestionAsked, queue="notifications.tell-consumer-of-question", do=tell_consumer),
        on(ReportAnswered, queue="notifications.tell-consumer-of-answer", do=tell_consumer),
        on(ReportDeclined, queue="notifications.tell-consumer-of-refusal", do=tell_consumer),
        on(CaseClosed, queue="notifications.tell-consumer-of-closing", do=tell_consumer),
        on(PromiseCheckFellDue, queue="notifications.ask-about-promise", do=ask_about_promise),
    )


def _to_companies(parts: NotificationsParts) -> Subscriptions:
    return (
        on(AccountChanged, queue="notifications.remember-account", do=remember_account),
        on(
            CaseOpened,
            queue="notifications.tell-company",
            do=lambda event, store: tell_company(event, store, links=parts.links),
        ),
        on(
            ReminderFellDue,
            queue="notifications.remind-company",
            do=lambda event, store: remind_company(event, store, links=parts.links),
        ),
        on(
            MessageReceived,
            queue="notifications.tell-company-of-message",
            do=lambda event, store: tell_company_of_message(event, store, links=parts.links),
        ),
        on(
            ActivationLinkRequested,
            queue="notifications.send-activation-link",
            do=send_activation_link,
        ),
        on(
            ActivationCodeIssued,
            queue="notifications.print-activation-letter",
            do=print_activation_letter,
        ),
    )
