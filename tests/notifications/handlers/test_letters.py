import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from common.contracts.report import Address
from common.storage import StorageUnavailable
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from common.testing.storage import MemoryStorage
from notifications.domain.batch import Batch, NoSuchBatch, NothingToPrint, SheetChanged
from notifications.domain.messages import ActivationLetter
from notifications.gateways.typst_press import TypstPress
from notifications.handlers.make_batch import make_batch
from notifications.handlers.mark_batch_printed import mark_batch_printed
from notifications.handlers.purge import SHEETS_KEPT, purge
from notifications.handlers.typeset_next_letter import typeset_next_letter
from notifications.parts import NotificationsParts
from notifications.ports import Unwritable
from tests.notifications import world
from tests.notifications.mailroom import hear_well, rows, states, typeset_all

BUCKET = "vigie-letters"


async def bind(parts: NotificationsParts) -> Batch:
    async with parts.open_store() as store:
        return await make_batch(store, room=parts.print_room, made_by="printer")


async def printed(parts: NotificationsParts, batch_id: UUID) -> Batch:
    async with parts.open_store() as store:
        return await mark_batch_printed(batch_id, store, printed_by="printer")


def pages(storage: MemoryStorage, key: str) -> list[str]:
    body, content_type = storage.objects[BUCKET, key]
    assert content_type == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]


async def test_a_letter_goes_from_planned_to_posted(
    parts: NotificationsParts, storage: MemoryStorage, clock: FrozenClock
) -> None:
    await hear_well(parts, world.code_issued())
    clock.advance(timedelta(seconds=1))
    await hear_well(parts, world.code_issued(activation_code_id=UUID(int=2), siret="1" * 14))
    assert await typeset_all(parts) == 2
    batch = await bind(parts)
    assert batch.letter_count == 2
    first, second = pages(storage, batch.object_key)
    assert "V7K2-9QXD-WM" in first
    assert "111 111 111 11111" in second.replace("\xa0", " ")
    assert await states(parts) == {"activation_letter": "sending"}
    assert (await printed(parts, batch.id)).printed_at is not None
    assert await states(parts) == {"activation_letter": "sent"}
    ended = [envelope.event.model_dump() for envelope in await outbox(parts.ground)]
    assert [(event["state"], event["siret"]) for event in ended] == [
        ("sent", world.SIRET),
        ("sent", "1" * 14),
    ]


async def test_the_code_is_forgotten_once_the_letter_is_set(parts: NotificationsParts) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    (row,) = await rows(parts, "SELECT context FROM deliveries")
    assert row.context is None


async def test_a_batch_is_printed_once(parts: NotificationsParts, clock: FrozenClock) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    batch = await bind(parts)
    first = await printed(parts, batch.id)
    clock.advance(SHEETS_KEPT)
    assert await printed(parts, batch.id) == first
    assert len(await outbox(parts.ground)) == 1


async def test_a_letter_is_in_one_batch_for_ever(parts: NotificationsParts) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    await bind(parts)
    with pytest.raises(NothingToPrint):
        await bind(parts)


async def test_an_unknown_batch_cannot_be_printed(parts: NotificationsParts) -> None:
    with pytest.raises(NoSuchBatch):
        await printed(parts, UUID(int=1))


async def test_a_sheet_that_was_changed_is_not_printed(
    parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    (key,) = storage.objects
    storage.objects[key] = (b"%PDF-something else", "application/pdf")
    with pytest.raises(SheetChanged):
        await bind(parts)


async def test_the_same_code_makes_one_letter(parts: NotificationsParts) -> None:
    await hear_well(parts, world.code_issued(), world.code_issued())
    assert await typeset_all(parts) == 1


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_a_new_code_takes_the_place_of_the_letter_not_printed_yet(
    parts: NotificationsParts, order: tuple[int, int]
) -> None:
    for number in order:
        await hear_well(
            parts, world.code_issued(activation_code_id=UUID(int=number), letter_number=number)
        )
    found = await rows(
        parts,
        "SELECT letter_number, state, reason FROM letters"
        " JOIN deliveries ON id = delivery_id ORDER BY letter_number",
    )
    assert [tuple(row) for row in found] == [(1, "failed", "overtaken"), (2, "pending", None)]


async def test_a_letter_that_cannot_reach_anyone_is_shown_as_failed(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.code_issued(address=Address(lines=("somewhere",))))
    assert await states(parts) == {"activation_letter": "failed:unusable_address"}
    assert await typeset_all(parts) == 0


async def test_a_letter_whose_code_has_expired_is_not_printed(
    parts: NotificationsParts, clock: FrozenClock
) -> None:
    await hear_well(parts, world.code_issued())
    clock.advance(SHEETS_KEPT)
    assert await typeset_all(parts) == 0
    assert await states(parts) == {"activation_letter": "failed:expired"}


async def test_a_report_taken_back_leaves_its_letter_which_opens_the_space_for_others(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(), world.code_issued(), world.withdrawn())
    assert (await states(parts))["activation_letter"] == "pending"
    assert await typeset_all(parts) == 1


class BrokenPress(TypstPress):
    async def typeset(self, letter: ActivationLetter) -> bytes:
        raise Unwritable(letter.kind)


async def test_a_letter_that_cannot_be_set_is_shown_as_failed(parts: NotificationsParts) -> None:
    await hear_well(parts, world.code_issued())
    room = replace(parts.print_room, press=BrokenPress(parts.links))
    assert await typeset_next_letter(room) == 1
    assert await states(parts) == {"activation_letter": "failed:unwritable"}


async def test_files_go_when_they_have_served(
    parts: NotificationsParts, storage: MemoryStorage, clock: FrozenClock
) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    await printed(parts, (await bind(parts)).id)
    assert len(storage.objects) == 2
    for days_more, left in ((0, 2), (1, 0)):
        clock.advance(SHEETS_KEPT * days_more * 2)
        async with parts.open_store() as store:
            await purge(store, storage=storage, bucket=BUCKET)
        assert len(storage.objects) == left
    assert await states(parts) == {"activation_letter": "sent"}


async def test_storage_that_is_away_only_delays_the_letter(
    parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.code_issued())
    storage.is_down = True
    with pytest.raises(StorageUnavailable):
        await typeset_all(parts)
    storage.is_down = False
    assert await typeset_all(parts) == 1
