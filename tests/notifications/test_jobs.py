import asyncio

from typer.testing import CliRunner

from common.testing.storage import MemoryStorage
from notifications.app import build
from notifications.jobs import jobs, loops
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, states


async def test_the_loops_send_typeset_and_purge(
    parts: NotificationsParts, postman: Postman, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.identified(), world.submitted(), world.code_issued())
    named = {loop.name: loop for loop in loops(parts)}
    assert await named["send-mail-1"].do() == 1
    assert await named["send-mail-2"].do() == 0
    assert await named["typeset-letters"].do() == 1
    assert await named["give-up-silent-mails"].do() == 0
    assert await named["purge"].do() == 0
    assert (len(postman.carried), len(storage.objects)) == (1, 1)


async def test_every_lane_has_its_own_loop(parts: NotificationsParts) -> None:
    names = [loop.name for loop in loops(parts)]
    assert len(names) == len(set(names)) == parts.mail.lanes + 3


async def test_storage_that_is_away_stops_no_loop(
    parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.code_issued())
    storage.is_down = True
    for loop in loops(parts):
        assert await loop.do() == 0
    assert await states(parts) == {"activation_letter": "pending"}


async def test_an_operator_can_typeset_and_purge_by_hand(
    parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.code_issued())
    url = parts.ground.engine.url.render_as_string(hide_password=False)
    commands = jobs(
        lambda: build(
            world.settings(url), clock=parts.ground.clock, carrier=Postman(), storage=storage
        )
    )
    for name, said in (("typeset-letters", "1 letters typeset"), ("purge", "0 things")):
        # The command runs a loop of its own, which must not be inside this one.
        result = await asyncio.to_thread(CliRunner().invoke, commands, [name])
        assert (result.exit_code, said in result.output) == (0, True)
