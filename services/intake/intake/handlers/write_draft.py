"""Keep what a consumer has typed so far, under a token that only their browser has."""

from dataclasses import dataclass
from uuid import UUID

from common.ids import Chance
from common.secrets import digest, new_secret
from intake.domain.buckets import Buckets
from intake.domain.draft import Draft
from intake.handlers.erase_report import objects_of
from intake.store import Store


@dataclass(frozen=True, slots=True)
class StartedDraft:
    token: str
    draft: Draft


async def start_draft(
    store: Store, *, path: tuple[str, ...], tree_version: int, chance: Chance
) -> StartedDraft:
    token = new_secret(chance)
    draft = Draft(id=store.new_id()).on_path(path, tree_version)
    await store.drafts.add(draft.id, digest(token), content=draft.content())
    return StartedDraft(token, draft)


async def save_draft(draft: Draft, store: Store) -> None:
    await store.drafts.save(draft)


async def remove_draft_file(
    draft_id: UUID, attachment_id: UUID, store: Store, *, buckets: Buckets
) -> bool:
    """Take a file out of a draft; False when the draft has no such file."""
    files = await store.attachments.lock_unattached([], draft_id=draft_id)
    found = next((file for file in files if file.id == attachment_id), None)
    if found is None:
        return False
    await store.doomed_objects.add(objects_of(found, buckets, report_id=None))
    await store.attachments.remove([found.id])
    return True
