"""The tracking pages, seen by a browser: for everyone, on any screen."""

from typing import Any

import pytest
from playwright.async_api import Browser

from common.contracts.report import PromiseOutcome
from common.testing.messaging import deliver
from intake.app import create_api
from intake.consumers import subscriptions
from intake.handlers.open_tracking_session import start_tracking_session
from intake.handlers.review_promise import review_promise
from intake.parts import IntakeParts
from tests.browser import DESK, PHONE, look, served
from tests.intake import events
from tests.intake.world import SIRET, a_proof, a_report, a_target, submit

OTHER = "55208131766522"
pytestmark = pytest.mark.browser


async def a_story(parts: IntakeParts, proof: str, *tell: Any) -> dict[str, Any]:
    """What a browser keeps that follows a report to which these things happened."""
    # One company for each story: a second report about one company the same day is refused.
    target = a_target(SIRET if events.questioned in tell else OTHER)
    command = a_report(proof, description="Prix absent. " * 20, target=target)
    report_id = (await submit(parts, command)).id
    for event in tell:
        await deliver(subscriptions(parts), parts, event(report_id))
    async with parts.open_store() as store:
        if events.answered in tell:
            await review_promise(
                report_id, store, outcome=PromiseOutcome.NOT_KEPT, comment="Rien reçu"
            )
        session = await start_tracking_session(report_id, store, chance=parts.ground.chance)
    cookie = {"name": "vigie-tracking", "value": session.token, "domain": "127.0.0.1"}
    rest = {"path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [{**cookie, **rest}]}


ASKED = (events.opened, events.read, events.questioned)
ANSWERED = (events.opened, events.read, events.answered)
SEEN = [
    ("question", "/tracking/report", "asked"),
    ("files", "/tracking/files", "asked"),
    ("lost-link", "/tracking/link", "asked"),
    ("answered", "/tracking/report", "answered"),
    ("promise", "/tracking/promise", "answered"),
    ("next", "/tracking/next", "answered"),
    ("letter", "/tracking/letter", "answered"),
]


@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_everyone_can_follow_a_report(
    browser: Browser, parts: IntakeParts, width: int
) -> None:
    proof = await a_proof(parts)
    states = {
        "asked": await a_story(parts, proof, *ASKED),
        "answered": await a_story(parts, proof, *ANSWERED),
    }
    async with served(create_api(parts)) as url:
        for name, path, story in SEEN:
            sight = await look(
                browser,
                f"{url}{path}",
                f"tracking-{name}",
                width=width,
                storage_state=states[story],
            )
            assert (sight.violations, sight.overflow, sight.complaints) == ([], 0, []), name
