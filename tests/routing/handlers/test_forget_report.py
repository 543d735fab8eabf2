"""Erasure, and its proof."""

from collections.abc import Sequence

from sqlalchemy import text

from common.contracts.routing import ReportForgotten
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import REPORT, STORY, about, declined, erased, submitted, withdrawn
from tests.routing.town import GLACIER, siret

Listening = Sequence[Subscription[Store]]


async def what_is_kept(parts: RoutingParts) -> str:
    async with parts.open_store() as store:
        connection = await store.connection()
        rows = [
            str(row)
            for question in ("TABLE reports", "TABLE decisions", "TABLE audit")
            for row in await connection.execute(text(question))
        ]
    return "\n".join(rows)


async def test_nothing_told_remains_and_the_proof_is_published(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(about("Le Glacier", postal_code="13260")))
    await deliver(listening, town, erased())
    kept = await what_is_kept(town)
    assert STORY not in kept
    assert "V7K2-9QXD" not in kept
    assert siret(GLACIER) not in kept
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportForgotten)
    assert (event.report_id, event.version) == (REPORT, 2)


async def test_a_late_submission_does_not_bring_the_report_back(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, erased())
    await deliver(listening, town, submitted(about("Le Glacier", postal_code="13260")))
    await deliver(listening, town, declined(siret(GLACIER)))
    await deliver(listening, town, withdrawn())
    assert STORY not in await what_is_kept(town)
    assert len(await outbox(town.ground)) == 1


async def test_an_erasure_asked_twice_is_proved_once(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, erased())
    await deliver(listening, town, erased())
    assert len(await outbox(town.ground)) == 1
