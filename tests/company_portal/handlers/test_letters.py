"""Letters again, ever more rarely, until someone has an account."""

from datetime import timedelta
from uuid import UUID

from common.contracts.company_portal import ActivationCodeIssued
from common.testing.clock import FrozenClock
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    a_routing,
    a_withdrawal,
    an_account,
    announced,
    receive,
    run_due_tasks,
)


async def letters(parts: PortalParts) -> list[int]:
    return [letter.letter_number for letter in await announced(parts, ActivationCodeIssued)]


async def test_a_second_report_soon_after_sends_no_second_letter(parts: PortalParts) -> None:
    await receive(parts, a_routing())
    await receive(parts, a_routing(UUID(int=2), reference="AAAA-2222"))

    assert await letters(parts) == [1]


async def test_a_report_long_after_the_last_letter_sends_one_at_once(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing(), a_withdrawal())
    clock.advance(timedelta(days=40))
    await run_due_tasks(parts)

    await receive(parts, a_routing(UUID(int=2), reference="AAAA-2222"))

    assert await letters(parts) == [1, 2]


async def test_letters_follow_after_28_then_56_days_while_a_report_waits(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing(category_labels=()))
    clock.advance(timedelta(days=27))
    await run_due_tasks(parts)
    assert await letters(parts) == [1]

    clock.advance(timedelta(days=1))
    await run_due_tasks(parts)
    assert await letters(parts) == [1, 2]

    clock.advance(timedelta(days=20))
    await receive(parts, a_routing(UUID(int=2), reference="AAAA-2222"))
    clock.advance(timedelta(days=36))
    await run_due_tasks(parts)
    issued = await announced(parts, ActivationCodeIssued)
    assert [letter.letter_number for letter in issued] == [1, 2, 3]
    assert [letter.report_reference for letter in issued] == ["V7K2-9QXD", "V7K2-9QXD", "AAAA-2222"]
    assert [letter.report_category for letter in issued[1:]] == [
        "shop.delivery",
        "Achat en magasin",
    ]


async def test_no_letter_follows_once_someone_has_an_account(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    await an_account(parts)
    clock.advance(timedelta(days=28))

    await run_due_tasks(parts)

    assert await letters(parts) == [1]


async def test_no_letter_follows_when_no_report_waits(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing(), a_withdrawal())
    clock.advance(timedelta(days=28))

    await run_due_tasks(parts)

    assert await letters(parts) == [1]
