"""What routing and the portal tell of a report, as they would."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from common.contracts.company_portal import (
    CaseClosed,
    CaseOpened,
    CaseState,
    MessageReceived,
    OfferAccepted,
    QuestionAsked,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)
from common.contracts.event import ReportEvent
from common.contracts.report import (
    Address,
    AnswerKind,
    AnswerReason,
    NotTransmittedReason,
    Recipient,
    ReportContent,
    ReportStatus,
    UnknownTarget,
    Wish,
)
from common.contracts.routing import Decision, ReportNotTransmitted, ReportRouted, ReportTriaged

QUESTION = UUID(int=31)
START = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DECISION = Decision(mode="siret", explanation_fr="Le numéro.", explanation_en="The number.")
RECIPIENT = Recipient(
    siret="35600000000048", siren="356000000", name="La Poste", address=Address(lines=("Paris",))
)
CONTENT = ReportContent(
    reference="AAAA-AAAA",
    category="shops",
    subcategories=("prices",),
    category_labels=("Achat",),
    description="Une histoire.",
    observed_on=date(2026, 5, 3),
    target=UnknownTarget(postal_code="75001"),
    share_identity=False,
    wish=Wish.REPORT,
    lang="fr",
    submitted_at=START,
)

OTHER_SIRET = "35600000000048"


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def routed(report_id: UUID, version: int = 1) -> ReportRouted:
    return ReportRouted(
        report_id=report_id,
        version=version,
        recipient=RECIPIENT,
        decision=DECISION,
        content=CONTENT,
        routed_at=at(version),
    )


def triaged(report_id: UUID, version: int = 1) -> ReportTriaged:
    return ReportTriaged(
        report_id=report_id, version=version, decision=DECISION, triaged_at=at(version)
    )


def asked(report_id: UUID, version: int = 1) -> ReportTriaged:
    """Nobody can tell which of two is meant: the consumer is asked."""
    other = RECIPIENT.model_copy(update={"siret": OTHER_SIRET, "name": "LA POSTE DU PORT"})
    return triaged(report_id, version).model_copy(update={"choices": (RECIPIENT, other)})


def not_transmitted(report_id: UUID) -> ReportNotTransmitted:
    return ReportNotTransmitted(
        report_id=report_id,
        version=1,
        reason=NotTransmittedReason.HIDDEN_TAG,
        decision=DECISION,
        decided_at=at(1),
    )


def state(status: ReportStatus, *, is_held: bool = True) -> CaseState:
    return CaseState(
        status=status,
        holder_siret=RECIPIENT.siret if is_held else None,
        holder_name=RECIPIENT.name if is_held else None,
        deadline_on=date(2026, 7, 3) if is_held else None,
        deadline_reason_fr="Soixante jours." if is_held else None,
        deadline_reason_en="Sixty days." if is_held else None,
    )


def opened(report_id: UUID, version: int = 1) -> CaseOpened:
    return CaseOpened(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.WAITING),
        occurred_at=at(10 + version),
        siret=RECIPIENT.siret,
        siren=RECIPIENT.siren,
        has_account=True,
    )


def accepted(report_id: UUID, version: int = 5) -> OfferAccepted:
    return OfferAccepted(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.WAITING),
        occurred_at=at(10 + version),
        siret=RECIPIENT.siret,
    )


def read(report_id: UUID, version: int = 2) -> ReportRead:
    return ReportRead(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.READ),
        occurred_at=at(10 + version),
    )


def questioned(report_id: UUID, version: int = 3) -> QuestionAsked:
    return QuestionAsked(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.READ),
        occurred_at=at(10 + version),
        question_id=QUESTION,
        siret=RECIPIENT.siret,
        company_name=RECIPIENT.name,
        text="Quel jour était-ce ?",
        reply_by=date(2026, 5, 19),
    )


def delivered(report_id: UUID, version: int = 4) -> MessageReceived:
    return MessageReceived(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.READ),
        occurred_at=at(10 + version),
        message_id=UUID(int=41),
        siret=RECIPIENT.siret,
        siren=RECIPIENT.siren,
        resumes=True,
    )


def declined(report_id: UUID, version: int = 3) -> ReportDeclined:
    return ReportDeclined(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.TRIAGE, is_held=False),
        occurred_at=at(10 + version),
        siret=RECIPIENT.siret,
        reason=AnswerReason.HOMONYM,
        message_to_consumer="Ce n’est pas nous.",
    )


def answered(report_id: UUID, version: int = 5) -> ReportAnswered:
    return ReportAnswered(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.PROMISED, is_held=False),
        occurred_at=at(10 + version),
        siret=RECIPIENT.siret,
        company_name=RECIPIENT.name,
        kind=AnswerKind.PROMISE,
        reason=AnswerReason.REFUND_OR_CREDIT,
        message_to_consumer="Nous vous remboursons.",
    )


def closed(report_id: UUID, version: int = 6) -> CaseClosed:
    return CaseClosed(
        report_id=report_id,
        version=version,
        reference="AAAA-AAAA",
        state=state(ReportStatus.EXPIRED_UNREAD, is_held=False),
        occurred_at=at(10 + version),
    )


def a_life(report_id: UUID) -> list[ReportEvent]:
    """Sent to one holder, declined, offered to another that accepts it, answered."""
    return [
        routed(report_id),
        opened(report_id),
        read(report_id),
        questioned(report_id),
        delivered(report_id),
        declined(report_id, version=5),
        triaged(report_id, version=2),
        routed(report_id, version=3),
        opened(report_id, version=6),
        accepted(report_id, version=7),
        answered(report_id, version=8),
    ]
