"""One trace from the request to the effect in another service."""

from dataclasses import replace

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind

from common.contracts.envelope import CONTENT_TYPE, to_bytes
from common.contracts.intake import ReportWithdrawn
from common.messaging.delivery import Delivery
from common.messaging.processor import Processor, Workshop
from common.messaging.retry import RetryPolicy
from common.telemetry import span
from common.testing.outbox import outbox
from common.unit_of_work import UnitOfWork
from tests.common.messaging.sample import Parts, a_withdrawal, subscription


@pytest.fixture(autouse=True)
def _provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", TracerProvider())


def current_trace() -> int:
    return trace.get_current_span().get_span_context().trace_id


async def test_the_effect_belongs_to_the_trace_of_its_cause(parts: Parts) -> None:
    intake = Parts(replace(parts.ground, service="intake"))
    with span("POST /v1/reports", kind=SpanKind.SERVER):
        request = current_trace()
        async with intake.open_store() as store:
            store.publish(a_withdrawal())
    (envelope,) = await outbox(parts.ground)
    assert envelope.traceparent is not None

    seen: list[int] = []

    async def look(event: ReportWithdrawn, store: UnitOfWork) -> None:
        seen.append(current_trace())
        store.publish(event)

    work = Processor(subscription(look), Workshop.of(parts, policy=RetryPolicy()))
    await work.settle(Delivery(to_bytes(envelope), CONTENT_TYPE))
    assert seen == [request]
    bodies = await outbox_texts(parts)
    assert all(f"{request:032x}" in body for body in bodies)
    assert len(bodies) == 2


async def outbox_texts(parts: Parts) -> list[str]:
    query = "SELECT string_agg(convert_from(body, 'UTF8'), chr(10) ORDER BY id) FROM outbox"
    return str(await parts.scalar(query)).splitlines()
