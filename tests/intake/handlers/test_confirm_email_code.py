"""Exchanging a code for a proof."""

import asyncio
from datetime import timedelta

import pytest

from common.secrets import digest
from common.testing.clock import FrozenClock
from common.throttle import Throttled
from intake.domain.contact import email_digest
from intake.handlers.confirm_email_code import GivenProof, confirm_email_code
from intake.handlers.request_email_code import request_email_code
from intake.parts import IntakeParts
from tests.intake.world import EMAIL, NETWORK, last_code


async def ask(parts: IntakeParts) -> str:
    async with parts.open_store() as store:
        await request_email_code(
            EMAIL, store, lang="fr", network=NETWORK, chance=parts.ground.chance
        )
    return await last_code(parts)


async def give(parts: IntakeParts, code: str, email: str = EMAIL) -> GivenProof | None:
    async with parts.open_store() as store:
        return await confirm_email_code(
            email, code, store, network=NETWORK, chance=parts.ground.chance
        )


def wrong(code: str) -> str:
    return str((int(code) + 1) % 1_000_000).zfill(6)


async def test_the_right_code_gives_a_proof_for_four_hours(
    parts: IntakeParts, clock: FrozenClock
) -> None:
    code = await ask(parts)
    given = await give(parts, f" {code[:3]} {code[3:]} ", EMAIL.upper())
    assert given is not None
    assert given.expires_at == clock.now() + timedelta(hours=4)
    async with parts.open_store() as store:
        assert await store.email_proofs.holds(digest(given.proof), email_digest(EMAIL))
        assert not await store.email_proofs.holds(digest(given.proof), email_digest("a@b.fr"))
        clock.advance(timedelta(hours=4))
        assert not await store.email_proofs.holds(digest(given.proof), email_digest(EMAIL))


async def test_a_code_serves_once(parts: IntakeParts) -> None:
    code = await ask(parts)
    assert await give(parts, code) is not None
    assert await give(parts, code) is None


async def test_a_code_expires_after_ten_minutes(parts: IntakeParts, clock: FrozenClock) -> None:
    code = await ask(parts)
    clock.advance(timedelta(minutes=10))
    assert await give(parts, code) is None


async def test_five_wrong_tries_close_the_code(parts: IntakeParts) -> None:
    code = await ask(parts)
    for _ in range(5):
        assert await give(parts, wrong(code)) is None
    assert await give(parts, code) is None


async def test_guesses_sent_together_are_counted_one_by_one(parts: IntakeParts) -> None:
    code = await ask(parts)
    await asyncio.gather(*(give(parts, wrong(code)) for _ in range(5)))
    assert await give(parts, code) is None


async def test_only_the_latest_code_counts(parts: IntakeParts, clock: FrozenClock) -> None:
    first = await ask(parts)
    clock.advance(timedelta(minutes=1))
    second = await ask(parts)
    assert await give(parts, first) is None
    assert await give(parts, second) is not None


@pytest.mark.parametrize("email", ["someone.else@example.org", "no address"])
async def test_an_address_that_was_sent_nothing_has_no_right_code(
    parts: IntakeParts, email: str
) -> None:
    code = await ask(parts)
    assert await give(parts, code, email) is None


async def test_a_network_may_try_sixty_times_an_hour(parts: IntakeParts) -> None:
    for number in range(60):
        await give(parts, "1", f"person{number}@example.org")
    with pytest.raises(Throttled):
        await give(parts, "1")
