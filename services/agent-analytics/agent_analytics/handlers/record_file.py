"""A file of a report passed the checks: agents may open it."""

from agent_analytics.domain.enclosures import StoredFile
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.intake import AttachmentCleared


async def record_file(event: AttachmentCleared, store: Store) -> None:
    history = await learn_fact(
        event.report_id, store, change=lambda history: history.with_file(), entry=None
    )
    if history.is_erased:
        return
    attachment = event.attachment
    await store.enclosures.attach(
        event.report_id,
        StoredFile(
            attachment_id=attachment.attachment_id,
            filename=attachment.filename,
            content_type=attachment.content_type,
            size=attachment.size,
            storage_key=attachment.storage_key,
        ),
    )
