"""The users of companies, and what they do not want to be told."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.company_portal import AccountChanged
from common.unit_of_work import UnitOfWork
from common.values import Siret, siren_of
from notifications.domain.report import Member
from notifications.store.tables import AccessRow, AccountRow, OptOutRow


class Accounts:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def replace(self, account: AccountChanged) -> None:
        """Take the account as it is now, unless a newer version is known."""
        connection = await self._work.connection()
        values = {
            "version": account.version,
            "email": account.email,
            "is_active": account.is_active,
        }
        newest = await connection.scalar(
            insert(AccountRow)
            .values(account_id=account.account_id, **values)
            .on_conflict_do_update(
                index_elements=[AccountRow.account_id],
                set_=values,
                where=AccountRow.version < account.version,
            )
            .returning(AccountRow.account_id)
        )
        if newest is None:
            return
        await connection.execute(
            delete(AccessRow).where(AccessRow.account_id == account.account_id)
        )
        rows = {
            access.siret: {
                "account_id": account.account_id,
                "siret": access.siret,
                "siren": siren_of(Siret(access.siret)),
                "covers_siren": access.covers_siren,
            }
            for access in account.accesses
        }
        if rows:
            await connection.execute(insert(AccessRow), list(rows.values()))

    async def is_known(self, siret: str) -> bool:
        """Whether any account, active or not, was ever told to answer for the establishment."""
        statement = select(exists().where(_answers_for(siret)))
        return bool(await (await self._work.connection()).scalar(statement))

    async def members(self, siret: str) -> list[Member]:
        """Who is told about the establishment's reports: active users who did not opt out."""
        found = await (await self._work.connection()).execute(
            select(AccountRow.account_id, AccountRow.email)
            .where(
                AccountRow.is_active,
                AccountRow.account_id.in_(select(AccessRow.account_id).where(_answers_for(siret))),
                ~exists().where(
                    OptOutRow.account_id == AccountRow.account_id, OptOutRow.siret == siret
                ),
            )
            .order_by(AccountRow.account_id)
        )
        return [Member(*row) for row in found]

    async def opt_out(self, account_id: UUID, siret: str) -> None:
        await (await self._work.connection()).execute(
            insert(OptOutRow)
            .values(account_id=account_id, siret=siret, at=self._work.clock.now())
            .on_conflict_do_nothing()
        )


def _answers_for(siret: str) -> ColumnElement[bool]:
    return or_(
        AccessRow.siret == siret,
        and_(AccessRow.covers_siren, AccessRow.siren == siren_of(Siret(siret))),
    )
