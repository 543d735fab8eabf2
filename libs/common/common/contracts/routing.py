"""What routing tells: who must get a report, and why."""

from datetime import datetime
from typing import ClassVar

from common.contracts.event import Classification, Event, Payload, ReportEvent
from common.contracts.report import NotTransmittedReason, Recipient, ReportContent


class Decision(Payload):
    """Why this recipient: the mode that decided and one sentence in each language.

    `rule` is the routing rule that applied, of version `rules_version`; `copy_to` names the
    authority that the rule wants to know of the report.
    """

    mode: str
    explanation_fr: str
    explanation_en: str
    decided_by: str | None = None
    rule: str | None = None
    rules_version: int | None = None
    priority: str | None = None
    copy_to: str | None = None


class ReportRouted(ReportEvent):
    """A recipient was found. The report's content is repeated for the portal's sake.

    `version` counts routing's decisions about the report; a higher one replaces the recipient.
    """

    topic: ClassVar[str] = "routing.report_routed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    recipient: Recipient
    decision: Decision
    content: ReportContent
    routed_at: datetime


class ReportTriaged(ReportEvent):
    """No recipient could be chosen: an agent must."""

    topic: ClassVar[str] = "routing.report_triaged.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    decision: Decision
    triaged_at: datetime


class ReportNotTransmitted(ReportEvent):
    """By rule, no company ever gets this report."""

    topic: ClassVar[str] = "routing.report_not_transmitted.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    reason: NotTransmittedReason
    decision: Decision
    decided_at: datetime


class ReportForgotten(ReportEvent):
    """Routing has erased the report."""

    topic: ClassVar[str] = "routing.report_forgotten.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgotten_at: datetime


class RulesActivated(Event):
    """A version of the routing rules has come into force. `activation` counts them, from 1.

    `restores` is the earlier version that a rollback brought back.
    """

    topic: ClassVar[str] = "routing.rules_activated.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    activation: int
    version: int
    effective_from: datetime
    activated_by: str
    note: str
    rule_names: tuple[str, ...]
    restores: int | None = None

    @property
    def subject(self) -> str:
        return "rules/routing"

    @property
    def sequence(self) -> int:
        return self.activation
