"""Erasing a report, and proving it."""

from uuid import UUID

import pytest
from sqlalchemy import text

from common.contracts import agent_analytics, company_portal, notifications, routing
from common.contracts.intake import ReportErased, ReportForgotten
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.testing.storage import MemoryStorage
from intake.consumers import subscriptions
from intake.domain.report import UnknownReport
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.erase_report import erase_report
from intake.handlers.open_tracking_session import (
    ReportIsErased,
    UnknownSecret,
    open_tracking_session,
)
from intake.handlers.remove_objects import prove_erasures, remove_objects
from intake.parts import IntakeParts
from tests.intake.handlers.files import announce, upload
from tests.intake.world import EMAIL, NETWORK, a_submitted_report

CANARIES = (EMAIL, "Camille", "Martin", "33612345678", "Aucun prix au rayon", "photo.png")


async def erase(parts: IntakeParts, report_id: UUID) -> None:
    async with parts.open_store() as store:
        await erase_report(report_id, store, buckets=parts.buckets)


async def everything(parts: IntakeParts) -> str:
    """The whole database as text, as a dump would show it."""
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    async with parts.ground.engine.connect() as connection:
        names = (await connection.scalars(tables)).all()
        found = []
        for name in names:
            rows = await connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608
            found += [repr(tuple(row)) for row in rows]
    return "\n".join(found)


async def test_nothing_of_the_person_or_the_story_is_left(
    parts: IntakeParts, storage: MemoryStorage, checker: Checker
) -> None:
    checked, unchecked = await announce(parts), await announce(parts)
    await upload(parts, checked)
    await check_next_attachment(parts.open_store, checker)
    await upload(parts, unchecked)
    keys = (checked.key, unchecked.key)
    accepted = await a_submitted_report(parts, attachment_keys=keys)
    await erase(parts, accepted.id)
    await remove_objects(parts.open_store, parts.storage)
    assert storage.objects == {}
    left = await everything(parts)
    # The mail with the code is another subject: it is purged once sent.
    left = "\n".join(line for line in left.splitlines() if "email_code_requested" not in line)
    assert [canary for canary in CANARIES if canary in left] == []


async def test_the_others_are_told_to_forget_and_then_that_intake_has(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    await erase(parts, accepted.id)
    assert await prove_erasures(parts.open_store) == 1
    assert await prove_erasures(parts.open_store) == 0
    told = [envelope.event for envelope in await outbox(parts.ground)][1:]
    assert [(event.topic, event.sequence) for event in told] == [
        (ReportErased.topic, 2),
        (ReportForgotten.topic, 3),
    ]


async def test_intake_has_not_forgotten_while_a_file_is_left(
    parts: IntakeParts, storage: MemoryStorage
) -> None:
    announced = await announce(parts)
    await upload(parts, announced)
    accepted = await a_submitted_report(parts, attachment_keys=(announced.key,))
    await erase(parts, accepted.id)
    storage.is_down = True
    assert await remove_objects(parts.open_store, parts.storage) == 0
    assert await prove_erasures(parts.open_store) == 0
    storage.is_down = False
    assert await remove_objects(parts.open_store, parts.storage) == 1
    assert await prove_erasures(parts.open_store) == 1


async def test_the_proofs_of_all_five_services_are_kept(
    parts: IntakeParts, clock: FrozenClock
) -> None:
    accepted = await a_submitted_report(parts)
    await erase(parts, accepted.id)
    await prove_erasures(parts.open_store)
    for module in (routing, company_portal, notifications, agent_analytics):
        event = module.ReportForgotten(report_id=accepted.id, version=9, forgotten_at=clock.now())
        for _ in range(2):
            await deliver(subscriptions(parts), parts, event)
    async with parts.open_store() as store:
        proofs = await store.erasures.proofs(accepted.id)
    assert list(proofs) == [
        "agent-analytics",
        "company-portal",
        "intake",
        "notifications",
        "routing",
    ]


async def test_the_link_says_that_the_report_was_erased_and_when(
    parts: IntakeParts, clock: FrozenClock
) -> None:
    accepted = await a_submitted_report(parts)
    await erase(parts, accepted.id)
    chance = parts.ground.chance
    async with parts.open_store() as store:
        with pytest.raises(ReportIsErased) as refusal:
            await open_tracking_session(accepted.secret, store, network=NETWORK, chance=chance)
        assert refusal.value.erased_at == clock.now()
        with pytest.raises(UnknownSecret):
            await open_tracking_session("x" * 43, store, network=NETWORK, chance=chance)


async def test_a_report_is_erased_once(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    await erase(parts, accepted.id)
    with pytest.raises(UnknownReport):
        await erase(parts, accepted.id)
