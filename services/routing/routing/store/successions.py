"""The historic links between establishments, as they are read."""

from collections.abc import Sequence

from sqlalchemy import Select, literal, select

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.establishment import Establishment
from routing.domain.succession import SuccessionLink, open_successor
from routing.store.establishments import Establishments
from routing.store.tables import SuccessionRow as S

# How far a chain is followed, and how many links are read at most: none real comes near.
_STEPS = 10
_LINKS = 500


class Successions:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def successor_of(self, closed: Siret) -> Establishment | None:
        """The open establishment that carries on after a closed one; None in doubt."""
        links = await self._chain(closed)
        if not links:
            return None
        known = await Establishments(self._store).many({link.successor for link in links})
        is_open = {siret: one.is_open for siret, one in known.items()}
        successor = open_successor(closed, links, is_open)
        return known[successor] if successor else None

    async def _chain(self, closed: Siret) -> Sequence[SuccessionLink]:
        """Every link that starts at the establishment or at one that followed it."""
        rows = await (await self._store.connection()).execute(_links_from(closed))
        return [
            SuccessionLink(
                predecessor=Siret(row.predecessor),
                successor=Siret(row.successor),
                linked_on=row.linked_on,
                moves_head_office=row.moves_head_office,
                is_continuous=row.is_continuous,
            )
            for row in rows
        ]


def _links_from(closed: Siret) -> Select[tuple[object, ...]]:
    columns = S.__table__.columns
    first = select(*columns, literal(1).label("step")).where(S.predecessor == closed)
    chain = first.cte("chain", recursive=True)
    following = select(*columns, chain.c.step + 1).where(
        S.predecessor == chain.c.successor, chain.c.step < _STEPS
    )
    chain = chain.union(following)
    return select(*(chain.c[column.name] for column in columns)).distinct().limit(_LINKS)
