"""Tables that lead to recipients, brought in from files."""

import pytest

from common.values import Siret
from routing.domain.lead import Lead, LeadKind, LeadState
from routing.domain.local import Point
from routing.handlers.import_tables import (
    TableRefused,
    import_communes,
    import_leads,
    import_local_rules,
)
from routing.parts import RoutingParts
from tests.routing.leads import reroute
from tests.routing.town import GLACIER, MAIRIE, siret

S = siret(GLACIER)


def a_lead(kind: str, key: str, **columns: str) -> dict[str, str]:
    return {"kind": kind, "key": key, **(columns or {"siret": S})}


LEADS = [
    a_lead("website", "https://www.Boutique.fr/", siret=S, marketplace="oui", label="Boutique"),
    a_lead("seller", "boutique.fr/Le Vendeur"),
    a_lead("phone", "01 23 45 67 89", siren=S[:9]),
    a_lead("account", "tiktok/@Boutique"),
    a_lead("account", "tiktok/*"),
    a_lead("product", "3017620422003", siret=S, label="Pâte à tartiner"),
    a_lead("website", "shop.de", country="DE"),
]


async def test_leads_of_every_kind_are_brought_in(parts: RoutingParts) -> None:
    async with parts.open_store() as store:
        done = await import_leads(LEADS, store, source="leads.csv")
    assert (done.kept, done.rejected) == (7, 0)
    wanted = [
        Lead(LeadKind.WEBSITE, "boutique.fr"),
        Lead(LeadKind.SELLER, "boutique.fr/le vendeur"),
        Lead(LeadKind.PHONE, "+33123456789"),
        Lead(LeadKind.ACCOUNT, "tiktok/boutique"),
        Lead(LeadKind.ACCOUNT, "tiktok/*"),
        Lead(LeadKind.PRODUCT, "03017620422003"),
        Lead(LeadKind.WEBSITE, "shop.de"),
    ]
    async with parts.open_store() as store:
        known = {one.lead: one for one in await store.leads.many(wanted)}
    assert set(known) == set(wanted)
    assert known[wanted[0]].is_marketplace
    assert known[wanted[2]].siren == S[:9]
    assert known[wanted[5]].label == "Pâte à tartiner"
    assert (known[wanted[6]].state, known[wanted[6]].country) == (LeadState.FOREIGN, "DE")
    assert {one.source for one in known.values()} == {"leads.csv"}


WRONG = [
    a_lead("website", "localhost"),
    a_lead("seller", "boutique.fr"),
    a_lead("phone", "12"),
    a_lead("account", "myspace/x"),
    a_lead("product", "3017620422004"),
    a_lead("fax", "0123456789"),
    a_lead("website", "a.fr", siret="1"),
    a_lead("website", "a.fr", siret=""),
    a_lead("website", "a.fr", siret=S, country="DE"),
    {"kind": "website"},
]


async def test_wrong_lines_are_told_and_left_out(parts: RoutingParts) -> None:
    good = [a_lead("website", f"boutique{number}.fr") for number in range(300)]
    async with parts.open_store() as store:
        done = await import_leads([*good, *WRONG], store, source="leads.csv")
    assert (done.kept, done.rejected) == (300, len(WRONG))
    assert done.told[0][0] == 302


async def test_a_file_that_is_another_is_refused_and_changes_nothing(parts: RoutingParts) -> None:
    with pytest.raises(TableRefused):
        async with parts.open_store() as store:
            await import_leads([*LEADS, *WRONG], store, source="leads.csv")
    async with parts.open_store() as store:
        assert await store.leads.get(Lead(LeadKind.WEBSITE, "boutique.fr")) is None


async def test_the_last_line_about_a_lead_counts(town: RoutingParts) -> None:
    lines = [
        a_lead("website", "boutique.fr"),
        a_lead("website", "boutique.fr", siret=siret(MAIRIE)),
    ]
    async with town.open_store() as store:
        await import_leads(lines, store, source="leads.csv")
    async with town.open_store() as store:
        known = await store.leads.get(Lead(LeadKind.WEBSITE, "boutique.fr"))
    assert known is not None
    assert known.siret == siret(MAIRIE)
    assert await reroute(town) == 1


async def test_communes_are_replaced_whole(parts: RoutingParts) -> None:
    lines = [
        {
            "code": "13022",
            "name": "Cassis",
            "postal_code": "13260",
            "latitude": "43,2148",
            "longitude": "5,5385",
        },
        {
            "code": "2a004",
            "name": "Ajaccio",
            "postal_code": "20000",
            "latitude": "",
            "longitude": "",
        },
        {
            "code": "2A004",
            "name": "Ajaccio",
            "postal_code": "20090",
            "latitude": "",
            "longitude": "",
        },
    ]
    for _ in range(2):
        async with parts.open_store() as store:
            assert (await import_communes(lines, store)).kept == 3
    async with parts.open_store() as store:
        (cassis,) = await store.local.communes_of("13260")
        (ajaccio,) = await store.local.communes_of("20090")
        assert await store.local.communes_near(Point(43.2, 5.5)) == [cassis]
    assert cassis.centre == Point(43.2148, 5.5385)
    assert (ajaccio.code, ajaccio.centre) == ("2A004", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "x"},
        {"postal_code": "1"},
        {"latitude": "91", "longitude": "1"},
        {"latitude": "n", "longitude": "1"},
    ],
)
async def test_wrong_communes_refuse_the_file(parts: RoutingParts, changes: dict[str, str]) -> None:
    line = {"code": "13022", "name": "Cassis", "postal_code": "13260"} | changes
    with pytest.raises(TableRefused):
        async with parts.open_store() as store:
            await import_communes([line], store)


async def test_an_empty_file_of_communes_keeps_those_there_are(parts: RoutingParts) -> None:
    line = {"code": "13022", "name": "Cassis", "postal_code": "13260"}
    async with parts.open_store() as store:
        await import_communes([line], store)
    async with parts.open_store() as store:
        await import_communes([], store)
    async with parts.open_store() as store:
        assert len(await store.local.communes_of("13260")) == 1


async def test_local_rules_are_kept_by_category_and_area(parts: RoutingParts) -> None:
    lines = [
        {
            "category": "public_services/street",
            "area": "13022",
            "recipient": S,
            "label": "Métropole",
        },
        {"category": "public_services/street", "area": "2a", "recipient": "town_hall"},
    ]
    for _ in range(2):
        async with parts.open_store() as store:
            assert (await import_local_rules(lines, store, source="rules.csv")).kept == 2
    async with parts.open_store() as store:
        (rule,) = await store.local.rules_for("public_services/street/hole", "13022")
    assert (rule.siret, rule.label, rule.source) == (Siret(S), "Métropole", "rules.csv")


@pytest.mark.parametrize(
    "line",
    [
        {"category": "Rue", "area": "13022", "recipient": S},
        {"category": "street", "area": "Marseille", "recipient": S},
        {"category": "street", "area": "13022", "recipient": "mairie"},
    ],
)
async def test_wrong_rules_refuse_the_file(parts: RoutingParts, line: dict[str, str]) -> None:
    with pytest.raises(TableRefused):
        async with parts.open_store() as store:
            await import_local_rules([line], store, source="rules.csv")
