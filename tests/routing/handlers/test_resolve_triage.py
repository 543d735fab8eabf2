"""An agent names the recipient."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from common.agent_tokens import Agent, Role
from common.contracts.routing import ReportRouted
from common.db.plumbing import AuditRow
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.report import AlreadyResolved, HolderExcluded
from routing.handlers.resolve_triage import (
    ClosedEstablishment,
    ResolveTriage,
    UnknownEstablishment,
    UnknownReport,
    resolve_triage,
)
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import REPORT, STORY, at, declined, submitted
from tests.routing.builders import about as named
from tests.routing.town import BAKERY, CLOSED, GLACIER, siret

Listening = Sequence[Subscription[Store]]
AGENT = Agent(UUID(int=7), Role.AGENT, frozenset({"13"}))
ELSEWHERE = Agent(UUID(int=8), Role.AGENT, frozenset({"75"}))
UNKNOWN = named("Zorglub", postal_code="13260")


async def resolve(parts: RoutingParts, number: str, *, agent: Agent = AGENT) -> int:
    async with parts.open_store() as store:
        return await resolve_triage(ResolveTriage(REPORT, Siret(number), agent), store)


async def test_the_report_goes_to_the_establishment_named(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(UNKNOWN))
    assert await resolve(town, siret(GLACIER)) == 2
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert (event.recipient.siret, event.version) == (siret(GLACIER), 2)
    assert event.decision.decided_by == f"agent/{AGENT.id}"
    assert event.content.description == STORY


async def test_the_choice_is_on_record(town: RoutingParts, listening: Listening) -> None:
    await deliver(listening, town, submitted(UNKNOWN))
    await resolve(town, siret(GLACIER))
    async with town.open_store() as store:
        actions = await (await store.connection()).scalars(
            select(AuditRow.action).where(AuditRow.object_id == str(REPORT))
        )
    assert actions.all() == ["triage_resolved"]


async def test_a_second_choice_is_refused(town: RoutingParts, listening: Listening) -> None:
    await deliver(listening, town, submitted(UNKNOWN))
    await resolve(town, siret(GLACIER))
    with pytest.raises(AlreadyResolved):
        await resolve(town, siret(BAKERY))
    assert len(await outbox(town.ground)) == 2


async def test_who_declined_is_refused(town: RoutingParts, listening: Listening) -> None:
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    await deliver(listening, town, declined(siret(GLACIER)))
    with pytest.raises(HolderExcluded):
        await resolve(town, siret(GLACIER))


@pytest.mark.parametrize(
    ("number", "refusal"),
    [("40293037400010", UnknownEstablishment), (siret(CLOSED), ClosedEstablishment)],
)
async def test_the_recipient_must_exist_and_be_open(
    town: RoutingParts, listening: Listening, number: str, refusal: type[Exception]
) -> None:
    await deliver(listening, town, submitted(UNKNOWN))
    with pytest.raises(refusal):
        await resolve(town, number)


async def test_a_report_out_of_the_territory_does_not_exist(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(UNKNOWN))
    with pytest.raises(UnknownReport):
        await resolve(town, siret(GLACIER), agent=ELSEWHERE)


async def test_an_unheard_of_report_does_not_exist(town: RoutingParts) -> None:
    with pytest.raises(UnknownReport):
        await resolve(town, siret(GLACIER))
