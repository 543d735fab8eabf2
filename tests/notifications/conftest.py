"""The service with a real database, and a mail server and storage that live in memory."""

from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import EmailMessage

import httpx
import pytest
import pytest_asyncio

from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from common.testing.web import http_client
from notifications.app import build, create_api
from notifications.domain.sending import Answer
from notifications.parts import NotificationsParts
from tests.notifications.world import settings


class Postman:
    """Remembers what it was given, and answers what the test says.

    `meanwhile` happens while a mail is with it.
    """

    def __init__(self) -> None:
        self.carried: list[EmailMessage] = []
        self.answers: list[Answer] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def carry(self, mime: EmailMessage, *, sender: str, recipient: str) -> Answer:
        assert (sender, mime["To"]) == ("vigie@vigie.test", recipient)
        self.carried.append(mime)
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.answers.pop(0) if self.answers else Answer.ACCEPTED

    async def close(self) -> None:
        pass


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest_asyncio.fixture
async def parts(
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    postman: Postman,
    storage: MemoryStorage,
) -> AsyncIterator[NotificationsParts]:
    made = build(
        settings(await database("notifications")),
        clock=clock,
        chance=chance,
        carrier=postman,
        storage=storage,
    )
    yield made
    await made.close()


@pytest_asyncio.fixture
async def client(parts: NotificationsParts) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(create_api(parts)) as made:
        yield made
