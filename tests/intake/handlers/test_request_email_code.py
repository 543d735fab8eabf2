"""Sending a code to an address."""

from datetime import timedelta

import pytest

from common.contracts.intake import EmailCodeRequested
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from common.throttle import Throttled
from intake.domain.contact import ContactRefused
from intake.handlers.request_email_code import request_email_code
from intake.parts import IntakeParts
from tests.intake.world import EMAIL, NETWORK


async def ask(parts: IntakeParts, email: str = EMAIL, network: str = NETWORK) -> None:
    async with parts.open_store() as store:
        await request_email_code(
            email, store, lang="en", network=network, chance=parts.ground.chance
        )


async def test_a_code_of_six_digits_is_announced_for_ten_minutes(
    parts: IntakeParts, clock: FrozenClock
) -> None:
    await ask(parts, " Camille.Martin@EXAMPLE.org ")
    (envelope,) = await outbox(parts.ground)
    event = envelope.event
    assert isinstance(event, EmailCodeRequested)
    assert event.email == "Camille.Martin@example.org"
    assert event.lang == "en"
    assert len(event.code) == 6
    assert event.code.isdigit()
    assert event.expires_at == clock.now() + timedelta(minutes=10)


async def test_a_fourth_code_in_an_hour_is_refused_to_an_address_however_it_is_written(
    parts: IntakeParts,
) -> None:
    for address in (EMAIL, EMAIL.upper(), EMAIL):
        await ask(parts, address)
    with pytest.raises(Throttled):
        await ask(parts)
    assert len(await outbox(parts.ground)) == 3


async def test_a_network_gets_twenty_codes_an_hour(parts: IntakeParts) -> None:
    for number in range(20):
        await ask(parts, f"person{number}@example.org")
    with pytest.raises(Throttled):
        await ask(parts, "someone.else@example.org")
    await ask(parts, "someone.else@example.org", network="198.51.100.0/24")


async def test_what_is_no_address_is_refused(parts: IntakeParts) -> None:
    with pytest.raises(ContactRefused):
        await ask(parts, "nobody")
    assert await outbox(parts.ground) == []
