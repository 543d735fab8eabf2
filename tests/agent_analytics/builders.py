"""Events as the other services tell them, with small defaults."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from common.contracts.company_portal import (
    AuthorityInformed,
    CaseClosed,
    CaseOpened,
    CaseState,
    MessageReceived,
    OfferAccepted,
    PromiseCheckFellDue,
    QuestionAsked,
    Reminder,
    ReminderFellDue,
    ReportAnswered,
    ReportDeclined,
    ReportRead,
)
from common.contracts.event import Event
from common.contracts.intake import (
    AnswerReviewed,
    AttachmentCleared,
    ConsumerIdentified,
    PromiseReviewed,
    ReportErased,
    ReportSubmitted,
    ReportWithdrawn,
)
from common.contracts.notifications import Channel, DeliveryEnded, DeliveryState
from common.contracts.report import (
    Address,
    AnswerKind,
    AnswerReason,
    Attachment,
    CompanyTarget,
    NotTransmittedReason,
    PromiseOutcome,
    Rating,
    Recipient,
    Reply,
    ReportContent,
    ReportStatus,
    Target,
    Wish,
)
from common.contracts.routing import Decision, ReportNotTransmitted, ReportRouted, ReportTriaged

A_REPORT = UUID("01900000-0000-7000-8000-000000000001")
SIRET = "73282932000074"
OTHER_SIRET = "35600000000048"
MONDAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
DECISION = Decision(mode="siret", explanation_fr="Le SIRET est connu.", explanation_en="Known.")


def a_content(
    *,
    reference: str = "V7K2-9QXD",
    category: str = "shops",
    description: str = "Le grille-pain a pris feu.",
    target: Target | None = None,
    tags: tuple[str, ...] = (),
    submitted_at: datetime = MONDAY,
) -> ReportContent:
    return ReportContent(
        reference=reference,
        category=category,
        subcategories=("after-sale",),
        category_labels=("Commerces", "Service après-vente"),
        tags=tags,
        replies=(Reply(question="Où ?", value="En boutique"),),
        description=description,
        observed_on=date(2026, 5, 2),
        target=target or CompanyTarget(name="Grille Tout", postal_code="69001"),
        share_identity=False,
        wish=Wish.REPORT,
        lang="fr",
        submitted_at=submitted_at,
    )


def a_recipient(siret: str = SIRET, *, department: str | None = "75") -> Recipient:
    return Recipient(
        siret=siret,
        siren=siret[:9],
        name="Grille Tout SAS",
        address=Address(lines=("1 rue de la Paix", "75002 PARIS"), department=department),
    )


@dataclass(frozen=True, slots=True)
class Tale:
    """Every event that one report can cause, in the order of a life."""

    report_id: UUID = A_REPORT
    content: ReportContent = field(default_factory=a_content)

    def submitted(self) -> ReportSubmitted:
        return ReportSubmitted(report_id=self.report_id, version=1, content=self.content)

    def identified(self, *, version: int = 2, first_name: str = "Camille") -> ConsumerIdentified:
        return ConsumerIdentified(
            report_id=self.report_id,
            version=version,
            reference=self.content.reference,
            first_name=first_name,
            last_name="Durand",
            email="camille.durand@example.org",
            phone="+33612345678",
            lang="fr",
            tracking_url="https://intake.test/suivi/secret-tracking-word",
        )

    def file_cleared(self, *, version: int = 3) -> AttachmentCleared:
        attachment = Attachment(
            attachment_id=UUID(int=version),
            filename="facture-de-camille.pdf",
            content_type="application/pdf",
            size=1234,
            sha256="0" * 64,
            storage_key=f"clean/{version}",
        )
        return AttachmentCleared(report_id=self.report_id, version=version, attachment=attachment)

    def routed(
        self, *, version: int = 1, siret: str = SIRET, department: str | None = "75"
    ) -> ReportRouted:
        return ReportRouted(
            report_id=self.report_id,
            version=version,
            recipient=a_recipient(siret, department=department),
            decision=DECISION,
            content=self.content,
            routed_at=MONDAY + timedelta(minutes=version),
        )

    def triaged(self, *, version: int = 1) -> ReportTriaged:
        return ReportTriaged(
            report_id=self.report_id,
            version=version,
            decision=DECISION,
            triaged_at=MONDAY + timedelta(minutes=version),
        )

    def not_transmitted(self, *, version: int = 1) -> ReportNotTransmitted:
        return ReportNotTransmitted(
            report_id=self.report_id,
            version=version,
            reason=NotTransmittedReason.HIDDEN_TAG,
            decision=DECISION,
            decided_at=MONDAY + timedelta(minutes=version),
        )

    def state(self, status: ReportStatus, *, siret: str | None = SIRET) -> CaseState:
        return CaseState(
            status=status,
            holder_siret=siret,
            holder_name="Grille Tout SAS" if siret else None,
            deadline_on=date(2026, 7, 3) if siret else None,
        )

    def opened(self, *, version: int = 1, siret: str = SIRET) -> CaseOpened:
        return CaseOpened(
            **self._case(version),
            state=self.state(ReportStatus.WAITING, siret=siret),
            siret=siret,
            siren=siret[:9],
            has_account=True,
        )

    def accepted(self, *, version: int = 2) -> OfferAccepted:
        return OfferAccepted(
            **self._case(version), state=self.state(ReportStatus.WAITING), siret=SIRET
        )

    def read(self, *, version: int = 2) -> ReportRead:
        return ReportRead(**self._case(version), state=self.state(ReportStatus.READ))

    def reminded(self, *, version: int = 3) -> ReminderFellDue:
        return ReminderFellDue(
            **self._case(version),
            state=self.state(ReportStatus.READ),
            siret=SIRET,
            siren=SIRET[:9],
            reminder=Reminder.FIRST,
        )

    def asked(self, *, version: int = 3) -> QuestionAsked:
        return QuestionAsked(
            **self._case(version),
            state=self.state(ReportStatus.READ),
            question_id=UUID(int=3),
            siret=SIRET,
            company_name="Grille Tout SAS",
            text="Quel jour était-ce ?",
            reply_by=date(2026, 5, 20),
        )

    def message_received(self, *, version: int = 4) -> MessageReceived:
        return MessageReceived(
            **self._case(version),
            state=self.state(ReportStatus.READ),
            message_id=UUID(int=4),
            siret=SIRET,
            siren=SIRET[:9],
            resumes=True,
        )

    def answered(self, *, version: int = 4) -> ReportAnswered:
        return ReportAnswered(
            **self._case(version),
            state=self.state(ReportStatus.PROMISED, siret=None),
            siret=SIRET,
            company_name="Grille Tout SAS",
            kind=AnswerKind.PROMISE,
            reason=AnswerReason.REFUND_OR_CREDIT,
            message_to_consumer="Nous vous remboursons.",
        )

    def authority_informed(self, *, version: int = 4) -> AuthorityInformed:
        return AuthorityInformed(
            report_id=self.report_id,
            version=version,
            siret=SIRET,
            message_to_authority="Le client est connu de nos services.",
            informed_at=MONDAY + timedelta(days=3),
        )

    def declined(self, *, version: int = 3) -> ReportDeclined:
        return ReportDeclined(
            **self._case(version),
            state=self.state(ReportStatus.TRIAGE, siret=None),
            siret=SIRET,
            reason=AnswerReason.HOMONYM,
            message_to_consumer="Ce n’est pas nous.",
        )

    def closed(self, *, version: int = 5) -> CaseClosed:
        return CaseClosed(
            **self._case(version), state=self.state(ReportStatus.EXPIRED_UNREAD, siret=None)
        )

    def promise_check(self, *, version: int = 6) -> PromiseCheckFellDue:
        return PromiseCheckFellDue(
            **self._case(version),
            state=self.state(ReportStatus.PROMISED, siret=None),
            promised_on=date(2026, 5, 8),
        )

    def reviewed(self, *, version: int = 4, rating: Rating = Rating.POSITIVE) -> AnswerReviewed:
        return AnswerReviewed(
            report_id=self.report_id,
            version=version,
            rating=rating,
            comment="Merci, Camille",
            reviewed_at=MONDAY + timedelta(days=4, hours=version),
        )

    def promise_reviewed(self, *, version: int = 9) -> PromiseReviewed:
        return PromiseReviewed(
            report_id=self.report_id,
            version=version,
            outcome=PromiseOutcome.PARTLY,
            comment="La moitié seulement.",
            reviewed_at=MONDAY + timedelta(days=25),
        )

    def withdrawn(self) -> ReportWithdrawn:
        return ReportWithdrawn(
            report_id=self.report_id, version=5, withdrawn_at=MONDAY + timedelta(days=5)
        )

    def erased(self) -> ReportErased:
        return ReportErased(
            report_id=self.report_id, version=6, erased_at=MONDAY + timedelta(days=6)
        )

    def delivered(
        self, *, number: int = 1, state: DeliveryState = DeliveryState.SENT, hours: int = 1
    ) -> DeliveryEnded:
        return DeliveryEnded(
            delivery_id=UUID(int=number),
            channel=Channel.MAIL,
            kind="acknowledgement",
            state=state,
            report_id=self.report_id,
            ended_at=MONDAY + timedelta(hours=hours),
        )

    def everything(self) -> list[Event]:
        """All that can happen, more than one life holds."""
        return [
            self.submitted(),
            self.identified(),
            self.identified(version=7, first_name="Dominique"),
            self.file_cleared(),
            self.triaged(version=1),
            self.routed(version=2),
            self.routed(version=3, siret=OTHER_SIRET, department="2A"),
            self.not_transmitted(version=4),
            self.opened(),
            self.accepted(version=9),
            self.read(),
            self.reminded(),
            self.asked(),
            self.message_received(),
            self.declined(version=3),
            self.answered(),
            self.authority_informed(),
            self.closed(),
            self.promise_check(),
            self.reviewed(),
            self.reviewed(version=8, rating=Rating.NEGATIVE),
            self.promise_reviewed(),
            self.withdrawn(),
            self.erased(),
            self.delivered(),
            self.delivered(state=DeliveryState.FAILED, hours=2),
            self.delivered(number=2),
        ]

    def _case(self, version: int) -> "dict[str, object]":
        return {
            "report_id": self.report_id,
            "version": version,
            "reference": self.content.reference,
            "occurred_at": MONDAY + timedelta(days=1, hours=version),
        }
