"""Whatever the order and the repetitions in which messages come, the portal ends up the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, select

from common.contracts.event import Event
from common.contracts.report import Rating
from common.messaging.delivery import Done
from common.testing.fixtures import Database
from common.testing.messaging import deliver
from company_portal.consumers import subscriptions
from company_portal.parts import PortalParts
from company_portal.store.tables import (
    AttachmentRow,
    CaseRow,
    EstablishmentRow,
    HoldingRow,
    IdentityRow,
    MessageRow,
    ReportRow,
    ReviewRow,
    TaskRow,
    WithdrawalRow,
)
from tests.company_portal.builders import (
    BAKERY,
    BRANCH,
    GARAGE,
    REPORT,
    a_change,
    a_closing,
    a_message,
    a_recipient,
    a_review,
    a_routing,
    a_withdrawal,
    an_attachment,
    an_erasure,
    an_identity,
)

ROUTINGS = (
    a_routing(version=1),
    a_routing(version=2, siret=BRANCH),
    a_routing(version=3, siret=GARAGE),
)
FACTS = (
    an_identity(version=2),
    an_attachment(number=1),
    an_attachment(number=2),
    a_review(version=6, rating=Rating.NEGATIVE),
    a_review(version=7, rating=Rating.POSITIVE),
)
MESSAGES = (a_message(number=1), a_message(UUID(int=77), number=2))
EVERYTHING: tuple[Event, ...] = (*ROUTINGS, *FACTS, *MESSAGES)
WITH_WITHDRAWAL = (*EVERYTHING, a_withdrawal())
WITH_ERASURE = (*WITH_WITHDRAWAL, an_erasure())


def shuffled(events: Sequence[Event]) -> st.SearchStrategy[list[Event]]:
    """Every event at least once, some again, in any order."""
    return (
        st.lists(st.sampled_from(range(len(events))), max_size=6)
        .flatmap(lambda again: st.permutations([*range(len(events)), *again]))
        .map(lambda order: [events[position] for position in order])
    )


async def state_of(parts: PortalParts) -> dict[str, Any]:
    """What the portal knows of the report now; who held it before is history, not state."""
    present = and_(
        HoldingRow.report_id == CaseRow.report_id, HoldingRow.number == CaseRow.holding_number
    )
    statements = {
        "case": select(
            CaseRow.routing_version,
            CaseRow.status,
            CaseRow.deadline_on,
            HoldingRow.siret,
            HoldingRow.ending,
        ).join(HoldingRow, present),
        "report": select(ReportRow.description, ReportRow.why_fr),
        "identity": select(IdentityRow.version, IdentityRow.email),
        "files": select(AttachmentRow.storage_key).order_by(AttachmentRow.storage_key),
        "review": select(ReviewRow.version, ReviewRow.rating),
        "messages": select(MessageRow.text).order_by(MessageRow.text),
        "withdrawal": select(WithdrawalRow.report_id),
        "tasks": select(TaskRow.kind, TaskRow.due_at)
        .where(TaskRow.report_id.is_not(None), TaskRow.done_at.is_(None))
        .order_by(TaskRow.kind),
    }
    async with parts.open_store() as store:
        connection = await store.connection()
        return {
            name: [tuple(row) for row in await connection.execute(statement)]
            for name, statement in statements.items()
        }


async def play(parts: PortalParts, events: Sequence[Event]) -> dict[str, Any]:
    for event in events:
        # Messages that came again carry the identity of the first.
        event_id = UUID(int=1000 + WITH_ERASURE.index(event))
        outcome = await deliver(subscriptions(parts), parts, event, event_id=event_id)
        assert isinstance(outcome, Done)
    return await state_of(parts)


WITHOUT_DATABASE_LIMITS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@WITHOUT_DATABASE_LIMITS
@given(order=shuffled(EVERYTHING))
async def test_the_newest_decision_and_every_fact_stand_whatever_the_order(
    parts: PortalParts, database: Database, order: list[Event]
) -> None:
    await database("company_portal")
    expected = await play(parts, EVERYTHING)
    await database("company_portal")

    state = await play(parts, order)

    assert state == expected
    assert state["case"] == [(3, "waiting", state["case"][0][2], GARAGE, None)]
    assert state["review"] == [(7, "positive")]


@WITHOUT_DATABASE_LIMITS
@given(order=shuffled(WITH_WITHDRAWAL))
async def test_a_withdrawn_report_is_nobody_s_to_answer_whatever_the_order(
    parts: PortalParts, database: Database, order: list[Event]
) -> None:
    await database("company_portal")

    state = await play(parts, order)

    assert state["withdrawal"] == [(REPORT,)]
    assert [row[1] for row in state["case"]] in ([], ["withdrawn"])
    assert state["tasks"] == []


@WITHOUT_DATABASE_LIMITS
@given(order=shuffled(WITH_ERASURE))
async def test_an_erased_report_never_comes_back_whatever_the_order(
    parts: PortalParts, database: Database, order: list[Event]
) -> None:
    await database("company_portal")

    state = await play(parts, order)

    assert not any(state.values())


NEWS: tuple[Event, ...] = (
    a_routing(version=1),
    a_change(1, name="Le fournil"),
    a_closing(2),
    a_change(3, name="Le grand fournil"),
    a_closing(4, successor=a_recipient(GARAGE, name="GARAGE DU LAC", trade_name=None)),
    a_change(1, GARAGE, name="Garage du lac"),
)


async def establishments_of(parts: PortalParts) -> list[tuple[Any, ...]]:
    statement = (
        select(
            EstablishmentRow.siret,
            EstablishmentRow.name,
            EstablishmentRow.address,
            EstablishmentRow.is_open,
            EstablishmentRow.closed_on,
            EstablishmentRow.successor_siret,
            EstablishmentRow.successor_name,
            HoldingRow.holder_name,
        )
        .outerjoin(HoldingRow, HoldingRow.siret == EstablishmentRow.siret)
        .order_by(EstablishmentRow.siret)
    )
    async with parts.open_store() as store:
        return [tuple(row) for row in await (await store.connection()).execute(statement)]


@WITHOUT_DATABASE_LIMITS
@given(order=shuffled(NEWS))
async def test_the_last_news_of_an_establishment_stand_whatever_the_order(
    parts: PortalParts, database: Database, order: list[Event]
) -> None:
    await database("company_portal")

    for event in order:
        event_id = UUID(int=2000 + NEWS.index(event))
        outcome = await deliver(subscriptions(parts), parts, event, event_id=event_id)
        assert isinstance(outcome, Done)

    found = {row[0]: row for row in await establishments_of(parts)}
    assert found[BAKERY][3:] == (
        False,
        date(2026, 4, 30),
        GARAGE,
        "GARAGE DU LAC",
        "Au bon pain",
    )
    assert found[GARAGE][1] == "Garage du lac"
    assert found[GARAGE][3] is True
