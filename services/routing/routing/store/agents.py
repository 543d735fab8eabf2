"""Agents as routing knows them: the keys that prove them, their sessions at the triage desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from common.agent_tokens import Agent, Role
from common.unit_of_work import UnitOfWork
from routing.store.tables import AgentKeysRow, AgentSessionRow


class Agents:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def keep_keys(self, version: int, keys: list[dict[str, Any]]) -> None:
        """Replace the keys by a newer list; an older or equal one changes nothing."""
        statement = insert(AgentKeysRow).values(id=1, version=version, keys=keys)
        statement = statement.on_conflict_do_update(
            index_elements=[AgentKeysRow.id],
            set_={"version": version, "keys": keys},
            where=AgentKeysRow.version < version,
        )
        await (await self._store.connection()).execute(statement)

    async def keys(self, now: datetime) -> dict[str, str]:
        """Key id to public key, those not retired yet."""
        rows = await (await self._store.connection()).scalar(select(AgentKeysRow.keys))
        return {
            key["kid"]: key["x"]
            for key in rows or []
            if datetime.fromisoformat(key["retires_at"]) > now
        }

    async def open_session(self, digest: bytes, agent: Agent, *, expires_at: datetime) -> None:
        """Remember who holds the cookie; sessions that ended are swept by the way."""
        connection = await self._store.connection()
        await connection.execute(
            delete(AgentSessionRow).where(AgentSessionRow.expires_at <= self._store.clock.now())
        )
        await connection.execute(
            insert(AgentSessionRow).values(
                digest=digest,
                agent_id=agent.id,
                role=agent.role.value,
                departments=sorted(agent.departments),
                expires_at=expires_at,
            )
        )

    async def in_session(self, digest: bytes, now: datetime) -> Agent | None:
        statement = select(AgentSessionRow.__table__).where(
            AgentSessionRow.digest == digest, AgentSessionRow.expires_at > now
        )
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        if row is None:
            return None
        return Agent(row.agent_id, Role(row.role), frozenset(row.departments))

    async def close_session(self, digest: bytes) -> None:
        statement = delete(AgentSessionRow).where(AgentSessionRow.digest == digest)
        await (await self._store.connection()).execute(statement)
