"""The one final answer: three families, the reasons of each, and what a reason may belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from company_portal.domain.status import Status


class AnswerKind(StrEnum):
    PROMISE = "promise"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"


class AnswerReason(StrEnum):
    REFUND_OR_CREDIT = "refund_or_credit"
    REPAIR_OR_REPLACEMENT = "repair_or_replacement"
    ADVICE_ON_USE = "advice_on_use"
    COMPLY_WITH_RULES = "comply_with_rules"
    CHANGE_PRACTICE = "change_practice"
    PASS_TO_COMPETENT_SERVICE = "pass_to_competent_service"  # noqa: S105 - no password
    ASKS_FOR_MORE_INFORMATION = "asks_for_more_information"
    CANCELLATION = "cancellation"
    LAWFUL_PRACTICE = "lawful_practice"
    DID_NOT_HAPPEN = "did_not_happen"
    MISUNDERSTANDING = "misunderstanding"
    ALREADY_ANSWERED = "already_answered"
    BEING_HANDLED = "being_handled"
    BUSINESS_PARTNER = "business_partner"
    SAME_GROUP = "same_group"
    HOMONYM = "homonym"
    UNKNOWN_COMPANY = "unknown_company"
    IDENTITY_THEFT = "identity_theft"


REASONS: Mapping[AnswerKind, tuple[AnswerReason, ...]] = {
    AnswerKind.PROMISE: (
        AnswerReason.REFUND_OR_CREDIT,
        AnswerReason.REPAIR_OR_REPLACEMENT,
        AnswerReason.ADVICE_ON_USE,
        AnswerReason.COMPLY_WITH_RULES,
        AnswerReason.CHANGE_PRACTICE,
        AnswerReason.PASS_TO_COMPETENT_SERVICE,
        AnswerReason.ASKS_FOR_MORE_INFORMATION,
        AnswerReason.CANCELLATION,
    ),
    AnswerKind.UNFOUNDED: (
        AnswerReason.LAWFUL_PRACTICE,
        AnswerReason.DID_NOT_HAPPEN,
        AnswerReason.MISUNDERSTANDING,
        AnswerReason.ALREADY_ANSWERED,
        AnswerReason.BEING_HANDLED,
    ),
    AnswerKind.NOT_CONCERNED: (
        AnswerReason.BUSINESS_PARTNER,
        AnswerReason.SAME_GROUP,
        AnswerReason.HOMONYM,
        AnswerReason.UNKNOWN_COMPANY,
        AnswerReason.IDENTITY_THEFT,
    ),
}

# `not_concerned` is a hand-off, not an end: the report goes back to routing.
STATUS_AFTER: Mapping[AnswerKind, Status] = {
    AnswerKind.PROMISE: Status.PROMISED,
    AnswerKind.UNFOUNDED: Status.UNFOUNDED,
    AnswerKind.NOT_CONCERNED: Status.TRIAGE,
}


class ReasonOutsideFamily(Exception):
    """The reason belongs to another family of answers."""

    def __init__(self, kind: AnswerKind, reason: AnswerReason) -> None:
        super().__init__(f"{reason} is no reason of {kind}")
        self.kind = kind
        self.reason = reason
        self.allowed = REASONS[kind]


class NothingToPropose(Exception):
    """Only who is not concerned can say who is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a holder answered; `message_to_authority` never reaches the consumer.

    `proposed_siret` goes with `not_concerned`: who the holder thinks is.
    """

    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: str
    message_to_authority: str | None
    answered_by: UUID
    answered_at: datetime
    proposed_siret: str | None = None

    def __post_init__(self) -> None:
        if self.reason not in REASONS[self.kind]:
            raise ReasonOutsideFamily(self.kind, self.reason)
        if self.proposed_siret is not None and self.kind is not AnswerKind.NOT_CONCERNED:
            raise NothingToPropose
