"""Who acts for an establishment."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select, tuple_

from common.unit_of_work import UnitOfWork
from company_portal.store.tables import AccessRow, AccountRow


@dataclass(frozen=True, slots=True)
class Member:
    """`siret` is where the right was given; `covers_siren`: for the whole company."""

    account_id: UUID
    first_name: str
    last_name: str
    email: str
    siret: str
    role: str
    covers_siren: bool


async def list_members(
    store: UnitOfWork, siret: str, *, after: tuple[str, str] | None, limit: int
) -> list[Member]:
    """Active accounts with a right on the establishment, by address then by where it was given."""
    statement = (
        select(
            AccountRow.account_id,
            AccountRow.first_name,
            AccountRow.last_name,
            AccountRow.email,
            AccessRow.siret,
            AccessRow.role,
            AccessRow.covers_siren,
        )
        .join(AccessRow, AccessRow.account_id == AccountRow.account_id)
        .where(
            AccountRow.is_active,
            or_(
                AccessRow.siret == siret,
                and_(AccessRow.covers_siren, AccessRow.siren == siret[:9]),
            ),
        )
        .order_by(AccountRow.email, AccessRow.siret)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(AccountRow.email, AccessRow.siret) > after)
    rows = await (await store.connection()).execute(statement)
    return [Member(*row) for row in rows]
