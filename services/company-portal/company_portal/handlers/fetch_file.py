"""A person downloads a file of a report."""

from datetime import timedelta
from uuid import UUID

from common.storage import ObjectStorage
from company_portal.domain.rights import Action, Actor
from company_portal.handlers.find_case import find_case, has_left
from company_portal.store import Store
from company_portal.store.report_views import find_file

LINK_LIFE = timedelta(seconds=60)


class UnknownFile(LookupError):
    """The report has no such file, or no longer for this person."""


async def fetch_file(
    address: tuple[UUID, UUID], store: Store, *, actor: Actor, storage: ObjectStorage, bucket: str
) -> str:
    """The short-lived address of a file, given report and attachment; who fetched is noted.

    Raises UnknownReport, ForbiddenDeed, UnknownFile, StorageUnavailable.
    """
    report_id, attachment_id = address
    _, holding = await find_case(report_id, store, actor=actor, action=Action.READ_REPORT)
    file = await find_file(store, report_id, attachment_id)
    if file is None or has_left(holding):
        raise UnknownFile(attachment_id)
    store.audit(
        "file_fetched",
        actor=f"account:{actor.account_id}",
        object_kind="attachment",
        object_id=str(attachment_id),
    )
    return await storage.presigned_get(
        bucket,
        file.storage_key,
        filename=file.filename,
        content_type=file.content_type,
        expires=LINK_LIFE,
    )
