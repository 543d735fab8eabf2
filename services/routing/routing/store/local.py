"""Communes, the rules by category and commune, and town halls as the registry tells them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.inquiry import city_codes
from routing.domain.local import Commune, LocalRule, Point, areas_of
from routing.store.tables import (
    TOWN_HALL_ACTIVITY,
    CommunePostRow,
    CommuneRow,
    EstablishmentRow,
    LegalUnitRow,
    LocalRuleRow,
)

# Legal category of communes (INSEE, level III): `Commune et commune nouvelle`.
_COMMUNE = "7210"
# Within it lies every centre that is near enough, at any latitude of ours.
_BOX = 0.35


class Local:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def town_halls(self, commune: str) -> Sequence[Siret]:
        """The open head offices of the commune itself; a district is of its city."""
        statement = (
            select(EstablishmentRow.siret)
            .join(LegalUnitRow, LegalUnitRow.siren == EstablishmentRow.siren)
            .where(
                EstablishmentRow.commune_code.in_(city_codes(commune)),
                EstablishmentRow.activity_code == TOWN_HALL_ACTIVITY,
                EstablishmentRow.is_head_office,
                EstablishmentRow.is_open,
                LegalUnitRow.legal_category == _COMMUNE,
            )
            .order_by(EstablishmentRow.siret)
            .limit(5)
        )
        rows = await (await self._store.connection()).scalars(statement)
        return [Siret(siret) for siret in rows]

    async def communes_of(self, postal_code: str) -> Sequence[Commune]:
        statement = (
            select(CommuneRow.__table__)
            .join(CommunePostRow, CommunePostRow.commune_code == CommuneRow.code)
            .where(CommunePostRow.postal_code == postal_code)
            .order_by(CommuneRow.code)
        )
        rows = await (await self._store.connection()).execute(statement)
        return [_commune(row) for row in rows]

    async def communes_near(self, point: Point) -> Sequence[Commune]:
        """Those whose centre is not far; which is the nearest is for the domain to say."""
        north, east = CommuneRow.latitude, CommuneRow.longitude
        statement = select(CommuneRow.__table__).where(
            north.between(point.latitude - _BOX, point.latitude + _BOX),
            east.between(point.longitude - _BOX * 2, point.longitude + _BOX * 2),
        )
        rows = await (await self._store.connection()).execute(statement)
        return [_commune(row) for row in rows]

    async def replace_communes(
        self, communes: Collection[Commune], posts: Collection[tuple[str, str]]
    ) -> None:
        """`posts` are pairs of a postal code and a commune code."""
        connection = await self._store.connection()
        await connection.execute(delete(CommunePostRow))
        await connection.execute(delete(CommuneRow))
        rows = [
            {
                "code": one.code,
                "name": one.name,
                "latitude": one.centre.latitude if one.centre else None,
                "longitude": one.centre.longitude if one.centre else None,
            }
            for one in communes
        ]
        await connection.execute(insert(CommuneRow), rows)
        pairs = [{"postal_code": post, "commune_code": code} for post, code in sorted(posts)]
        if pairs:
            await connection.execute(insert(CommunePostRow), pairs)

    async def rules_for(self, path: str, commune: str | None) -> Sequence[LocalRule]:
        """The rules that may hold for a category path and a commune."""
        steps = path.split("/")
        paths = ["/".join(steps[: count + 1]) for count in range(len(steps))]
        statement = select(LocalRuleRow.__table__).where(
            LocalRuleRow.category.in_(paths), LocalRuleRow.area.in_(areas_of(commune))
        )
        rows = await (await self._store.connection()).execute(statement)
        return [
            LocalRule(
                row.category,
                row.area,
                Siret(row.siret) if row.siret else None,
                row.label,
                row.source,
            )
            for row in rows
        ]

    async def keep_rules(self, rules: Sequence[LocalRule]) -> None:
        values = [
            {
                "category": rule.category,
                "area": rule.area,
                "siret": rule.siret,
                "label": rule.label,
                "source": rule.source,
            }
            for rule in rules
        ]
        statement = upsert(LocalRuleRow).values(values)
        statement = statement.on_conflict_do_update(
            index_elements=[LocalRuleRow.category, LocalRuleRow.area],
            set_={name: statement.excluded[name] for name in ("siret", "label", "source")},
        )
        await (await self._store.connection()).execute(statement)


def _commune(row: Row[Any]) -> Commune:
    known = row.latitude is not None and row.longitude is not None
    return Commune(row.code, row.name, Point(row.latitude, row.longitude) if known else None)
