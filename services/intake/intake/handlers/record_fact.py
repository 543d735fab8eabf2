"""Note what routing and the portal tell of a report, for its tracking page."""

from typing import Any
from uuid import UUID

from common.contracts.company_portal import (
    CaseClosed,
    CaseEvent,
    CaseOpened,
    MessageReceived,
    OfferAccepted,
    QuestionAsked,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)
from common.contracts.report import Recipient
from common.contracts.routing import ReportNotTransmitted, ReportRouted, ReportTriaged
from common.messaging.subscription import Later
from intake.domain.tracking import Fact, FactKind, Producer
from intake.store import Store


async def record_routed(event: ReportRouted, store: Store) -> None:
    await _record(
        event.report_id,
        Fact(
            producer=Producer.ROUTING,
            version=event.version,
            kind=FactKind.ROUTED,
            at=event.routed_at,
            details=_explanation(event.decision.explanation_fr, event.decision.explanation_en),
        ),
        store,
    )


async def record_triaged(event: ReportTriaged, store: Store) -> None:
    await _record(
        event.report_id,
        Fact(
            producer=Producer.ROUTING,
            version=event.version,
            kind=FactKind.TRIAGED,
            at=event.triaged_at,
            details=_explanation(event.decision.explanation_fr, event.decision.explanation_en)
            | {"choices": [_choice(one) for one in event.choices]},
        ),
        store,
    )


async def record_not_transmitted(event: ReportNotTransmitted, store: Store) -> None:
    explanation = _explanation(event.decision.explanation_fr, event.decision.explanation_en)
    await _record(
        event.report_id,
        Fact(
            producer=Producer.ROUTING,
            version=event.version,
            kind=FactKind.NOT_TRANSMITTED,
            at=event.decided_at,
            details=explanation | {"reason": event.reason.value},
        ),
        store,
    )


async def record_opened(event: CaseOpened, store: Store) -> None:
    await _record(event.report_id, _case_fact(event, FactKind.OPENED), store)


async def record_accepted(event: OfferAccepted, store: Store) -> None:
    """Its holder took the report that was handed off to it: the deadline is a new one."""
    await _record(event.report_id, _case_fact(event, FactKind.ACCEPTED), store)


async def record_read(event: ReportRead, store: Store) -> None:
    """That it was read; by whom is not told to the consumer."""
    await _record(event.report_id, _case_fact(event, FactKind.READ), store)


async def record_question(event: QuestionAsked, store: Store) -> None:
    question = {
        "question_id": str(event.question_id),
        "text": event.text,
        "company_name": event.company_name,
        "reply_by": event.reply_by.isoformat(),
    }
    await _record(event.report_id, _case_fact(event, FactKind.ASKED, **question), store)


async def record_delivery(event: MessageReceived, store: Store) -> None:
    """The consumer's message reached the holder; after a reply the deadline is another."""
    await _record(event.report_id, _case_fact(event, FactKind.DELIVERED), store)


async def record_answered(event: ReportAnswered, store: Store) -> None:
    answer = {
        "kind": event.kind.value,
        "reason": event.reason.value,
        "message": event.message_to_consumer,
        "company_name": event.company_name,
    }
    await _record(event.report_id, _case_fact(event, FactKind.ANSWERED, **answer), store)


async def record_declined(event: ReportDeclined, store: Store) -> None:
    words = {"reason": event.reason.value, "message": event.message_to_consumer}
    await _record(event.report_id, _case_fact(event, FactKind.DECLINED, **words), store)


async def record_closed(event: CaseClosed, store: Store) -> None:
    await _record(event.report_id, _case_fact(event, FactKind.CLOSED), store)


async def _record(report_id: UUID, fact: Fact, store: Store) -> None:
    """Keep the fact, whatever came before it; of an erased report nothing is kept.

    A report unknown here was filed before intake's database was restored, or not yet: `Later`.
    """
    if await store.facts.add(report_id, fact):
        return
    if not await store.erasures.includes(report_id):
        raise Later("the report is unknown here")


def _case_fact(event: CaseEvent, kind: FactKind, /, **more: str) -> Fact:
    state = event.state.model_dump(mode="json", exclude={"holder_siret"})
    return Fact(
        producer=Producer.COMPANY_PORTAL,
        version=event.version,
        kind=kind,
        at=event.occurred_at,
        details=state | more,
    )


def _choice(one: Recipient) -> dict[str, str]:
    place = ", ".join(one.address.lines[-2:])
    return {"siret": one.siret, "name": one.trade_name or one.name, "place": place}


def _explanation(fr: str, en: str) -> dict[str, Any]:
    return {"explanation_fr": fr, "explanation_en": en}
