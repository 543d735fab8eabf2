"""What every event has: a topic, a subject, a class of data, and a place in the register."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Classification(StrEnum):
    """What the payload says of people; a consumer is bound to a topic only if entitled to it."""

    NONE = "none"
    PSEUDONYMOUS = "pseudonymous"
    PERSONAL = "personal"


class DuplicateTopic(TypeError):
    """Two event classes claim one topic."""


class Payload(BaseModel):
    """A part of an event; unknown fields are ignored, so that a producer may add one."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Payload):
    """A fact that one service tells the others.

    `topic` is `service.noun_verbed.vN`: routing key, AMQP type and CloudEvents type in one.
    Within a version, only optional fields are added.
    """

    topic: ClassVar[str]
    classification: ClassVar[Classification]
    # How long the producer's outbox remembers it once sent; the subscribers have it then.
    kept_for: ClassVar[timedelta] = timedelta(days=7)
    # Whoever hears of it must have no message about the subject left, parked ones included.
    forgets_subject: ClassVar[bool] = False

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        topic = cls.__dict__.get("topic")
        if topic is None:
            return
        if topic in EVENTS:
            raise DuplicateTopic(topic)
        EVENTS[topic] = cls

    @property
    def subject(self) -> str:
        """What the fact is about, `kind/identifier`; messages of one subject keep their order."""
        raise NotImplementedError

    @property
    def sequence(self) -> int | None:
        """The version that this fact made, as its producer counts them; None: uncounted."""
        return None


EVENTS: dict[str, type[Event]] = {}


class ReportEvent(Event):
    """A fact about one report. `version` counts the producer's own facts about it, from 1."""

    report_id: UUID
    version: int

    @property
    def subject(self) -> str:
        return f"report/{self.report_id}"

    @property
    def sequence(self) -> int:
        return self.version
