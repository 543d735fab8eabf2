"""Who listens to what."""

from common.contracts.intake import (
    AnswerReviewed,
    AttachmentCleared,
    IdentityShared,
    MessageSent,
    ReportErased,
    ReportWithdrawn,
)
from common.contracts.routing import EstablishmentChanged, EstablishmentClosed, ReportRouted
from common.messaging.subscription import Subscription, on
from company_portal.handlers.erase_report import erase_report
from company_portal.handlers.follow_establishment import follow_change, follow_closing
from company_portal.handlers.hear_consumer import hear_consumer
from company_portal.handlers.keep_consumer_facts import (
    keep_attachment,
    keep_identity,
    keep_review,
)
from company_portal.handlers.receive_report import receive_report
from company_portal.handlers.withdraw_report import withdraw_report
from company_portal.parts import PortalParts
from company_portal.store import Store


def subscriptions(parts: PortalParts) -> tuple[Subscription[Store], ...]:
    return (
        on(
            ReportRouted,
            queue="company-portal.receive-report",
            do=lambda routed, store: receive_report(routed, store, calendar=parts.calendar),
        ),
        on(IdentityShared, queue="company-portal.keep-identity", do=keep_identity),
        on(AttachmentCleared, queue="company-portal.keep-attachment", do=keep_attachment),
        on(AnswerReviewed, queue="company-portal.keep-review", do=keep_review),
        on(
            MessageSent,
            queue="company-portal.hear-consumer",
            do=lambda sent, store: hear_consumer(sent, store, calendar=parts.calendar),
        ),
        on(ReportWithdrawn, queue="company-portal.withdraw-report", do=withdraw_report),
        on(EstablishmentChanged, queue="company-portal.follow-change", do=follow_change),
        on(EstablishmentClosed, queue="company-portal.follow-closing", do=follow_closing),
        on(ReportErased, queue="company-portal.erase-report", do=erase_report),
    )
