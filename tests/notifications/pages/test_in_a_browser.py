"""The pages and the mails, seen by a browser: for everyone, on any screen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from notifications.app import create_api
from notifications.domain.sending import Answer
from notifications.handlers.open_session import open_session
from notifications.parts import COOKIE, NotificationsParts
from tests.browser import DESK, PHONE, look, served
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, send_all, typeset_all
from tests.notifications.samples import GOLDEN
from tests.notifications.world import ACCOUNT, OPERATOR_KEY, SIRET

pytestmark = pytest.mark.browser


async def signed_in(parts: NotificationsParts) -> dict[str, Any]:
    """What a browser keeps after an operator signed in."""
    async with parts.open_store() as store:
        token = await open_session(OPERATOR_KEY, store, keys=parts.keys)
    cookie = {"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**cookie, "httpOnly": True, "secure": False, "sameSite": "Strict"}]}


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_everyone_can_use_every_page(
    browser: Browser, parts: NotificationsParts, postman: Postman, width: int
) -> None:
    await hear_well(parts, world.identified(), world.account(), world.submitted(), world.opened())
    postman.answers = [Answer.ACCEPTED, Answer.SILENT, Answer.DEFERRED]
    await send_all(parts)
    await hear_well(parts, world.read(), world.answered(), world.code_issued())
    await typeset_all(parts)
    state = await signed_in(parts)
    opt_out = parts.links.unsubscribe(ACCOUNT, SIRET).removeprefix(parts.links.own)
    paths = {"login": "/login", "deliveries": "/", "letters": "/letters", "unsubscribe": opt_out}
    async with served(create_api(parts)) as url:
        for name, path in paths.items():
            sight = await look(
                browser, f"{url}{path}", f"notifications-{name}", width=width, storage_state=state
            )
            assert (sight.violations, sight.overflow, sight.complaints) == ([], 0, []), name
            assert sight.shift < 0.02, name
            assert 0 < sight.weight < 100_000, name


@pytest.mark.parametrize("mail", ["answered_promise.fr", "email_code.en", "company_reminder.fr"])
async def test_everyone_can_read_a_mail(browser: Browser, mail: str) -> None:
    path: Path = GOLDEN / f"{mail}.html"
    for width in (PHONE, DESK):
        sight = await look(browser, path.as_uri(), f"mail-{mail}", width=width)
        assert (sight.violations, sight.overflow) == ([], 0)
