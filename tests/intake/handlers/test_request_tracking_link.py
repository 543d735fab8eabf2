"""The tracking link goes again to the address that was proved, and tells nobody more."""

import pytest

from common.contracts.intake import TrackingLinkRequested
from common.testing.outbox import outbox
from common.throttle import Throttled
from intake.domain.contact import ContactRefused
from intake.handlers.request_tracking_link import SENDS_PER_ADDRESS, request_tracking_link
from intake.parts import IntakeParts
from tests.intake.world import EMAIL, NETWORK, a_submitted_report


async def ask(parts: IntakeParts, email: str, reference: str) -> None:
    async with parts.open_store() as store:
        await request_tracking_link(email, reference, store, network=NETWORK)


async def requests(parts: IntakeParts) -> list[TrackingLinkRequested]:
    told = [envelope.event for envelope in await outbox(parts.ground)]
    return [event for event in told if isinstance(event, TrackingLinkRequested)]


async def test_the_reference_may_be_typed_freely(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    await ask(parts, EMAIL.upper(), f" {accepted.reference.lower().replace('-', ' ')} ")
    (request,) = await requests(parts)
    assert (request.report_id, request.version) == (accepted.id, 2)
    assert EMAIL not in request.model_dump_json()


async def test_another_address_or_reference_sends_nothing_and_says_nothing(
    parts: IntakeParts,
) -> None:
    accepted = await a_submitted_report(parts)
    await ask(parts, "autre@example.org", accepted.reference)
    await ask(parts, EMAIL, "ZZZZ-ZZZZ")
    await ask(parts, EMAIL, "é\u202e")
    assert await requests(parts) == []


async def test_an_address_is_not_flooded_whether_it_has_reports_or_not(
    parts: IntakeParts,
) -> None:
    accepted = await a_submitted_report(parts)
    for email in (EMAIL, "autre@example.org"):
        for _ in range(SENDS_PER_ADDRESS):
            await ask(parts, email, accepted.reference)
        with pytest.raises(Throttled):
            await ask(parts, email, accepted.reference)
    assert len(await requests(parts)) == SENDS_PER_ADDRESS


async def test_what_is_no_address_is_refused(parts: IntakeParts) -> None:
    with pytest.raises(ContactRefused):
        await ask(parts, "camille", "V7K2-9QXD")
