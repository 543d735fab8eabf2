"""A registry of invented open establishments, put straight into PostgreSQL."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Any

import asyncpg

from common.db.engine import plain_url
from routing.domain.inquiry import department_of_commune
from routing.domain.sample.stock import Firm, Shop, make_stock, siret_of
from routing.domain.words import fold
from routing.parts import RoutingParts

ROWS = 20_000
# Of invented establishments so many are closed, which are not what is counted here.
_CLOSED_AT_MOST = 0.4
_UNIT_COLUMNS = ("siren", "name", "acronym", "legal_category", "activity_code", "is_open")
_SHOP_COLUMNS = (
    *("siret", "siren", "is_open", "is_head_office", "diffusion", "sign", "activity_code"),
    *("street", "postal_code", "commune", "commune_code", "department"),
)


async def fill_registry(parts: RoutingParts, database: str, size: int) -> None:
    """`size` open establishments and their companies, without INSEE's files in between."""
    connection = await asyncpg.connect(plain_url(database))
    try:
        firms = open_firms(size)
        while batch := await asyncio.to_thread(lambda: list(islice(firms, ROWS))):
            await connection.copy_records_to_table(
                "legal_units", records=map(_unit, batch), columns=[*_UNIT_COLUMNS, "diffusion"]
            )
            shops = (_shop(firm, shop) for firm in batch for shop in firm.shops)
            await connection.copy_records_to_table(
                "establishments", records=shops, columns=list(_SHOP_COLUMNS)
            )
        await connection.execute("ANALYZE establishments")
        await connection.execute("ANALYZE legal_units")
    finally:
        await connection.close()
    async with parts.open_store() as store:
        await store.registry.record(establishments=size, legal_units=0, rejected=0, sources={})


def open_firms(size: int) -> Iterator[Firm]:
    """Firms with their open shops only, until there are enough."""
    made = 0
    for firm in make_stock(int(size / (1 - _CLOSED_AT_MOST)), seed=1):
        shops = tuple(shop for shop in firm.shops if shop.is_open)
        if shops and not firm.is_partial:
            yield Firm(
                firm.siren,
                firm.legal_category,
                firm.activity_code,
                shops,
                name=firm.name or f"{firm.first_name} {firm.last_name}",
                acronym=firm.acronym,
            )
            made += len(shops)
        if made >= size:
            return


def _unit(firm: Firm) -> tuple[Any, ...]:
    return (
        firm.siren,
        firm.name,
        firm.acronym,
        firm.legal_category,
        firm.activity_code,
        True,
        "O",
    )


def _shop(firm: Firm, shop: Shop) -> tuple[Any, ...]:
    commune = shop.commune
    return (
        siret_of(firm, shop),
        firm.siren,
        True,
        shop.is_head_office,
        "O",
        shop.sign,
        firm.activity_code,
        f"{shop.street_number} {shop.street_type} {shop.street}",
        commune.postal_code,
        fold(commune.name).upper(),
        commune.code,
        department_of_commune(commune.code),
    )
