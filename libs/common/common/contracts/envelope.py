"""The CloudEvents 1.0 envelope: the same bytes in outbox, on the wire and in a parked queue."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from common.contracts.event import EVENTS, Event

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SEQUENCE_DIGITS = 12


class UnreadableMessage(ValueError):
    """The bytes are no event of ours; the text says why and repeats nothing of the payload."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event with what surrounds it on the wire."""

    id: UUID
    source: str
    time: datetime
    event: Event
    correlation_id: str | None = None
    causation_id: UUID | None = None
    traceparent: str | None = None

    @property
    def topic(self) -> str:
        return self.event.topic

    @property
    def subject(self) -> str:
        return self.event.subject


def to_bytes(envelope: Envelope) -> bytes:
    event = envelope.event
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(envelope.id),
        "source": f"/{envelope.source}",
        "type": event.topic,
        "subject": event.subject,
        "time": envelope.time.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataclassification": event.classification.value,
        "partitionkey": event.subject,
        "sequence": None if event.sequence is None else str(event.sequence).zfill(SEQUENCE_DIGITS),
        "correlationid": envelope.correlation_id,
        "causationid": str(envelope.causation_id) if envelope.causation_id else None,
        "traceparent": envelope.traceparent,
    }
    present = {name: value for name, value in attributes.items() if value is not None}
    present["data"] = event.model_dump(mode="json")
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(body: bytes) -> Envelope:
    """Read an envelope, refusing what cannot be trusted.

    The producer named in `source` must be the one that owns the topic: a service that speaks in
    another's name is not believed.
    """
    try:
        attributes = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("the body is no JSON text") from error
    if not isinstance(attributes, dict):
        raise UnreadableMessage("the body is no JSON object")
    topic = attributes.get("type")
    event_class = EVENTS.get(topic) if isinstance(topic, str) else None
    if event_class is None:
        raise UnreadableMessage("the type is unknown")
    source = str(attributes.get("source", "")).removeprefix("/")
    if source.replace("-", "_") != event_class.topic.split(".", 1)[0]:
        raise UnreadableMessage("the source does not own the type")
    try:
        causation = attributes.get("causationid")
        return Envelope(
            id=UUID(attributes["id"]),
            source=source,
            time=datetime.fromisoformat(attributes["time"]),
            event=event_class.model_validate_json(json.dumps(attributes.get("data"))),
            correlation_id=attributes.get("correlationid"),
            causation_id=UUID(causation) if causation else None,
            traceparent=attributes.get("traceparent"),
        )
    except ValidationError as error:
        faults = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
        raise UnreadableMessage(f"the data does not fit the contract: {faults}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableMessage("an attribute of the envelope is missing or malformed") from error
