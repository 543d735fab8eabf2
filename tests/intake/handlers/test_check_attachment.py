"""The check of an uploaded file, and its verdict."""

from datetime import timedelta

import pytest

from common.testing.clock import FrozenClock
from common.testing.storage import MemoryStorage
from intake.domain.attachment import (
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    FileKind,
)
from intake.handlers.announce_attachment import (
    AnnouncedAttachment,
)
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.remove_objects import remove_objects
from intake.parts import IntakeParts
from intake.ports import InspectedFile
from tests.intake.handlers.conftest import FakeInspector
from tests.intake.handlers.files import PNG, announce, state_of, upload
from tests.intake.world import FakeAntivirus


async def test_a_clean_file_is_rebuilt_under_a_new_name_and_the_upload_goes(
    parts: IntakeParts, checker: Checker, storage: MemoryStorage
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    assert await check_next_attachment(parts.open_store, checker) == 1
    assert await check_next_attachment(parts.open_store, checker) == 0
    assert await state_of(parts, announced) == (AttachmentState.CLEAN, None)
    await remove_objects(parts.open_store, parts.storage)
    ((bucket, key),) = storage.objects
    assert bucket == parts.buckets.clean
    assert key != announced.attachment.quarantine_key
    assert storage.objects[bucket, key] == (b"rebuilt", "image/png")


async def test_an_infected_file_is_refused_and_goes(
    parts: IntakeParts, checker: Checker, storage: MemoryStorage, antivirus: FakeAntivirus
) -> None:
    announced = await announce(parts)
    await upload(parts, announced, PNG + antivirus.signature)
    await check_next_attachment(parts.open_store, checker)
    expected = (AttachmentState.REJECTED, AttachmentFault.INFECTED)
    assert await state_of(parts, announced) == expected
    await remove_objects(parts.open_store, parts.storage)
    assert storage.objects == {}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<html><script>", AttachmentFault.CONTENT_DISAGREES),
        (b"%PDF-1.7", AttachmentFault.CONTENT_DISAGREES),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused(
    parts: IntakeParts, checker: Checker, content: bytes, fault: AttachmentFault
) -> None:
    announced = await announce(parts)
    await upload(parts, announced, content)
    await check_next_attachment(parts.open_store, checker)
    assert await state_of(parts, announced) == (AttachmentState.REJECTED, fault)


async def test_a_file_taken_away_before_its_check_is_refused(
    parts: IntakeParts, checker: Checker, storage: MemoryStorage
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    storage.objects.clear()
    await check_next_attachment(parts.open_store, checker)
    expected = (AttachmentState.REJECTED, AttachmentFault.NOT_THERE)
    assert await state_of(parts, announced) == expected


async def test_without_a_verdict_a_file_waits_and_is_never_clean(
    parts: IntakeParts, checker: Checker, antivirus: FakeAntivirus, clock: FrozenClock
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    antivirus.is_down = True
    await check_next_attachment(parts.open_store, checker)
    assert await state_of(parts, announced) == (AttachmentState.UPLOADED, None)
    assert await check_next_attachment(parts.open_store, checker) == 0
    antivirus.is_down = False
    clock.advance(timedelta(seconds=30))
    await check_next_attachment(parts.open_store, checker)
    assert await state_of(parts, announced) == (AttachmentState.CLEAN, None)


async def test_a_file_waits_while_the_storage_or_the_inspector_is_down(
    parts: IntakeParts,
    checker: Checker,
    inspector: FakeInspector,
    storage: MemoryStorage,
    clock: FrozenClock,
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    storage.is_down = True
    await check_next_attachment(parts.open_store, checker)
    storage.is_down = False
    clock.advance(timedelta(seconds=30))
    inspector.is_down = True
    await check_next_attachment(parts.open_store, checker)
    assert await state_of(parts, announced) == (AttachmentState.UPLOADED, None)


async def test_a_file_that_outlives_no_checker_is_refused_at_the_sixth_try(
    parts: IntakeParts, checker: Checker, clock: FrozenClock
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    for _ in range(5):
        async with parts.open_store() as store:
            assert await store.attachments.lease_next() is not None
        clock.advance(timedelta(minutes=2))
    await check_next_attachment(parts.open_store, checker)
    expected = (AttachmentState.REJECTED, AttachmentFault.UNCHECKABLE)
    assert await state_of(parts, announced) == expected


async def test_a_leased_file_is_not_checked_twice_at_once(
    parts: IntakeParts, checker: Checker
) -> None:
    await upload(parts, await announce(parts))
    async with parts.open_store() as store:
        await store.attachments.lease_next()
    assert await check_next_attachment(parts.open_store, checker) == 0


async def test_a_file_removed_during_its_check_leaves_nothing_behind(
    parts: IntakeParts, checker: Checker, inspector: FakeInspector, storage: MemoryStorage
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    checker = Checker(
        storage=parts.storage,
        antivirus=parts.antivirus,
        inspector=Removing(parts, announced),
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )
    await check_next_attachment(parts.open_store, checker)
    await remove_objects(parts.open_store, parts.storage)
    assert [bucket for bucket, _ in storage.objects] == [parts.buckets.quarantine]


class Removing:
    """Its file is taken away while it is being looked into; `fault`: and it is refused."""

    def __init__(
        self,
        parts: IntakeParts,
        announced: AnnouncedAttachment,
        fault: AttachmentFault | None = None,
    ) -> None:
        self._parts = parts
        self._announced = announced
        self._fault = fault

    async def rebuild(self, content: bytes, kind: FileKind) -> InspectedFile:
        async with self._parts.open_store() as store:
            await store.attachments.remove([self._announced.attachment.id])
        if self._fault is not None:
            raise AttachmentRefused(self._fault)
        return InspectedFile(kind, content)


async def test_a_refusal_of_a_file_already_removed_is_nobodys_business(
    parts: IntakeParts, checker: Checker
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    checker = Checker(
        storage=parts.storage,
        antivirus=parts.antivirus,
        inspector=Removing(parts, announced, AttachmentFault.UNREADABLE),
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )
    assert await check_next_attachment(parts.open_store, checker) == 1
