"""What consumers add to their report: kept as it comes, even before the report itself."""

from common.contracts.intake import AnswerReviewed, AttachmentCleared, IdentityShared
from company_portal.store import Store


async def keep_identity(shared: IdentityShared, store: Store) -> None:
    """The consumer agreed to be known by the company. Without this event, nobody is stored."""
    if await store.reports.take_turn(shared.report_id):
        await store.consumer_facts.keep_identity(shared)


async def keep_attachment(cleared: AttachmentCleared, store: Store) -> None:
    if await store.reports.take_turn(cleared.report_id):
        await store.consumer_facts.keep_attachment(cleared.report_id, cleared.attachment)


async def keep_review(reviewed: AnswerReviewed, store: Store) -> None:
    """The company sees the rating; the comment is for the authorities."""
    if await store.reports.take_turn(reviewed.report_id):
        await store.consumer_facts.keep_review(reviewed)
