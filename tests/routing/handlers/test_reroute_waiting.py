"""One association, and every report that waited for it finds its recipient."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from common.contracts.report import SocialTarget, WebsiteTarget
from common.contracts.routing import ReportRouted
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.lead import Lead, LeadKind, LeadState
from routing.domain.report import Stage
from routing.handlers import reroute_waiting as module
from routing.handlers.associate_lead import AssociateLead, associate_lead
from routing.handlers.resolve_triage import ClosedEstablishment, UnknownEstablishment
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE
from tests.routing.builders import declined, submitted, withdrawn
from tests.routing.leads import MARKET, SELLER, SHOP, identify, mark, reroute
from tests.routing.town import CLOSED, GLACIER, MAIRIE, siret

Listening = Sequence[Subscription[Store]]


async def holders(parts: RoutingParts, *numbers: int) -> list[str | None]:
    async with parts.open_store() as store:
        reports = [await store.reports.get(UUID(int=number)) for number in numbers]
    return [report.holder if report else None for report in reports]


async def file(
    parts: RoutingParts, listening: Listening, number: int, url: str, **more: str
) -> None:
    target = WebsiteTarget(url=url, **more)
    await deliver(listening, parts, submitted(target, report_id=UUID(int=number)))


async def test_one_association_routes_every_report_that_waits_for_the_host(
    town: RoutingParts, listening: Listening
) -> None:
    await file(town, listening, 1, "https://boutique.fr/a")
    await file(town, listening, 2, "https://pro.boutique.fr")
    await file(town, listening, 3, "https://autreboutique.fr")
    await identify(town, SHOP, siret(GLACIER))
    assert await reroute(town) == 2
    assert await holders(town, 1, 2, 3) == [siret(GLACIER), siret(GLACIER), None]
    routed = [
        envelope.event
        for envelope in await outbox(town.ground)
        if isinstance(envelope.event, ReportRouted)
    ]
    assert {(event.version, event.decision.mode) for event in routed} == {(2, "known_website")}
    assert await reroute(town) == 0


async def test_many_reports_are_routed_batch_by_batch(
    town: RoutingParts, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for number in range(1, 6):
        await file(town, listening, number, "https://boutique.fr")
    await identify(town, SHOP, siret(GLACIER))
    async with town.open_store() as store:
        assert await module.reroute_waiting(store, search=town.search) == 2
    assert await holders(town, 1, 2, 3) == [siret(GLACIER), siret(GLACIER), None]
    await reroute(town)
    assert await holders(town, 3, 4, 5) == [siret(GLACIER)] * 3


async def test_the_reports_of_a_seller_find_it(town: RoutingParts, listening: Listening) -> None:
    await file(town, listening, 1, "https://grandmarche.fr", seller="Le Glacier")
    await file(town, listening, 2, "https://grandmarche.fr", seller="Un autre")
    await identify(town, MARKET, siret(MAIRIE), is_marketplace=True)
    await reroute(town)
    assert await holders(town, 1, 2) == [None, None]
    await identify(town, SELLER, siret(GLACIER))
    await reroute(town)
    assert await holders(town, 1, 2) == [siret(GLACIER), None]


async def test_a_host_that_turns_out_to_be_no_marketplace_gets_its_reports(
    town: RoutingParts, listening: Listening
) -> None:
    await file(town, listening, 1, "https://boutique.fr", seller="Sophie du magasin")
    await identify(town, SHOP, siret(GLACIER))
    await reroute(town)
    assert await holders(town, 1) == [siret(GLACIER)]


async def test_the_company_of_a_network_gets_the_reports_about_its_accounts(
    town: RoutingParts, listening: Listening
) -> None:
    target = SocialTarget(network="tiktok", handle="personne")
    await deliver(listening, town, submitted(target, report_id=UUID(int=1)))
    await identify(town, Lead(LeadKind.ACCOUNT, "tiktok/*"), siret(GLACIER))
    await reroute(town)
    assert await holders(town, 1) == [siret(GLACIER)]


async def test_who_declined_never_gets_the_report_back(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, SHOP, siret(GLACIER))
    await file(town, listening, 1, "https://boutique.fr")
    refusal = declined(siret(GLACIER)).model_copy(update={"report_id": UUID(int=1)})
    await deliver(listening, town, refusal)
    await identify(town, SHOP, siret(GLACIER))
    await reroute(town)
    assert await holders(town, 1) == [None]
    await identify(town, SHOP, siret(MAIRIE))
    await reroute(town)
    assert await holders(town, 1) == [siret(MAIRIE)]


async def test_a_report_that_a_company_had_is_not_withheld_afterwards(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, SHOP, siret(GLACIER))
    await file(town, listening, 1, "https://boutique.fr")
    refusal = declined(siret(GLACIER)).model_copy(update={"report_id": UUID(int=1)})
    await deliver(listening, town, refusal)
    await file(town, listening, 2, "https://shop.boutique.fr")
    await mark(town, SHOP, LeadState.FOREIGN, country="DE")
    await reroute(town)
    async with town.open_store() as store:
        report = await store.reports.get(UUID(int=1))
    assert report is not None
    assert report.stage is Stage.TRIAGE


async def test_a_withdrawn_report_does_not_come_back(
    town: RoutingParts, listening: Listening
) -> None:
    await file(town, listening, 1, "https://boutique.fr")
    left = withdrawn().model_copy(update={"report_id": UUID(int=1)})
    await deliver(listening, town, left)
    await identify(town, SHOP, siret(GLACIER))
    await reroute(town)
    assert await holders(town, 1) == [None]


async def test_nothing_is_looked_at_before_there_is_a_registry(parts: RoutingParts) -> None:
    await mark(parts, SHOP, LeadState.INVESTIGATION)
    assert await reroute(parts) == 0


@pytest.mark.parametrize(
    ("number", "refusal"),
    [(siret(CLOSED), ClosedEstablishment), ("40293037400010", UnknownEstablishment)],
)
async def test_only_an_open_establishment_is_associated(
    town: RoutingParts, number: str, refusal: type[Exception]
) -> None:
    command = AssociateLead(SHOP, LeadState.IDENTIFIED, MARSEILLE, siret=Siret(number))
    with pytest.raises(refusal):
        async with town.open_store() as store:
            await associate_lead(command, store)
    async with town.open_store() as store:
        assert await store.leads.get(SHOP) is None
