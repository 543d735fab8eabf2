"""An erased report leaves no trace of a person in any table."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from sqlalchemy import text

from agent_analytics.parts import AnalyticsParts
from common.contracts.agent_analytics import ReportForgotten
from common.contracts.event import Event
from common.testing.outbox import outbox
from tests.agent_analytics.builders import Tale, a_content
from tests.agent_analytics.telling import counts, state, tell

CANARIES = (
    "canari-du-texte",
    "canari-de-categorie",
    "V7K2-9QXD",
    "Camille",
    "Dominique",
    "Durand",
    "camille.durand",
    "33612345678",
    "secret-tracking-word",
    "facture-de-camille",
    "Nous vous remboursons",
    "connu de nos services",
    "Merci, Camille",
    "Grille Tout",
    "73282932000074",
)
TALE = Tale(content=a_content(description="canari-du-texte", tags=("canari-de-categorie",)))
ALIVE = [event for event in TALE.everything() if event != TALE.erased()]


async def _everything(parts: AnalyticsParts) -> str:
    """Each row of each table as text, and the bytes of the outbox as they are."""
    async with parts.ground.engine.connect() as connection:
        tables = await connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        found = []
        for table in tables:
            rows = await connection.execute(text(f"SELECT t::text FROM {table} AS t"))  # noqa: S608
            found += [row[0] for row in rows]
        bodies = await connection.scalars(text("SELECT body FROM outbox"))
        return " ".join([*found, *(body.decode() for body in bodies)])


async def test_the_canaries_are_there_before(parts: AnalyticsParts) -> None:
    await tell(parts, ALIVE)

    kept = await _everything(parts)

    missing = {canary for canary in CANARIES if canary not in kept}
    assert missing == {"secret-tracking-word"}


async def test_no_canary_is_left_after(parts: AnalyticsParts) -> None:
    await tell(parts, [*ALIVE, TALE.erased()])

    kept = await _everything(parts)

    assert [canary for canary in CANARIES if canary in kept] == []


async def test_what_comes_late_brings_nothing_back(parts: AnalyticsParts) -> None:
    await tell(parts, [TALE.erased(), *ALIVE])

    kept = await _everything(parts)

    assert [canary for canary in CANARIES if canary in kept] == []


@pytest.mark.parametrize(
    "events", list(permutations([TALE.submitted(), TALE.erased()])), ids=["in order", "late"]
)
async def test_the_count_stays_without_a_person(
    parts: AnalyticsParts, events: Sequence[Event]
) -> None:
    await tell(parts, events)

    assert await counts(parts) == ["(datetime.date(2026, 5, 4), 'shops', '69', 'erased', 1)"]


async def test_the_erasure_is_proved_once(parts: AnalyticsParts) -> None:
    await tell(parts, [*ALIVE, TALE.erased(), TALE.erased()])

    told = [envelope.event for envelope in await outbox(parts.ground)]

    assert told == [
        ReportForgotten(report_id=TALE.report_id, version=1, forgotten_at=parts.ground.clock.now())
    ]


async def test_another_report_is_left_alone(parts: AnalyticsParts) -> None:
    other = Tale(
        report_id=TALE.report_id.__class__(int=99), content=a_content(reference="OTHER-ONE")
    )
    await tell(parts, [other.submitted(), other.identified(), *ALIVE])

    await tell(parts, [TALE.erased()])

    assert any("OTHER-ONE" in row for row in (await state(parts))["reports"])
    assert len((await state(parts))["consumers"]) == 1
