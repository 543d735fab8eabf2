"""More files for a report that is open."""

from uuid import UUID

import pytest

from common.testing.messaging import deliver
from intake.consumers import subscriptions
from intake.domain.attachment import (
    MOST_FILES_IN_A_LIFE,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    FileKind,
    check_together_in_a_life,
)
from intake.domain.tracking import NotNow
from intake.handlers.add_files import (
    Shelf,
    attach_files,
    await_file,
    give_up_awaited,
    take_awaited,
)
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.parts import IntakeParts
from tests.intake import events
from tests.intake.gateways.pictures import a_picture
from tests.intake.handlers.files import PNG, announce, cleared, upload
from tests.intake.world import a_submitted_report


def shelf(parts: IntakeParts) -> Shelf:
    return Shelf(parts.storage, parts.buckets, parts.ground.chance)


PICTURE = a_picture("PNG")


async def attach(parts: IntakeParts, report_id: UUID, *keys: UUID) -> None:
    async with parts.open_store() as store:
        await attach_files(report_id, keys, store)


async def expect(parts: IntakeParts, report_id: UUID) -> None:
    async with parts.open_store() as store:
        await await_file(
            report_id, FileKind.PNG, "photo.png", store, shelf=shelf(parts), size=10_000
        )


async def take(parts: IntakeParts, report_id: UUID) -> None:
    async with parts.open_store() as store:
        await take_awaited(report_id, store, shelf=shelf(parts))


async def states(parts: IntakeParts, report_id: UUID) -> list[AttachmentState]:
    async with parts.open_store() as store:
        return [file.state for file in await store.attachments.of_report(report_id)]


async def put(parts: IntakeParts, report_id: UUID) -> None:
    """What the browser does with the form it is given."""
    async with parts.open_store() as store:
        (*_, file) = await store.attachments.of_report(report_id)
    await parts.storage.put(
        parts.buckets.quarantine, file.quarantine_key, PNG, content_type="image/png"
    )


async def test_an_uploaded_file_goes_with_the_report_once(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    announced = await announce(parts)
    with pytest.raises(AttachmentRefused) as early:
        await attach(parts, report_id, announced.key)
    assert early.value.fault is AttachmentFault.NOT_UPLOADED
    await upload(parts, announced)
    await attach(parts, report_id, announced.key)
    with pytest.raises(AttachmentRefused) as again:
        await attach(parts, report_id, announced.key)
    assert again.value.fault is AttachmentFault.UNKNOWN
    assert await states(parts, report_id) == [AttachmentState.UPLOADED]


async def test_a_file_without_script_is_expected_sent_and_taken(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    await expect(parts, report_id)
    with pytest.raises(AttachmentRefused) as early:
        await take(parts, report_id)
    assert early.value.fault is AttachmentFault.NOT_THERE
    await put(parts, report_id)
    await take(parts, report_id)
    await take(parts, report_id)
    assert await states(parts, report_id) == [AttachmentState.UPLOADED]


async def test_what_was_announced_and_never_came_is_given_up(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    await expect(parts, report_id)
    await expect(parts, report_id)
    assert await states(parts, report_id) == [AttachmentState.PENDING]
    async with parts.open_store() as store:
        await give_up_awaited(report_id, store, buckets=parts.buckets)
    assert await states(parts, report_id) == []


async def test_a_closed_report_takes_no_file(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    announced = await announce(parts)
    await upload(parts, announced)
    await deliver(subscriptions(parts), parts, events.closed(report_id))
    with pytest.raises(NotNow):
        await attach(parts, report_id, announced.key)
    with pytest.raises(NotNow):
        await expect(parts, report_id)


async def test_a_checked_file_is_told_to_the_others(parts: IntakeParts) -> None:
    report_id = (await a_submitted_report(parts)).id
    announced = await announce(parts)
    await upload(parts, announced, content=PICTURE)
    checker = Checker(
        parts.storage, parts.antivirus, parts.inspector, parts.buckets, parts.ground.chance
    )
    await check_next_attachment(parts.open_store, checker)
    await attach(parts, report_id, announced.key)
    assert [event.report_id for event in await cleared(parts)] == [report_id]


def test_a_report_has_room_for_so_many_files_and_bytes() -> None:
    check_together_in_a_life([1] * MOST_FILES_IN_A_LIFE)
    with pytest.raises(AttachmentRefused) as many:
        check_together_in_a_life([1] * (MOST_FILES_IN_A_LIFE + 1))
    with pytest.raises(AttachmentRefused) as large:
        check_together_in_a_life([76 * 1024 * 1024])
    assert (many.value.fault, large.value.fault) == (
        AttachmentFault.TOO_MANY,
        AttachmentFault.TOO_LARGE_IN_ALL,
    )
