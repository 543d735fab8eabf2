"""All that is known of one report: the newest fact of each producer, in any order of arrival.

Each part only ever moves forward, by its producer's version. Learning facts in any order and
any number of times therefore ends in the same history (a join of semilattices), which is what
the property tests check.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from agent_analytics.domain.status import Outcome, Status, shown_status


@dataclass(frozen=True, slots=True)
class Counted:
    """What statistics keep of a report for ever: nothing of a person."""

    week: date
    category: str
    target_department: str | None


@dataclass(frozen=True, slots=True)
class Submission:
    """What the consumer told. Free text: personal data, gone at erasure."""

    reference: str
    subcategories: tuple[str, ...]
    category_labels: tuple[str, ...]
    tags: tuple[str, ...]
    replies: tuple[tuple[str, str], ...]
    description: str
    observed_on: date
    target: Mapping[str, str | float | None]
    share_identity: bool
    wish: str
    lang: str
    publish_consent: bool
    attachment_count: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """An establishment, as routing found it."""

    siret: str
    siren: str
    name: str
    address: tuple[str, ...] = ()
    activity_code: str | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """Routing's newest decision; the explanation is in words, French and English."""

    version: int
    outcome: Outcome
    department: str | None = None
    company: Company | None = None
    explanation_fr: str | None = None
    explanation_en: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The portal's newest word on who must act, and until when."""

    version: int
    changed_at: datetime
    status: Status
    holder_siret: str | None = None
    holder_name: str | None = None
    deadline_on: date | None = None
    deadline_reason_fr: str | None = None
    deadline_reason_en: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The holder's answer to the consumer. `version` is the case's."""

    version: int
    kind: str
    reason: str
    siret: str
    company_name: str
    message: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """The consumer's newest rating of the answer."""

    version: int
    rating: str
    comment: str | None
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """One report as far as its events have arrived."""

    report_id: UUID
    counted: Counted | None = None
    submission: Submission | None = None
    routing: Routing | None = None
    case: Case | None = None
    answer: Answer | None = None
    review: Review | None = None
    has_file: bool = False
    withdrawn_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def status(self) -> Status:
        return shown_status(
            erased=self.is_erased,
            withdrawn=self.withdrawn_at is not None,
            case=self.case.status if self.case else None,
            outcome=self.routing.outcome if self.routing else None,
        )

    @property
    def department(self) -> str | None:
        """The recipient's département, else the target's; None: nobody placed the report."""
        recipient = self.routing.department if self.routing else None
        return recipient or (self.counted.target_department if self.counted else None)

    @property
    def siret(self) -> str | None:
        """The holder's number, else the recipient's, else the one the consumer gave."""
        if self.case and self.case.holder_siret:
            return self.case.holder_siret
        if self.routing and self.routing.company:
            return self.routing.company.siret
        return self._from_target("siret")

    @property
    def company_name(self) -> str | None:
        if self.case and self.case.holder_name:
            return self.case.holder_name
        if self.routing and self.routing.company:
            return self.routing.company.name
        names = (self._from_target(field) for field in ("name", "seller", "url", "handle"))
        return next((name for name in names if name), None)

    def _from_target(self, field: str) -> str | None:
        value = self.submission.target.get(field) if self.submission else None
        return value if isinstance(value, str) else None

    def submitted(self, counted: Counted, submission: Submission) -> "History":
        return replace(self, counted=counted, submission=submission)

    def routed(self, routing: Routing) -> "History":
        """Take the decision unless a later one is known."""
        is_newer = self.routing is None or routing.version > self.routing.version
        return replace(self, routing=routing) if is_newer else self

    def moved(self, case: Case) -> "History":
        """Take the case's state unless a later one is known.

        A reminder may repeat the version of the change before it: the later instant decides.
        """
        known = self.case
        is_newer = known is None or (
            (case.version, case.changed_at) > (known.version, known.changed_at)
        )
        return replace(self, case=case) if is_newer else self

    def answered(self, answer: Answer) -> "History":
        is_newer = self.answer is None or answer.version > self.answer.version
        return replace(self, answer=answer) if is_newer else self

    def reviewed(self, review: Review) -> "History":
        is_newer = self.review is None or review.version > self.review.version
        return replace(self, review=review) if is_newer else self

    def with_file(self) -> "History":
        return replace(self, has_file=True)

    def withdrawn(self, at: datetime) -> "History":
        return replace(self, withdrawn_at=self.withdrawn_at or at)

    def erased(self, at: datetime) -> "History":
        return replace(self, erased_at=self.erased_at or at)

    def settled(self) -> "History":
        """The history that may be kept: once erased, only what statistics need.

        A fact that arrives after the erasure still counts (its week, category, département)
        and leaves nothing else.
        """
        if self.erased_at is None:
            return self
        routing = self.routing and Routing(
            version=self.routing.version,
            outcome=self.routing.outcome,
            department=self.routing.department,
        )
        return History(
            report_id=self.report_id,
            counted=self.counted,
            routing=routing,
            erased_at=self.erased_at,
        )
