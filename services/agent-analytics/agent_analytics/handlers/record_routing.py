"""Routing decided who must get a report, or that nobody does."""

from agent_analytics.domain.history import Company, Routing
from agent_analytics.domain.status import Outcome
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.report import Recipient
from common.contracts.routing import Decision, ReportNotTransmitted, ReportRouted, ReportTriaged


async def record_routed(event: ReportRouted, store: Store) -> None:
    """A recipient was found. The content that the event repeats is intake's to tell: unread."""
    routing = Routing(
        version=event.version,
        outcome=Outcome.ROUTED,
        department=event.recipient.address.department,
        company=_company(event.recipient),
        explanation_fr=event.decision.explanation_fr,
        explanation_en=event.decision.explanation_en,
    )
    detail = _words(event.decision) | {
        "siret": event.recipient.siret,
        "company": event.recipient.name,
    }
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.routed(routing),
        entry=Entry(Happening.ROUTED, str(event.version), event.routed_at, detail),
    )


async def record_triaged(event: ReportTriaged, store: Store) -> None:
    routing = _without_recipient(event.version, Outcome.TRIAGE, event.decision)
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.routed(routing),
        entry=Entry(
            Happening.TRIAGED, str(event.version), event.triaged_at, _words(event.decision)
        ),
    )


async def record_not_transmitted(event: ReportNotTransmitted, store: Store) -> None:
    routing = _without_recipient(event.version, Outcome.NOT_TRANSMITTED, event.decision)
    detail = _words(event.decision) | {"reason": event.reason.value}
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.routed(routing),
        entry=Entry(Happening.NOT_TRANSMITTED, str(event.version), event.decided_at, detail),
    )


def _without_recipient(version: int, outcome: Outcome, decision: Decision) -> Routing:
    return Routing(
        version=version,
        outcome=outcome,
        explanation_fr=decision.explanation_fr,
        explanation_en=decision.explanation_en,
    )


def _company(recipient: Recipient) -> Company:
    return Company(
        siret=recipient.siret,
        siren=recipient.siren,
        name=recipient.trade_name or recipient.name,
        address=recipient.address.lines,
        activity_code=recipient.activity_code,
    )


def _words(decision: Decision) -> dict[str, str]:
    return {"fr": decision.explanation_fr, "en": decision.explanation_en}
