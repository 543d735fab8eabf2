"""`kill -9` of the sender at each step, against a server that counts what it takes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from common.clock import SystemClock
from common.testing.clock import FrozenClock
from common.testing.fixtures import Database
from notifications.app import build
from notifications.domain.sending import UNKNOWN_AFTER
from notifications.handlers.give_up_silent_mails import give_up_silent_mails
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import hear_well, rows, send_all
from tests.notifications.smtp_sink import Sink, listening

MAILS = 3


@pytest_asyncio.fixture
async def sink() -> AsyncIterator[Sink]:
    async with listening(Sink()) as made:
        yield made


@pytest_asyncio.fixture
async def survivor(database: Database, sink: Sink) -> AsyncIterator[NotificationsParts]:
    """A healthy service on the same database, with codes to send, and a clock that can jump."""
    url = await database("notifications")
    made = build(world.settings(url, port=sink.port), clock=FrozenClock(SystemClock().now()))
    for number in range(MAILS):
        late = made.ground.clock.now() + timedelta(hours=1)
        await hear_well(
            made, world.code_requested(email_proof_id=UUID(int=number), expires_at=late)
        )
    yield made
    await made.close()


async def die_at(step: str, sink: Sink, parts: NotificationsParts) -> None:
    url = parts.ground.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.notifications.dying_sender", url, str(sink.port), step),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    sink.kill_at, sink.victim = step, int(await process.stdout.readline())
    process.stdin.write(b"go\n")
    assert await process.wait() == -9


async def recover(parts: NotificationsParts) -> None:
    """What a healthy sender does from then on, well after the other one died."""
    await send_all(parts)
    clock = parts.ground.clock
    assert isinstance(clock, FrozenClock)
    clock.advance(UNKNOWN_AFTER + timedelta(seconds=30))
    async with parts.open_store() as store:
        await give_up_silent_mails(store)
    await send_all(parts)


@pytest.mark.parametrize(
    ("step", "unknown", "arrived"),
    [
        ("start", 0, 3),
        ("writing", 0, 3),
        ("marked", 1, 2),
        ("recipient", 1, 2),
        ("data", 1, 2),
        ("text", 1, 3),
        ("taken", 1, 3),
        ("ended", 0, 3),
    ],
)
async def test_a_mail_is_never_sent_twice_and_never_lost_in_silence(
    survivor: NotificationsParts, sink: Sink, step: str, unknown: int, arrived: int
) -> None:
    await die_at(step, sink, survivor)
    await recover(survivor)
    found = await rows(survivor, "SELECT state, count(*) FROM deliveries GROUP BY state")
    counts = dict(map(tuple, found))
    assert len(set(sink.message_ids)) == len(sink.message_ids) == arrived
    assert counts.pop("unknown", 0) == unknown
    assert counts == {"sent": MAILS - unknown}
