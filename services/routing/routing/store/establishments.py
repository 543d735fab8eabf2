"""The registry as it is read: establishments with the names of their legal unit."""

from collections.abc import AsyncIterator, Collection, Sequence

from sqlalchemy import Row, Select, select, tuple_

from common.unit_of_work import UnitOfWork
from common.values import Siren, Siret
from routing.domain.establishment import Diffusion, Establishment, Location
from routing.store.tables import EstablishmentRow as E
from routing.store.tables import LegalUnitRow as L

_STREAM_ROWS = 5_000


class Establishments:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def get(self, siret: Siret) -> Establishment | None:
        found = await self.many([siret])
        return found.get(siret)

    async def many(self, sirets: Collection[str]) -> dict[Siret, Establishment]:
        """Those of the numbers that the registry knows."""
        connection = await self._store.connection()
        rows = await connection.execute(_whole().where(E.siret.in_(sirets)))
        return {Siret(row.siret): _establishment(row) for row in rows}

    async def of_company(
        self, siren: Siren, *, after: tuple[bool, bool, str] | None, limit: int
    ) -> Sequence[Establishment]:
        """A company's establishments: head office, then open ones, then by number.

        `after` is the last one seen: (is head office, is open, SIRET).
        """
        rank = (~E.is_head_office, ~E.is_open, E.siret)
        statement = _whole().where(E.siren == siren).order_by(*rank).limit(limit)
        if after is not None:
            is_head_office, is_open, siret = after
            statement = statement.where(tuple_(*rank) > (not is_head_office, not is_open, siret))
        rows = await (await self._store.connection()).execute(statement)
        return [_establishment(row) for row in rows]

    async def head_office_of(self, siren: Siren) -> Establishment | None:
        """The company's head office as the establishments themselves tell it."""
        found = await self.of_company(siren, after=None, limit=1)
        return found[0] if found and found[0].is_head_office else None

    async def stream(self) -> AsyncIterator[Sequence[Establishment]]:
        """Every establishment, batch by batch, from one snapshot."""
        connection = await self._store.connection()
        options = {"yield_per": _STREAM_ROWS}
        async with connection.stream(_whole(), execution_options=options) as rows:
            async for batch in rows.partitions():
                yield [_establishment(row) for row in batch]


def _whole() -> Select[tuple[object, ...]]:
    return select(
        *E.__table__.columns,
        L.name,
        L.acronym,
        L.usual_name.label("company_usual_name"),
        L.legal_category,
        L.head_office_siret,
        L.diffusion.label("company_diffusion"),
    ).select_from(E.__table__.outerjoin(L.__table__, L.siren == E.siren))


def _establishment(row: Row[tuple[object, ...]]) -> Establishment:
    signs = " ".join(filter(None, (row.sign, row.other_signs)))
    usual_name = row.usual_name or row.company_usual_name
    return Establishment(
        siret=Siret(row.siret),
        siren=Siren(row.siren),
        name=row.name or usual_name or signs or f"SIREN {row.siren}",
        location=Location(
            complement=row.complement,
            street=row.street,
            special_distribution=row.special_distribution,
            postal_code=row.postal_code,
            commune=row.commune,
            commune_code=row.commune_code,
            department=row.department,
            cedex_code=row.cedex_code,
            cedex=row.cedex,
            country=row.country,
        ),
        diffusion=_narrowest(row.diffusion, row.company_diffusion),
        is_open=row.is_open,
        is_head_office=row.is_head_office,
        sign=row.sign,
        usual_name=usual_name,
        acronym=row.acronym,
        activity_code=row.activity_code,
        legal_category=row.legal_category,
        head_office_siret=Siret(row.head_office_siret) if row.head_office_siret else None,
        state_since=row.state_since,
    )


def _narrowest(own: str, company: str | None) -> Diffusion:
    """A person who limits diffusion limits it for the company and each establishment alike."""
    statuses = (own, company or Diffusion.OPEN.value)
    return next((Diffusion(one) for one in statuses if one != Diffusion.OPEN), Diffusion.OPEN)
