"""The consumer writes to who holds the report; what they write replies to an open question."""

from uuid import UUID

from common.contracts.intake import MessageSent
from intake.domain.thread import open_question, refuse_too_many
from intake.domain.tracking import HELD, Fact, FactKind, Producer, refuse_unless, track
from intake.store import Store


async def write_message(report_id: UUID, store: Store, *, text: str) -> None:
    """Raises `UnknownReport`, `NotNow` while nobody holds the report, `TooManyMessages`."""
    report = await store.reports.lock(report_id)
    tracking = track(await store.facts.of_report(report_id))
    refuse_unless(tracking, HELD)
    refuse_too_many(tracking)
    question = open_question(tracking)
    now = store.clock.now()
    sent = MessageSent(
        report_id=report_id,
        version=report.version + 1,
        message_id=store.new_id(),
        text=text,
        question_id=question and question.id,
        sent_at=now,
    )
    await store.reports.next_version(report_id)
    await store.facts.add(
        report_id,
        Fact(
            producer=Producer.INTAKE,
            version=sent.version,
            kind=FactKind.MESSAGED,
            at=now,
            details={"text": text, "question_id": str(question.id) if question else None},
        ),
    )
    store.publish(sent)
