"""The accounts of agents."""

from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from agent_analytics.domain.accounts import Account, Credentials, EmailTaken, NewAccount
from agent_analytics.domain.territory import Role
from agent_analytics.store.tables import AgentRow
from common.unit_of_work import UnitOfWork


class Agents:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, account: NewAccount) -> None:
        values = {
            "agent_id": account.agent_id,
            "email": account.email.lower(),
            "password_hash": account.password_hash,
            "totp_secret": account.sealed_secret,
            "role": account.role.value,
            "departments": sorted(account.departments),
            "first_name": account.first_name,
            "last_name": account.last_name,
            "created_at": self._work.clock.now(),
        }
        try:
            await (await self._work.connection()).execute(insert(AgentRow).values(**values))
        except IntegrityError as error:
            raise EmailTaken(account.email) from error

    async def credentials(self, email: str) -> Credentials | None:
        """What a login to the active account is checked against; None when there is none."""
        found = await (await self._work.connection()).execute(
            select(
                AgentRow.agent_id,
                AgentRow.password_hash,
                AgentRow.totp_secret,
                AgentRow.last_totp_step,
            ).where(AgentRow.email == email.lower(), AgentRow.is_active)
        )
        row = found.one_or_none()
        return None if row is None else Credentials(*row)

    async def use_step(self, agent_id: UUID, step: int) -> bool:
        """Mark the time step as used; false when it was already, by a login at the same time."""
        used = await (await self._work.connection()).execute(
            update(AgentRow)
            .where(
                AgentRow.agent_id == agent_id,
                or_(AgentRow.last_totp_step.is_(None), AgentRow.last_totp_step < step),
            )
            .values(last_totp_step=step)
            .returning(AgentRow.agent_id)
        )
        return used.one_or_none() is not None

    async def get(self, agent_id: UUID) -> Account | None:
        """The active account, or None."""
        found = await (await self._work.connection()).execute(
            select(
                AgentRow.agent_id,
                AgentRow.email,
                AgentRow.role,
                AgentRow.departments,
                AgentRow.first_name,
                AgentRow.last_name,
            ).where(AgentRow.agent_id == agent_id, AgentRow.is_active)
        )
        row = found.one_or_none()
        if row is None:
            return None
        return Account(
            agent_id=row.agent_id,
            email=row.email,
            role=Role(row.role),
            departments=frozenset(row.departments),
            first_name=row.first_name,
            last_name=row.last_name,
        )
