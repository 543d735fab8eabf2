"""One report from filing to the promise check, as its people are told."""

from common.testing.outbox import outbox
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, rows, send_all, states


async def test_every_step_is_told_once_to_the_right_person(
    parts: NotificationsParts, postman: Postman
) -> None:
    await hear_well(parts, world.identified(), world.account())
    told = []
    for event in (
        world.submitted(),
        world.opened(),
        world.read(),
        world.answered(),
        world.promise_check(),
    ):
        await hear_well(parts, event)
        await send_all(parts)
        told.append(sorted(str(mime["To"]) for mime in postman.carried))
        postman.carried.clear()
    assert told == [
        ["ana@consumer.test"],
        ["ana@consumer.test", "chef@company.test"],
        ["ana@consumer.test"],
        ["ana@consumer.test"],
        ["ana@consumer.test"],
    ]
    assert set((await states(parts)).values()) == {"sent"}


async def test_what_was_sent_is_forgotten_and_told_to_the_other_services(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(), world.submitted())
    await send_all(parts)
    (row,) = await rows(parts, "SELECT context, recipient, state FROM deliveries")
    assert tuple(row) == (None, None, "sent")
    (ended,) = [envelope.event for envelope in await outbox(parts.ground)]
    assert ended.model_dump(mode="json", include={"kind", "state", "channel"}) == {
        "kind": "acknowledgement",
        "state": "sent",
        "channel": "mail",
    }
