"""What the others are told of a report: the same words for the events and for the preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from common.contracts.event import ReportEvent
from common.contracts.intake import ConsumerIdentified, IdentityShared, ReportSubmitted
from common.contracts.report import Reply, ReportContent, Wish
from common.contracts.report import Target as TargetPayload
from intake.domain.contact import Consumer
from intake.domain.personal_data import masked
from intake.domain.report import Report, is_ever_transmitted
from intake.labels.replies import in_words

_TARGET: TypeAdapter[TargetPayload] = TypeAdapter(TargetPayload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as it is told, and to whom.

    Agents get `content` and `consumer`. The company gets `content` when `is_ever_transmitted`,
    and `known_to_company` when the consumer agreed. The public may read `content.published_text`.
    """

    report_id: UUID
    content: ReportContent
    consumer: Consumer
    known_to_company: Consumer | None
    is_ever_transmitted: bool

    def events(self, *, tracking_url: str) -> Iterator[ReportEvent]:
        """Who filed it goes first: mails about the report wait until the person is known."""
        yield ConsumerIdentified(
            **_person(self.report_id, self.consumer),
            reference=self.content.reference,
            lang=self.content.lang,
            tracking_url=tracking_url,
        )
        if self.known_to_company is not None:
            yield IdentityShared(**_person(self.report_id, self.known_to_company))
        yield ReportSubmitted(report_id=self.report_id, version=1, content=self.content)


def told_of(report: Report, consumer: Consumer, *, attachment_count: int, at: datetime) -> Told:
    return Told(
        report_id=report.id,
        content=_content(report, attachment_count=attachment_count, at=at),
        consumer=consumer,
        known_to_company=consumer if report.share_identity else None,
        is_ever_transmitted=is_ever_transmitted(
            report.trail, report.target.kind, wishes_advice=report.wishes_advice
        ),
    )


def _content(report: Report, *, attachment_count: int, at: datetime) -> ReportContent:
    replies = in_words(report.trail.questions, report.replies, lang=report.lang)
    return ReportContent(
        reference=report.reference,
        category=report.trail.keys[0],
        subcategories=report.trail.keys[1:],
        category_labels=report.trail.labels(report.lang),
        tags=tuple(sorted(report.trail.tags)),
        replies=tuple(Reply(question=question, value=value) for question, value in replies),
        description=report.description,
        observed_on=report.observed_on,
        target=_TARGET.validate_python({"kind": report.target.kind.value, **report.target.details}),
        share_identity=report.share_identity,
        wish=Wish.ADVICE if report.wishes_advice else Wish.REPORT,
        lang=report.lang,
        publish_consent=report.publish_consent,
        published_text=masked(report.description) if report.publish_consent else None,
        attachment_count=attachment_count,
        tree_version=report.tree_version,
        authority_codes=tuple(code.key for code in report.trail.codes),
        category_labels_fr=report.trail.labels("fr"),
        submitted_at=at,
    )


def _person(report_id: UUID, consumer: Consumer) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "version": 1,
        "first_name": consumer.first_name,
        "last_name": consumer.last_name,
        "email": consumer.email,
        "phone": consumer.phone,
    }
