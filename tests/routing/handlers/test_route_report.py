"""Who must get a report."""

from collections.abc import Sequence
from typing import Any

import pytest

from common.contracts.report import (
    ForeignTarget,
    NotTransmittedReason,
    PhoneTarget,
    PlaceTarget,
    ProductTarget,
    SocialTarget,
    Target,
    UnknownTarget,
    WebsiteTarget,
    Wish,
)
from common.contracts.routing import ReportNotTransmitted, ReportRouted, ReportTriaged
from common.messaging.delivery import Done, Retry
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from routing.parts import RoutingParts
from routing.store import Store
from routing.store.reports import StoryForgotten
from tests.routing.builders import REPORT, STORY, about, at, submitted
from tests.routing.town import (
    BAKERY,
    CLOSED,
    COMMERCE_1,
    GLACIER,
    HIDDEN,
    MAIRIE,
    siret,
)

Listening = Sequence[Subscription[Store]]


async def told(parts: RoutingParts) -> Any:
    (envelope,) = await outbox(parts.ground)
    return envelope.event


async def test_a_siret_given_gets_the_report(town: RoutingParts, listening: Listening) -> None:
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    event = await told(town)
    assert isinstance(event, ReportRouted)
    assert (event.recipient.siret, event.version) == (siret(GLACIER), 1)
    assert event.recipient.trade_name == "LE GLACIER"
    assert event.recipient.address.lines == ("4 QU DE LA MER", "13260 CASSIS")
    assert event.content.description == STORY
    assert event.decision.mode == "siret"
    assert siret(GLACIER) in event.decision.explanation_fr


async def test_a_public_body_is_a_recipient_like_any_other(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(about("Mairie de Cassis", postal_code="13260")))
    event = await told(town)
    assert event.recipient.siret == siret(MAIRIE)


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        (about("Le Glacier", postal_code="13260"), "name_and_place"),
        (about("le glacier", department="13"), "name_and_place"),
        (about("Le Glacié", postal_code="13260"), "no_match"),
        (about("Glacer", postal_code="13260"), "name_and_place"),
        (about("Glacer", department="13"), "no_match"),
        (about("Le Glac", postal_code="13260"), "no_match"),
        (about("Bar du Commerce", postal_code="13260"), "several_matches"),
        (about("Café Disparu", postal_code="13260"), "closed"),
        (about("Le Glacier", postal_code="75001"), "no_match"),
        (about("Mireille Pagnol", postal_code="13260"), "no_match"),
        (at("99999999999999"), "no_such_siret"),
        (at("40293037400010"), "no_such_siret"),
        (at(siret(CLOSED)), "closed"),
        (at(siret(BAKERY, 2)), "head_office"),
        (ProductTarget(barcode="3017620422003", siret=siret(GLACIER)), "siret"),
        (ProductTarget(barcode="3017620422003"), "product"),
        (WebsiteTarget(url="https://shop.test"), "website"),
        (PhoneTarget(number="+33123456789"), "phone"),
        (SocialTarget(network="instagram", handle="shop"), "social"),
        (PlaceTarget(commune="13022"), "place"),
        (UnknownTarget(postal_code="13260"), "unknown"),
    ],
)
async def test_each_way_to_name_a_recipient_has_its_decision(
    town: RoutingParts, listening: Listening, target: Target, mode: str
) -> None:
    await deliver(listening, town, submitted(target))
    event = await told(town)
    assert event.decision.mode == mode
    routed = mode in {"siret", "name_and_place", "head_office"}
    assert isinstance(event, ReportRouted if routed else ReportTriaged)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tags": ("hidden_from_company",)}, NotTransmittedReason.HIDDEN_TAG),
        ({"wish": Wish.ADVICE}, NotTransmittedReason.ADVICE_WISHED),
        (
            {"target": ForeignTarget(name="Shop", country="DE")},
            NotTransmittedReason.FOREIGN_COMPANY,
        ),
    ],
)
async def test_some_reports_are_never_transmitted(
    parts: RoutingParts,
    listening: Listening,
    changes: dict[str, Any],
    reason: NotTransmittedReason,
) -> None:
    """Not even the registry is needed to say so."""
    target = changes.pop("target", at(siret(GLACIER)))
    await deliver(listening, parts, submitted(target, **changes))
    event = await told(parts)
    assert isinstance(event, ReportNotTransmitted)
    assert event.reason is reason
    async with parts.open_store() as store:
        with pytest.raises(StoryForgotten):
            await store.reports.story(REPORT)


async def test_name_and_address_of_a_discreet_person_stay_here(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(HIDDEN))))
    event = await told(town)
    assert isinstance(event, ReportRouted)
    recipient = event.recipient.model_dump_json()
    assert "MIREILLE" not in recipient
    assert "CASSIS" not in recipient
    assert event.recipient.address.department == "13"


async def test_the_decision_keeps_its_candidates_and_what_it_used(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(about("Bar du Commerce", postal_code="13260")))
    async with town.open_store() as store:
        (decision,) = await store.decisions.of(REPORT)
    assert siret(COMMERCE_1) in {one.siret for one in decision.candidates}
    assert decision.evidence == {
        "target": "company",
        "registry_version": 1,
        "filters": {"postal_code": "13260"},
        "rules_version": 1,
    }


@pytest.mark.parametrize("target", [at(siret(GLACIER)), about("Le Glacier", postal_code="13260")])
async def test_a_report_waits_while_there_is_no_registry(
    parts: RoutingParts, listening: Listening, target: Target
) -> None:
    outcome = await deliver(listening, parts, submitted(target))
    assert isinstance(outcome, Retry)
    assert await outbox(parts.ground) == []


async def test_a_report_waits_while_the_index_is_missing(
    town: RoutingParts, listening: Listening
) -> None:
    async with town.open_store() as store:
        (index,) = await store.indexes.newest(1)
    await town.search.keep_only([])
    outcome = await deliver(listening, town, submitted(about("Le Glacier", postal_code="13260")))
    assert isinstance(outcome, Retry), index


async def test_the_same_report_again_is_decided_once(
    town: RoutingParts, listening: Listening
) -> None:
    event = submitted(at(siret(GLACIER)))
    for _ in range(2):
        assert isinstance(await deliver(listening, town, event), Done)
    assert len(await outbox(town.ground)) == 1
