"""What every message to a consumer begins with: a report that is there, and someone to tell."""

from uuid import UUID

from common.messaging.subscription import Later
from notifications.domain.messages import MailMessage
from notifications.domain.plan import PlannedMail
from notifications.domain.report import Consumer
from notifications.store import Store


async def lock_known_consumer(report_id: UUID, store: Store) -> Consumer | None:
    """Who filed the report; None when it is erased: nobody is told anything any more.

    Raises `Later` while intake has not told who the consumer is.
    """
    report = await store.reports.lock(report_id)
    if report.is_erased:
        return None
    if report.consumer is None:
        raise Later("the consumer is not known yet")
    return report.consumer


def to_consumer(
    consumer: Consumer, message: MailMessage, *, report_id: UUID, version: int = 0
) -> PlannedMail:
    """A mail about a version of the case; 0: about the report as such, once."""
    return PlannedMail(
        dedup_key=f"{message.kind.value}:{report_id}:{version}",
        message=message,
        lang=consumer.lang,
        recipient=consumer.email,
        report_id=report_id,
        version=version,
    )
