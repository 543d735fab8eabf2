"""Agents for tests: their accounts, their phones, their sessions."""

from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pyotp

from agent_analytics.domain.territory import Role
from agent_analytics.handlers.create_agent import CreateAgent, create_agent
from agent_analytics.parts import AnalyticsParts
from common.testing.clock import FrozenClock

PASSWORD = "a long enough password"


@dataclass(slots=True)
class People:
    """Opens accounts and sessions; each person has the same password and an own phone."""

    parts: AnalyticsParts
    client: httpx.AsyncClient
    secrets: dict[str, str] = field(default_factory=dict)

    async def join(
        self, email: str = "agent@dgccrf.test", *, role: Role = Role.AGENT, where: str = "75"
    ) -> str:
        """Open an account; `where` lists départements. Returns the time-code secret."""
        command = CreateAgent(
            email=email,
            password=PASSWORD,
            role=role,
            departments=frozenset(where.split()),
            first_name="Alix",
            last_name="Martin",
        )
        async with self.parts.open_store() as store:
            created = await create_agent(command, store, safe=self.parts.safe)
        self.secrets[email] = created.totp_secret
        return created.totp_secret

    def code(self, email: str = "agent@dgccrf.test") -> str:
        """What the phone shows now."""
        return pyotp.TOTP(self.secrets[email]).at(self.parts.ground.clock.now())

    async def sign_in(
        self, email: str = "agent@dgccrf.test", *, role: Role = Role.AGENT, where: str = "75"
    ) -> dict[str, str]:
        """Join if need be, sign in, and give the header that says so.

        The clock moves on to the next code first: a code serves once.
        """
        if email not in self.secrets:
            await self.join(email, role=role, where=where)
        assert isinstance(self.parts.ground.clock, FrozenClock)
        self.parts.ground.clock.advance(timedelta(seconds=30))
        body = {"email": email, "password": PASSWORD, "totp": self.code(email)}
        response = await self.client.post("/v1/sessions", json=body)
        assert response.status_code == 201, response.text
        self.client.cookies.clear()
        return {"Authorization": f"Bearer {response.json()['token']}"}
