"""What agent-analytics tells: the public keys that prove an agent to the other services."""

from datetime import datetime
from typing import ClassVar

from common.contracts.event import Classification, Event, Payload, ReportEvent


class SigningKey(Payload):
    """A public Ed25519 key as an RFC 8037 JWK; valid for tokens until `retires_at`."""

    kid: str
    x: str
    retires_at: datetime


class SigningKeysPublished(Event):
    """The keys that verify agents’ tokens, newest first; replaces the last list."""

    topic: ClassVar[str] = "agent_analytics.signing_keys_published.v1"
    classification: ClassVar[Classification] = Classification.NONE
    version: int
    keys: tuple[SigningKey, ...]

    @property
    def subject(self) -> str:
        return "signing-keys/agents"

    @property
    def sequence(self) -> int:
        return self.version


class ReportForgotten(ReportEvent):
    """Agent-analytics has erased the report; only counts without a person remain."""

    topic: ClassVar[str] = "agent_analytics.report_forgotten.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgotten_at: datetime
