"""A file from its announcement into a report."""

from datetime import timedelta
from uuid import uuid5

import pytest

from common.testing.clock import FrozenClock
from common.testing.storage import MemoryStorage
from intake.domain.attachment import (
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
)
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.complete_attachment import UnknownAttachment, complete_attachment
from intake.handlers.purge_expired import purge_expired
from intake.handlers.remove_objects import remove_objects
from intake.parts import IntakeParts
from tests.intake.handlers.conftest import FakeInspector
from tests.intake.handlers.files import PNG, announce, cleared, state_of, upload
from tests.intake.world import a_proof, a_report, a_submitted_report, submit


async def test_the_upload_is_allowed_for_one_key_one_type_and_one_size(
    parts: IntakeParts,
) -> None:
    announced = await announce(parts)
    fields = announced.upload.fields
    assert fields["Content-Type"] == "image/png"
    assert fields["x-max-bytes"] == str(len(PNG))
    assert fields["key"] == announced.attachment.quarantine_key
    assert str(announced.attachment.id) not in fields["key"]


async def test_completing_says_when_nothing_has_arrived_or_nothing_is_awaited(
    parts: IntakeParts,
) -> None:
    announced = await announce(parts)
    async with parts.open_store() as store:
        with pytest.raises(AttachmentRefused, match="not_there"):
            await complete_attachment(
                announced.key, store, storage=parts.storage, buckets=parts.buckets
            )
        with pytest.raises(UnknownAttachment):
            await complete_attachment(
                uuid5(announced.key, "x"), store, storage=parts.storage, buckets=parts.buckets
            )


async def test_completing_twice_changes_nothing(parts: IntakeParts, checker: Checker) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    await check_next_attachment(parts.open_store, checker)
    await upload(parts, announced)
    assert await state_of(parts, announced) == (AttachmentState.CLEAN, None)


async def test_a_file_checked_before_the_report_is_announced_with_it(
    parts: IntakeParts, checker: Checker
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    await check_next_attachment(parts.open_store, checker)
    assert await cleared(parts) == []
    accepted = await a_submitted_report(parts, attachment_keys=(announced.key,))
    (event,) = await cleared(parts)
    assert (event.report_id, event.version) == (accepted.id, 2)
    assert event.attachment.filename == "photo.png"
    assert event.attachment.size == len(b"rebuilt")


async def test_a_file_checked_after_the_report_is_announced_then(
    parts: IntakeParts, checker: Checker
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    accepted = await a_submitted_report(parts, attachment_keys=(announced.key,))
    assert await cleared(parts) == []
    await check_next_attachment(parts.open_store, checker)
    (event,) = await cleared(parts)
    assert (event.report_id, event.version) == (accepted.id, 2)


async def test_a_file_belongs_to_one_report_only(parts: IntakeParts) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    proof = await a_proof(parts)
    await submit(parts, a_report(proof, attachment_keys=(announced.key,)))
    again = a_report(
        proof,
        attachment_keys=(announced.key,),
        path=("restaurants", "bill", "water"),
        replies=(),
    )
    with pytest.raises(AttachmentRefused, match="unknown"):
        await submit(parts, again)


async def test_the_name_that_others_see_attaches_nothing(parts: IntakeParts) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    with pytest.raises(AttachmentRefused, match="unknown"):
        await a_submitted_report(parts, attachment_keys=(announced.attachment.id,))


async def test_a_report_waits_for_no_file_that_is_missing_or_refused(
    parts: IntakeParts, checker: Checker, inspector: FakeInspector
) -> None:
    proof = await a_proof(parts)
    missing = await announce(parts)
    with pytest.raises(AttachmentRefused, match="not_uploaded"):
        await submit(parts, a_report(proof, attachment_keys=(missing.key,)))
    refused = await announce(parts)
    await upload(parts, refused)
    inspector.fault = AttachmentFault.UNREADABLE
    await check_next_attachment(parts.open_store, checker)
    with pytest.raises(AttachmentRefused, match="unreadable"):
        await submit(parts, a_report(proof, attachment_keys=(refused.key,)))


async def test_a_file_nobody_took_goes_after_two_days(
    parts: IntakeParts, storage: MemoryStorage, clock: FrozenClock
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    assert await purge_expired(parts.open_store, parts.buckets) == 0
    clock.advance(timedelta(hours=49))
    assert await purge_expired(parts.open_store, parts.buckets) == 1
    assert await remove_objects(parts.open_store, parts.storage) == 1
    assert storage.objects == {}
