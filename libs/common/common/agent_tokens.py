"""Short-lived proofs that an agent is signed in, made by agent-analytics, checked by all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

ISSUER = "agent-analytics"
# EdDSA on that curve, under the name that says both (RFC 9864).
ALGORITHM = "Ed25519"
LIFE = timedelta(minutes=10)
_LEEWAY = timedelta(seconds=30)


class BadToken(Exception):
    """The token proves nothing here: forged, expired, for another service or unreadable."""


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who is calling. `departments` bound an agent; a supervisor sees them all.

    `competences` are tags of categories; empty: every category.
    """

    id: UUID
    role: Role
    departments: frozenset[str] = frozenset()
    competences: frozenset[str] = frozenset()

    def may_see(self, department: str | None) -> bool:
        """Whether a report of that département is within the territory; unknown: supervisors'."""
        if self.role is Role.SUPERVISOR:
            return True
        return self.role is Role.AGENT and department in self.departments


def sign(agent: Agent, key: OKPKey, *, audience: str, now: datetime, life: timedelta = LIFE) -> str:
    """A token for one service, ten minutes long."""
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": str(agent.id),
        "iat": int(now.timestamp()),
        "exp": int((now + life).timestamp()),
        "role": agent.role.value,
        "departments": sorted(agent.departments),
        "competences": sorted(agent.competences),
    }
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": "JWT"}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def verify(token: str, keys: Mapping[str, str], *, audience: str, now: datetime) -> Agent:
    """The agent that the token proves. `keys`: key id to public key (the JWK's `x`).

    The algorithm, the issuer and the audience are ours to say, never the token's.
    """
    try:
        jwks = KeySet([_public_key(kid, x) for kid, x in keys.items()])
        claims = jwt.decode(token, jwks, algorithms=[ALGORITHM]).claims
        _check(claims, audience=audience, now=now)
        return Agent(
            id=UUID(claims["sub"]),
            role=Role(claims["role"]),
            departments=frozenset(map(str, claims["departments"])),
            competences=frozenset(map(str, claims.get("competences", ()))),
        )
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadToken(type(error).__name__) from error


def _check(claims: Mapping[str, Any], *, audience: str, now: datetime) -> None:
    moment, leeway = now.timestamp(), _LEEWAY.total_seconds()
    if claims["iss"] != ISSUER or claims["aud"] != audience:
        raise ValueError("not for us")
    if not claims["iat"] - leeway <= moment < claims["exp"]:
        raise ValueError("not now")


def _public_key(kid: str, x: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid})
