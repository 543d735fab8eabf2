"""A report that its holder declines: it goes on, and is never with two, never with nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from common.contracts.report import AnswerReason as Told
from common.contracts.report import WebsiteTarget
from common.contracts.routing import ReportRouted, ReportTriaged
from common.settings import DatabaseSettings, HttpSettings, StorageSettings
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from company_portal import app as portal_app
from company_portal import settings as portal_settings
from company_portal.domain.answer import AnswerReason
from company_portal.domain.rights import Access, Role
from company_portal.domain.status import Status
from routing import app as routing_app
from routing import settings as routing_settings
from routing.domain.report import Stage
from tests.company_portal.builders import an_account
from tests.company_portal.conftest import PlainWeeks
from tests.journeys.hand_off import Relay
from tests.routing.builders import about, at, submitted
from tests.routing.leads import MARKET, SELLER, identify
from tests.routing.town import BAKERY, COMMERCE_1, COMMERCE_2, GLACIER, MAIRIE, settle, siret

SIRETS = (
    siret(BAKERY, 0),
    siret(BAKERY, 1),
    siret(GLACIER),
    siret(COMMERCE_1),
    siret(COMMERCE_2),
    siret(MAIRIE),
)
A_MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
_numbers = count(1)


@pytest_asyncio.fixture
async def relay(
    database: Database, tmp_path: Path, chance: SeededChance, storage: MemoryStorage
) -> AsyncIterator[Relay]:
    """A town, its establishments with accounts, and a report to come."""
    clock = FrozenClock(A_MONDAY)
    secret = SecretStr("k" * 32)
    routing = routing_app.build(
        routing_settings.Settings(
            database=DatabaseSettings(url=SecretStr(await database("routing")), pool_size=5),
            http=HttpSettings(port=8002, public_url="http://testserver", secure_cookies=False),
            picker_key=secret,
            search=routing_settings.SearchSettings(directory=tmp_path / "index"),
        ),
        clock=clock,
        chance=chance,
    )
    portal = portal_app.build(
        portal_settings.Settings(
            database=DatabaseSettings(url=SecretStr(await database("company_portal")), pool_size=5),
            http=HttpSettings(port=8003, public_url="http://testserver", secure_cookies=False),
            secrets=portal_settings.SecretSettings(safe_key=secret),
            storage=StorageSettings(
                endpoint="http://s3.test", access_key=secret, secret_key=secret
            ),
        ),
        clock=clock,
        chance=chance,
        calendar=PlainWeeks(),
        storage=storage,
    )
    await settle(routing, tmp_path / "stock")
    accounts = [
        await an_account(portal, f"gerant{number}@example.fr", Access(one, Role.ADMIN))
        for number, one in enumerate(SIRETS)
    ]
    yield Relay(routing, portal, clock, accounts[0], UUID(int=next(_numbers)), SIRETS)
    await routing.close()
    await portal.close()


async def file(relay: Relay, target: Any) -> None:
    reference = f"V7K2-{relay.report_id.int:04d}"
    await relay.tell(submitted(target, report_id=relay.report_id, reference=reference))


async def holder(relay: Relay) -> str | None:
    case = await relay.case()
    return case.holder.siret if case and case.holder else None


async def test_a_branch_that_is_not_concerned_hands_it_to_the_head_office(relay: Relay) -> None:
    await file(relay, at(siret(BAKERY, 1)))
    await relay.decline(AnswerReason.SAME_GROUP)
    case = await relay.case()
    assert case is not None
    assert (await holder(relay), case.is_offered) == (siret(BAKERY, 0), True)
    routed = [event for event in relay.heard if isinstance(event, ReportRouted)][-1]
    assert (routed.is_offer, routed.decision.mode, routed.version) == (True, "hand_off", 2)
    assert routed.content.description
    await relay.accept()
    case = await relay.case()
    assert case is not None
    assert not case.is_offered
    await relay.check_together()


async def test_whom_the_holder_names_is_offered_the_report(relay: Relay) -> None:
    await file(relay, at(siret(GLACIER)))
    await relay.decline(AnswerReason.BUSINESS_PARTNER, siret(MAIRIE))
    assert await holder(relay) == siret(MAIRIE)


async def test_the_seller_gets_what_the_marketplace_declines(relay: Relay) -> None:
    """The seller was not known when the report was filed, and is when the marketplace declines."""
    await identify(relay.routing, MARKET, siret(MAIRIE))
    await file(relay, WebsiteTarget(url="https://grandmarche.fr", seller="Le Glacier"))
    assert await holder(relay) == siret(MAIRIE)
    await identify(relay.routing, SELLER, siret(GLACIER))
    await relay.decline(AnswerReason.BUSINESS_PARTNER)
    assert await holder(relay) == siret(GLACIER)


async def test_the_next_candidate_gets_what_a_homonym_declines(relay: Relay) -> None:
    await file(relay, about("Bar du Commerce", postal_code="13260"))
    (asked,) = [event for event in relay.heard if isinstance(event, ReportTriaged)]
    assert {one.siret for one in asked.choices} == {siret(COMMERCE_1), siret(COMMERCE_2)}
    await relay.name(siret(COMMERCE_1))
    assert await holder(relay) == siret(COMMERCE_1)
    await relay.decline(AnswerReason.HOMONYM)
    assert await holder(relay) == siret(COMMERCE_2)


async def test_a_refused_offer_goes_back_and_nobody_gets_it_twice(relay: Relay) -> None:
    await file(relay, at(siret(BAKERY, 1)))
    await relay.decline(AnswerReason.SAME_GROUP)
    await relay.decline(AnswerReason.SAME_GROUP, siret(BAKERY, 1))
    report = await relay.report()
    assert report is not None
    assert (report.stage, len(report.excluded)) == (Stage.TRIAGE, 2)
    assert await holder(relay) is None


async def test_an_offer_nobody_accepts_in_fifteen_days_closes_as_not_concerned(
    relay: Relay,
) -> None:
    await file(relay, at(siret(BAKERY, 1)))
    await relay.decline(AnswerReason.SAME_GROUP)
    await relay.pass_days(14)
    assert await holder(relay) == siret(BAKERY, 0)
    await relay.pass_days(3)
    case = await relay.case()
    assert case is not None
    assert case.status is Status.NOT_CONCERNED
    await relay.check_together()


async def test_after_three_refusals_an_agent_looks_for_the_next_one(relay: Relay) -> None:
    await file(relay, at(SIRETS[0]))
    for proposed in SIRETS[1:5]:
        await relay.decline(AnswerReason.BUSINESS_PARTNER, proposed)
    assert await holder(relay) is None
    await relay.choose(SIRETS[5])
    assert await holder(relay) == SIRETS[5]


ESTABLISHMENT = st.sampled_from(SIRETS)
DECLINED = st.sampled_from(
    [AnswerReason(one.value) for one in Told if one.value in {"same_group", "business_partner"}]
    + [AnswerReason.HOMONYM, AnswerReason.UNKNOWN_COMPANY, AnswerReason.IDENTITY_THEFT]
)
STEPS = st.one_of(
    st.tuples(st.just("decline"), DECLINED, st.none() | ESTABLISHMENT),
    st.tuples(st.just("decline"), DECLINED, ESTABLISHMENT),
    st.tuples(st.just("accept")),
    st.tuples(st.just("promise")),
    st.tuples(st.just("choose"), ESTABLISHMENT),
    st.tuples(st.just("name"), ESTABLISHMENT),
    st.tuples(st.just("pass_days"), st.integers(1, 30)),
    st.tuples(st.just("repeat"), st.integers(0, 20)),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("slow")),
    st.tuples(st.just("settle")),
)


async def play(relay: Relay, steps: list[tuple[Any, ...]]) -> None:
    for name, *words in steps:
        if name == "slow":
            relay.is_slow = True
            relay.waiting.reverse()
        elif name == "settle":
            relay.is_slow = False
            await relay.settle()
        else:
            await getattr(relay, name)(*words)
        await relay.check()
    relay.is_slow = False
    await relay.settle()
    await relay.check_together()


async def test_any_refusals_acceptances_and_late_messages_leave_one_holder_or_triage(
    relay: Relay,
) -> None:
    loop = asyncio.get_running_loop()

    async def story(target: Any, steps: list[tuple[Any, ...]]) -> None:
        account = relay.account_id
        another = Relay(
            relay.routing, relay.portal, relay.clock, account, UUID(int=next(_numbers)), SIRETS
        )
        another.seen = set(relay.seen)
        await file(another, target)
        await play(another, steps)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.sampled_from([at(SIRETS[1]), about("Bar du Commerce", postal_code="13260")]),
        st.lists(STEPS, max_size=8),
    )
    def anything(target: Any, steps: list[tuple[Any, ...]]) -> None:
        asyncio.run_coroutine_threadsafe(story(target, steps), loop).result(120)

    await asyncio.to_thread(anything)


@pytest.mark.parametrize("reason", [AnswerReason.UNKNOWN_COMPANY, AnswerReason.IDENTITY_THEFT])
async def test_without_any_hint_an_agent_chooses(relay: Relay, reason: AnswerReason) -> None:
    await file(relay, at(siret(GLACIER)))
    await relay.decline(reason)
    assert await holder(relay) is None
    report = await relay.report()
    assert report is not None
    assert report.stage is Stage.TRIAGE
