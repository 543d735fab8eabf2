from uuid import UUID

from common.contracts.notifications import ReportForgotten
from common.testing.outbox import outbox
from common.testing.storage import MemoryStorage
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import everything, hear_well, states, typeset_all

CANARIES = ("ana@consumer.test", "Ana", "tracking#secret", "Le prix affiché")


async def test_no_trace_of_the_person_is_left(
    parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.submitted(),
        world.account(),
        world.opened(),
        world.code_issued(),
    )
    await typeset_all(parts)
    before = await everything(parts)
    assert all(canary in before for canary in CANARIES)
    await hear_well(parts, world.erased())
    after = await everything(parts)
    assert not [canary for canary in CANARIES if canary in after]
    assert storage.objects == {}
    assert set((await states(parts)).values()) == {"failed:erased"}


async def test_the_erasure_is_proved_once(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.erased(), world.erased())
    (forgotten,) = [envelope.event for envelope in await outbox(parts.ground)]
    assert isinstance(forgotten, ReportForgotten)
    assert forgotten.report_id == world.REPORT


async def test_late_events_bring_nothing_back(parts: NotificationsParts) -> None:
    await hear_well(
        parts,
        world.erased(),
        world.identified(),
        world.submitted(),
        world.code_issued(),
        world.withdrawn(4),
    )
    after = await everything(parts)
    assert not [canary for canary in CANARIES if canary in after]
    assert await states(parts) == {"activation_letter": "failed:erased"}


async def test_a_letter_is_called_off_when_its_report_turns_out_to_be_erased(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.erased(), world.code_issued(), world.identified())
    assert await states(parts) == {"activation_letter": "failed:erased"}


async def test_another_report_is_left_alone(parts: NotificationsParts) -> None:
    other = {"report_id": UUID(int=77)}
    await hear_well(parts, world.identified(), world.submitted())
    await hear_well(parts, world.erased().model_copy(update=other))
    assert await states(parts) == {"acknowledgement": "pending"}
