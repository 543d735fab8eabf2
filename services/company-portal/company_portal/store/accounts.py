"""Accounts and their accesses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from company_portal.domain.account import Account
from company_portal.domain.rights import Access, Role
from company_portal.store.tables import AccessRow, AccountRow


class Accounts:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, account: Account, *, at: datetime) -> bool:
        """Open an account; False when the address already has one."""
        added = await (await self._store.connection()).execute(
            insert(AccountRow)
            .values(
                account_id=account.account_id,
                version=account.version,
                email=account.email,
                password_hash=account.password_hash,
                first_name=account.first_name,
                last_name=account.last_name,
                lang=account.lang,
                is_active=account.is_active,
                sealed_totp=account.sealed_totp,
                created_at=at,
            )
            .on_conflict_do_nothing(index_elements=[AccountRow.email])
            .returning(AccountRow.account_id)
        )
        return added.first() is not None

    async def by_email(self, email: str) -> Account | None:
        return await self._one(AccountRow.email == email)

    async def by_id(self, account_id: UUID) -> Account | None:
        return await self._one(AccountRow.account_id == account_id)

    async def lock(self, account_id: UUID) -> Account | None:
        return await self._one(AccountRow.account_id == account_id, lock=True)

    async def _one(self, condition: ColumnElement[bool], *, lock: bool = False) -> Account | None:
        connection = await self._store.connection()
        statement = select(AccountRow.__table__).where(condition)
        row = (await connection.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            return None
        accesses = await connection.execute(
            select(AccessRow.siret, AccessRow.role, AccessRow.covers_siren)
            .where(AccessRow.account_id == row.account_id)
            .order_by(AccessRow.siret)
        )
        return _to_account(row, [Access(a.siret, Role(a.role), a.covers_siren) for a in accesses])

    async def grant(self, account_id: UUID, access: Access, *, at: datetime) -> None:
        """Add a right, or raise a member to admin; the account gets its next version."""
        connection = await self._store.connection()
        statement = insert(AccessRow).values(
            account_id=account_id,
            siret=access.siret,
            siren=access.siret[:9],
            role=access.role,
            covers_siren=access.covers_siren,
            granted_at=at,
        )
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=[AccessRow.account_id, AccessRow.siret],
                set_={"role": access.role, "covers_siren": access.covers_siren},
                where=AccessRow.role == Role.MEMBER,
            )
        )
        await connection.execute(
            update(AccountRow)
            .where(AccountRow.account_id == account_id)
            .values(version=AccountRow.version + 1)
        )

    async def propose_totp(self, account_id: UUID, sealed: bytes) -> None:
        await (await self._store.connection()).execute(
            update(AccountRow)
            .where(AccountRow.account_id == account_id)
            .values(sealed_pending_totp=sealed)
        )

    async def enrol_totp(self, account_id: UUID, *, step: int) -> None:
        """Make the proposed secret the account's, its first code spent."""
        await (await self._store.connection()).execute(
            update(AccountRow)
            .where(AccountRow.account_id == account_id)
            .values(
                sealed_totp=AccountRow.sealed_pending_totp,
                sealed_pending_totp=None,
                totp_last_step=step,
            )
        )

    async def use_totp_step(self, account_id: UUID, step: int) -> bool:
        """Spend a one-time code; False when it, or a later one, was spent before."""
        spent = await (await self._store.connection()).execute(
            update(AccountRow)
            .where(
                AccountRow.account_id == account_id,
                or_(AccountRow.totp_last_step.is_(None), AccountRow.totp_last_step < step),
            )
            .values(totp_last_step=step)
            .returning(AccountRow.account_id)
        )
        return spent.first() is not None

    async def set_password_hash(self, account_id: UUID, password_hash: str) -> None:
        await (await self._store.connection()).execute(
            update(AccountRow)
            .where(AccountRow.account_id == account_id)
            .values(password_hash=password_hash)
        )

    async def exists_for(self, siret: str) -> bool:
        """Whether someone can read what this establishment receives."""
        return await self._any(
            or_(
                AccessRow.siret == siret,
                and_(AccessRow.covers_siren, AccessRow.siren == siret[:9]),
            )
        )

    async def has_admin(self, siret: str) -> bool:
        return await self._any(and_(AccessRow.siret == siret, AccessRow.role == Role.ADMIN))

    async def _any(self, condition: ColumnElement[bool]) -> bool:
        found = await (await self._store.connection()).scalar(
            select(
                exists().where(
                    condition,
                    AccountRow.account_id == AccessRow.account_id,
                    AccountRow.is_active,
                )
            )
        )
        return bool(found)


def _to_account(row: Row[Any], accesses: list[Access]) -> Account:
    return Account(
        account_id=row.account_id,
        version=row.version,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        lang=row.lang,
        is_active=row.is_active,
        password_hash=row.password_hash,
        sealed_totp=row.sealed_totp,
        sealed_pending_totp=row.sealed_pending_totp,
        accesses=tuple(accesses),
    )
