"""Drafts: kept, found again by their token, with their files, and purged."""

from datetime import timedelta

import pytest

from common.secrets import digest
from common.testing.clock import FrozenClock
from common.testing.storage import MemoryStorage
from intake.domain.attachment import AttachmentFault, AttachmentRefused, AttachmentState
from intake.domain.draft import Step
from intake.handlers.announce_attachment import (
    AnnounceAttachment,
    AnnouncedAttachment,
    announce_attachment,
)
from intake.handlers.complete_draft_files import complete_draft_files
from intake.handlers.purge_expired import purge_expired
from intake.handlers.renew_upload import renew_upload
from intake.handlers.write_draft import (
    StartedDraft,
    remove_draft_file,
    save_draft,
    start_draft,
)
from intake.parts import IntakeParts
from tests.intake.world import LEAF, a_proof, a_report, submit

MEGABYTE = 1024 * 1024


async def start(parts: IntakeParts) -> StartedDraft:
    async with parts.open_store() as store:
        return await start_draft(
            store, path=LEAF, tree_version=parts.tree.version, chance=parts.ground.chance
        )


async def announce(
    parts: IntakeParts, started: StartedDraft, size: int = MEGABYTE
) -> AnnouncedAttachment:
    async with parts.open_store() as store:
        return await announce_attachment(
            AnnounceAttachment("a.pdf", "application/pdf", size, draft_id=started.draft.id),
            store,
            storage=parts.storage,
            buckets=parts.buckets,
            chance=parts.ground.chance,
        )


async def arrive(parts: IntakeParts, announced: AnnouncedAttachment, size: int) -> None:
    key = announced.attachment.quarantine_key
    await parts.storage.put(parts.buckets.quarantine, key, bytes(size), content_type="x/y")


async def complete(parts: IntakeParts, started: StartedDraft) -> list[AttachmentState]:
    async with parts.open_store() as store:
        files = await complete_draft_files(
            started.draft.id, store, storage=parts.storage, buckets=parts.buckets
        )
    return sorted(file.state for file in files)


async def test_a_draft_is_found_by_its_token_for_two_days(
    parts: IntakeParts, clock: FrozenClock
) -> None:
    started = await start(parts)
    async with parts.open_store() as store:
        await save_draft(started.draft.after(Step.COMPANY, company_label="Paul"), store)
    clock.advance(timedelta(hours=47))
    async with parts.open_store() as store:
        found = await store.drafts.of_token(digest(started.token))
        assert found is not None
        assert found.company_label == "Paul"
        assert await store.drafts.of_token(digest("another")) is None
    clock.advance(timedelta(hours=1, seconds=1))
    async with parts.open_store() as store:
        assert await store.drafts.of_token(digest(started.token)) is None
    assert await purge_expired(parts.open_store, parts.buckets) == 1


async def test_files_of_a_draft_are_noted_as_they_arrive(parts: IntakeParts) -> None:
    started = await start(parts)
    first, second = await announce(parts, started), await announce(parts, started)
    await arrive(parts, first, 10)
    assert await complete(parts, started) == [AttachmentState.PENDING, AttachmentState.UPLOADED]
    await arrive(parts, second, 10)
    assert await complete(parts, started) == [AttachmentState.UPLOADED] * 2


async def test_a_sixth_file_is_refused_at_once(parts: IntakeParts) -> None:
    started = await start(parts)
    for _ in range(5):
        await announce(parts, started)
    with pytest.raises(AttachmentRefused, match="too_many"):
        await announce(parts, started)


async def test_a_file_that_makes_too_much_in_all_is_refused_on_arrival(
    parts: IntakeParts,
) -> None:
    started = await start(parts)
    for _ in range(3):
        await arrive(parts, await announce(parts, started, 9 * MEGABYTE), 9 * MEGABYTE)
        await complete(parts, started)
    async with parts.open_store() as store:
        files = await store.attachments.of_draft(started.draft.id)
    assert {file.fault for file in files} == {None, AttachmentFault.TOO_LARGE_IN_ALL}


async def test_a_file_is_taken_out_of_its_own_draft_only(
    parts: IntakeParts, storage: MemoryStorage
) -> None:
    mine, other = await start(parts), await start(parts)
    announced = await announce(parts, mine)
    file_id = announced.attachment.id
    async with parts.open_store() as store:
        assert not await remove_draft_file(other.draft.id, file_id, store, buckets=parts.buckets)
        assert await remove_draft_file(mine.draft.id, file_id, store, buckets=parts.buckets)
        assert await store.attachments.of_draft(mine.draft.id) == []


async def test_a_browser_without_script_comes_back_after_its_upload(parts: IntakeParts) -> None:
    announced = await announce(parts, await start(parts))
    upload = await renew_upload(
        announced.attachment,
        storage=parts.storage,
        buckets=parts.buckets,
        returns_to="http://testserver/report/files",
    )
    assert upload.fields["success_action_redirect"] == "http://testserver/report/files"


async def test_a_report_takes_the_files_of_its_draft_and_leaves_what_never_arrived(
    parts: IntakeParts,
) -> None:
    started = await start(parts)
    arrived = await announce(parts, started)
    await announce(parts, started)
    await arrive(parts, arrived, 10)
    await complete(parts, started)
    accepted = await submit(parts, a_report(await a_proof(parts), draft_id=started.draft.id))
    async with parts.open_store() as store:
        files = await store.attachments.of_report(accepted.id)
        assert [file.id for file in files] == [arrived.attachment.id]
        assert await store.drafts.of_token(digest(started.token)) is None
