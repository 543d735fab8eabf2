"""Traces: one from the form to the last effect, through outbox and broker."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode

from common.settings import TelemetrySettings

# Stands for the tracer of whichever provider is set later.
_TRACER = trace.get_tracer("vigie")


def configure(settings: TelemetrySettings, *, service: str) -> TracerProvider:
    """Make the process's spans; without an address they only carry identifiers along."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    if settings.otlp_endpoint:
        exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider


@contextmanager
def span(
    name: str, *, kind: SpanKind, parent: str | None = None, **attributes: str | int
) -> Iterator[Span]:
    """A span around the block; `parent` is a W3C `traceparent` that came from elsewhere.

    An exception marks the span by its class; its text may say something of a person.
    """
    context = propagate.extract({"traceparent": parent}) if parent else None
    with _TRACER.start_as_current_span(
        name,
        context=context,
        kind=kind,
        attributes={key.replace("_", "."): value for key, value in attributes.items()},
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except Exception as error:
            current.set_status(StatusCode.ERROR, type(error).__qualname__)
            raise


def current_traceparent() -> str | None:
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")
