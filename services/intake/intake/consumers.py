"""What intake hears from routing, the portal and the others, and what it does about it."""

from common.contracts import agent_analytics, company_portal, intake, notifications, routing
from common.messaging.subscription import Subscription, on
from intake.handlers.record_erasure_proof import record_erasure_proof
from intake.handlers.record_fact import (
    record_accepted,
    record_answered,
    record_closed,
    record_declined,
    record_delivery,
    record_not_transmitted,
    record_opened,
    record_question,
    record_read,
    record_routed,
    record_triaged,
)
from intake.parts import IntakeParts
from intake.store import Store


def subscriptions(parts: IntakeParts) -> tuple[Subscription[Store], ...]:
    """The tracking page's facts, and every service's proof that it forgot an erased report."""
    del parts
    return (
        on(routing.ReportRouted, queue="intake.record-routed", do=record_routed),
        on(routing.ReportTriaged, queue="intake.record-triaged", do=record_triaged),
        on(
            routing.ReportNotTransmitted,
            queue="intake.record-not-transmitted",
            do=record_not_transmitted,
        ),
        on(company_portal.CaseOpened, queue="intake.record-opened", do=record_opened),
        on(company_portal.OfferAccepted, queue="intake.record-accepted", do=record_accepted),
        on(company_portal.ReportRead, queue="intake.record-read", do=record_read),
        on(company_portal.QuestionAsked, queue="intake.record-question", do=record_question),
        on(company_portal.MessageReceived, queue="intake.record-delivery", do=record_delivery),
        on(company_portal.ReportAnswered, queue="intake.record-answered", do=record_answered),
        on(company_portal.ReportDeclined, queue="intake.record-declined", do=record_declined),
        on(company_portal.CaseClosed, queue="intake.record-closed", do=record_closed),
        *_proofs(),
    )


def _proofs() -> tuple[Subscription[Store], ...]:
    """Intake's own among them: an event that nobody listens to could never leave."""
    return (
        on(
            intake.ReportForgotten,
            queue="intake.record-erasure-by-intake",
            do=lambda event, store: record_erasure_proof(
                event.report_id, store, service="intake", forgotten_at=event.forgotten_at
            ),
        ),
        on(
            routing.ReportForgotten,
            queue="intake.record-erasure-by-routing",
            do=lambda event, store: record_erasure_proof(
                event.report_id, store, service="routing", forgotten_at=event.forgotten_at
            ),
        ),
        on(
            company_portal.ReportForgotten,
            queue="intake.record-erasure-by-company-portal",
            do=lambda event, store: record_erasure_proof(
                event.report_id, store, service="company-portal", forgotten_at=event.forgotten_at
            ),
        ),
        on(
            notifications.ReportForgotten,
            queue="intake.record-erasure-by-notifications",
            do=lambda event, store: record_erasure_proof(
                event.report_id, store, service="notifications", forgotten_at=event.forgotten_at
            ),
        ),
        on(
            agent_analytics.ReportForgotten,
            queue="intake.record-erasure-by-agent-analytics",
            do=lambda event, store: record_erasure_proof(
                event.report_id, store, service="agent-analytics", forgotten_at=event.forgotten_at
            ),
        ),
    )
