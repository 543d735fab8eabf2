"""The tenant filter: which holdings a person may see, in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from company_portal.domain.rights import Actor
from company_portal.store.tables import HoldingRow


def in_scope_of(actor: Actor, holdings: Any = HoldingRow) -> ColumnElement[bool]:
    """Holdings of the actor's establishments, and of all those of a company it answers for.

    `holdings` is the table or an alias of it. Literal lists let PostgreSQL read one inbox from
    one index, in order.
    """
    sirets = [access.siret for access in actor.accesses]
    sirens = [access.siret[:9] for access in actor.accesses if access.covers_siren]
    return or_(holdings.siret.in_(sirets), holdings.siren.in_(sirens))
