"""The public body that answers for a place gets the report."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from common.contracts.report import PlaceTarget, Target, UnknownTarget
from common.contracts.routing import ReportRouted, ReportTriaged
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.local import Commune, LocalRule, Point
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import REPORT, about, submitted
from tests.routing.town import GLACIER, MAIRIE, MARSEILLE_1, TOWN, a_firm, a_shop, settle, siret

Listening = Sequence[Subscription[Store]]
STREET = {"category": "public_services", "subcategories": ("street", "hole")}
RAILWAYS = a_firm("519037584", "SNCF VOYAGEURS", a_shop(commune=MARSEILLE_1))
CITY = replace(
    a_firm("211300553", "COMMUNE DE MARSEILLE", a_shop(commune=MARSEILLE_1)),
    legal_category="7210",
    activity_code="84.11Z",
)


@pytest_asyncio.fixture
async def land(parts: RoutingParts, tmp_path: Path) -> RoutingParts:
    """The town with its railway and the city next to it, and where their centres are."""
    await settle(parts, tmp_path / "stock", (*TOWN, RAILWAYS, CITY))
    communes = [
        Commune("13022", "Cassis", Point(43.2148, 5.5385)),
        Commune("13028", "La Ciotat", Point(43.1769, 5.6086)),
    ]
    async with parts.open_store() as store:
        posts = {("13260", "13022"), ("13600", "13028"), ("13999", "13022"), ("13999", "13028")}
        await store.local.replace_communes(communes, posts)
    return parts


async def told(parts: RoutingParts, listening: Listening, target: Target, **changes: Any) -> Any:
    await deliver(listening, parts, submitted(target, **changes))
    (envelope,) = await outbox(parts.ground)
    return envelope.event


@pytest.mark.parametrize(
    "target",
    [
        PlaceTarget(commune="13022"),
        PlaceTarget(latitude=43.215, longitude=5.54),
        UnknownTarget(postal_code="13260"),
    ],
)
async def test_a_hole_in_the_street_is_the_town_hall_s(
    land: RoutingParts, listening: Listening, target: Target
) -> None:
    event = await told(land, listening, target, **STREET)
    assert isinstance(event, ReportRouted)
    assert (event.decision.mode, event.recipient.siret) == ("town_hall", siret(MAIRIE))
    async with land.open_store() as store:
        (decision,) = await store.decisions.of(REPORT)
    assert decision.evidence["communes"] == ["13022"]
    assert decision.evidence["local_rule"] == "public_services/street × *"


async def test_the_town_hall_of_a_district_is_the_city_s(
    land: RoutingParts, listening: Listening
) -> None:
    event = await told(land, listening, PlaceTarget(commune="13215"), **STREET)
    assert event.recipient.siret == siret(CITY)


async def test_a_table_names_another_body_for_a_category_there(
    land: RoutingParts, listening: Listening
) -> None:
    rule = LocalRule("public_services/street/light", "13", Siret(siret(GLACIER)), source="a file")
    async with land.open_store() as store:
        await store.local.keep_rules([rule])
    light = {"category": "public_services", "subcategories": ("street", "light")}
    event = await told(land, listening, PlaceTarget(commune="13022"), **light)
    assert (event.decision.mode, event.recipient.siret) == ("local_rule", siret(GLACIER))


@pytest.mark.parametrize(
    ("target", "changes", "mode"),
    [
        (PlaceTarget(commune="13022"), {}, "place"),
        (PlaceTarget(commune="13028"), STREET, "place"),
        (PlaceTarget(latitude=48.85, longitude=2.35), STREET, "place"),
        (PlaceTarget(latitude=43.196, longitude=5.574), STREET, "several_communes"),
        (UnknownTarget(postal_code="13999"), STREET, "several_communes"),
        (UnknownTarget(postal_code="13260"), {}, "unknown"),
        (UnknownTarget(postal_code="75001"), STREET, "unknown"),
    ],
)
async def test_without_one_clear_body_an_agent_decides(
    land: RoutingParts, listening: Listening, target: Target, changes: dict[str, Any], mode: str
) -> None:
    event = await told(land, listening, target, **changes)
    assert (type(event), event.decision.mode) == (ReportTriaged, mode)


async def test_the_town_halls_in_doubt_are_suggested(
    land: RoutingParts, listening: Listening
) -> None:
    await told(land, listening, UnknownTarget(postal_code="13999"), **STREET)
    async with land.open_store() as store:
        (decision,) = await store.decisions.of(REPORT)
    assert [one.siret for one in decision.candidates] == [siret(MAIRIE)]


async def test_one_body_for_both_communes_is_no_doubt(
    land: RoutingParts, listening: Listening
) -> None:
    rule = LocalRule("public_services/street", "13", Siret(siret(GLACIER)))
    async with land.open_store() as store:
        await store.local.keep_rules([rule])
    event = await told(land, listening, UnknownTarget(postal_code="13999"), **STREET)
    assert event.recipient.siret == siret(GLACIER)


async def test_a_body_that_closed_is_for_an_agent(land: RoutingParts, listening: Listening) -> None:
    rule = LocalRule("public_services/street", "13022", Siret("40293037400010"))
    async with land.open_store() as store:
        await store.local.keep_rules([rule])
    event = await told(land, listening, PlaceTarget(commune="13022"), **STREET)
    assert event.decision.mode == "no_such_siret"


async def test_a_train_goes_to_who_runs_it(land: RoutingParts, listening: Listening) -> None:
    event = await told(land, listening, about("TGV INOUI", postal_code="13260"))
    assert (event.decision.mode, event.recipient.siret) == ("operator", siret(RAILWAYS))


async def test_an_operator_unknown_to_the_registry_is_looked_for_by_name(
    land: RoutingParts, listening: Listening
) -> None:
    event = await told(land, listening, about("Métro RATP", postal_code="13260"))
    assert event.decision.mode == "no_match"
