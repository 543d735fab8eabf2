"""What routing tells: who must get a report, and why; what becomes of those who got some."""

from datetime import date, datetime
from enum import StrEnum
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
    `is_offer`: a former holder said that it is not concerned and routing thinks that this one
    is; it accepts the report or refuses it.
    """

    topic: ClassVar[str] = "routing.report_routed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    recipient: Recipient
    decision: Decision
    content: ReportContent
    routed_at: datetime
    is_offer: bool = False


class ReportTriaged(ReportEvent):
    """No recipient could be chosen: an agent must, or the consumer among `choices`."""

    topic: ClassVar[str] = "routing.report_triaged.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    decision: Decision
    triaged_at: datetime
    choices: tuple[Recipient, ...] = ()


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


class EstablishmentChange(StrEnum):
    """`undisclosed`: INSEE no longer lets name and address be shown; forget them."""

    RENAMED = "renamed"
    MOVED = "moved"
    REOPENED = "reopened"
    HEAD_OFFICE = "head_office"
    UNDISCLOSED = "undisclosed"
    OTHER = "other"


class EstablishmentEvent(Event):
    """A fact about an establishment that was once chosen as a recipient; of no other is any told.

    `version` counts routing's facts about it, from 1; `recipient` is all that is known now.
    """

    siret: str
    version: int
    recipient: Recipient
    occurred_at: datetime

    @property
    def subject(self) -> str:
        return f"establishment/{self.siret}"

    @property
    def sequence(self) -> int:
        return self.version


class EstablishmentChanged(EstablishmentEvent):
    """The registry says something else of an open establishment than what was told last."""

    topic: ClassVar[str] = "routing.establishment_changed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    changes: tuple[EstablishmentChange, ...]


class EstablishmentClosed(EstablishmentEvent):
    """The establishment is closed; told again when its name, address or successor change.

    `closed_on` as INSEE dates it; `successor`: the open establishment that carries on.
    """

    topic: ClassVar[str] = "routing.establishment_closed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    closed_on: date | None = None
    successor: Recipient | None = None
