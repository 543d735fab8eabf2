"""Passwords, random secrets and signed texts."""

import asyncio
import statistics
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import SystemClock
from common.secrets import (
    BadSignature,
    Signer,
    digest,
    hash_password,
    needs_rehash,
    new_secret,
    verify_password,
)
from common.testing.clock import FrozenClock, SeededChance

HOUR = timedelta(hours=1)


async def test_a_password_is_known_again_and_no_other() -> None:
    hashed = await hash_password("pâssword longer than that")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_password("pâssword longer than that", hashed)
    assert not await verify_password("another", hashed)


@pytest.mark.parametrize("hashed", [None, "", "not a hash", "$argon2id$v=19$broken"])
async def test_nobodys_password_is_never_right(hashed: str | None) -> None:
    assert not await verify_password("nobody's password", hashed)


async def test_a_monstrous_password_is_refused_before_it_costs() -> None:
    hashed = await hash_password("short")
    assert not await verify_password("a" * 1_000_000, hashed)


async def test_an_unknown_account_costs_as_much_as_a_known_one() -> None:
    hashed = await hash_password("one")
    loop = asyncio.get_running_loop()

    async def cost(known: str | None) -> float:
        began = loop.time()
        await verify_password("two", known)
        return loop.time() - began

    pairs = [(await cost(hashed), await cost(None)) for _ in range(15)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.5 * max(known, unknown)


async def test_the_loop_goes_on_while_passwords_are_hashed() -> None:
    hashing = asyncio.gather(*(hash_password("x") for _ in range(6)))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0)
        turns += 1
    await hashing
    assert turns > 100


def test_an_older_hash_asks_for_a_newer_one() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$" + "A" * 43
    assert needs_rehash(weak)


def test_secrets_are_long_and_never_the_same() -> None:
    chance = SeededChance(1)
    first, second = new_secret(chance), new_secret(chance)
    assert first != second
    assert len(first) == 43
    assert len(digest(first)) == 32


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_a_signed_text_comes_back(text: str) -> None:
    signer = Signer("key", clock=SystemClock())
    assert signer.unsign(signer.sign(text), HOUR) == text


def test_a_signature_has_its_time(clock: FrozenClock) -> None:
    signer = Signer("key", clock=clock)
    signed = signer.sign("siret")
    clock.advance(HOUR)
    assert signer.unsign(signed, HOUR) == "siret"
    clock.advance(timedelta(seconds=1))
    with pytest.raises(BadSignature):
        signer.unsign(signed, HOUR)


@pytest.mark.parametrize("forged", ["", ".", "..", "1.eA", "a.b.c", "é.é.é", "1" * 5000, "\ud800"])
def test_a_text_that_we_did_not_sign_is_refused(forged: str) -> None:
    with pytest.raises(BadSignature):
        Signer("key").unsign(forged, HOUR)


def test_any_change_is_seen(clock: FrozenClock) -> None:
    signer = Signer("key", clock=clock)
    signed = signer.sign("https://house.test/return")
    for place in range(len(signed)):
        changed = signed[:place] + ("A" if signed[place] != "A" else "B") + signed[place + 1 :]
        with pytest.raises(BadSignature):
            signer.unsign(changed, HOUR)


def test_another_key_or_purpose_is_refused() -> None:
    signed = Signer("key", purpose="choice").sign("x")
    for other in (Signer("yek", purpose="choice"), Signer("key", purpose="return"), Signer("key")):
        with pytest.raises(BadSignature):
            other.unsign(signed, HOUR)
