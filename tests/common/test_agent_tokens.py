"""A token proves an agent only if we made it, for this service, just now."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from common.agent_tokens import LIFE, Agent, BadToken, Role, sign, verify

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
ANNE = Agent(
    id=UUID("0190a7c4-0000-7000-8000-000000000001"),
    role=Role.AGENT,
    departments=frozenset({"75", "2A"}),
    competences=frozenset({"food"}),
)


def new_key(kid: str = "k1") -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": kid})


KEY = new_key()
KEYS = {"k1": str(KEY.as_dict(private=False)["x"])}
CLAIMS = {
    "iss": "agent-analytics",
    "aud": "routing",
    "sub": str(ANNE.id),
    "iat": int(NOW.timestamp()),
    "exp": int((NOW + LIFE).timestamp()),
    "role": "agent",
    "departments": ["75"],
}


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def made_with(claims: dict[str, Any], *, key: OKPKey = KEY, **header: str) -> str:
    head = {"alg": "Ed25519", "kid": "k1"} | header
    return jwt.encode(head, claims, key, algorithms=["Ed25519"])


def test_a_good_token_gives_the_agent_back() -> None:
    token = sign(ANNE, KEY, audience="routing", now=NOW)
    assert verify(token, KEYS, audience="routing", now=NOW + LIFE / 2) == ANNE


@pytest.mark.parametrize("late", [LIFE, timedelta(days=1), -timedelta(minutes=1)])
def test_a_token_lives_ten_minutes(late: timedelta) -> None:
    token = sign(ANNE, KEY, audience="routing", now=NOW)
    with pytest.raises(BadToken):
        verify(token, KEYS, audience="routing", now=NOW + late)


def test_a_token_serves_one_service() -> None:
    token = sign(ANNE, KEY, audience="intake", now=NOW)
    with pytest.raises(BadToken):
        verify(token, KEYS, audience="routing", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "intake"},
        {"aud": ["routing"]},
        {"role": "emperor"},
        {"sub": "me"},
        {"exp": "tomorrow"},
        {"exp": None},
        {"departments": None},
    ],
)
def test_claims_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        verify(made_with(CLAIMS | change), KEYS, audience="routing", now=NOW)


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_may_be_missing(claim: str) -> None:
    fewer = {name: value for name, value in CLAIMS.items() if name != claim}
    with pytest.raises(BadToken):
        verify(made_with(fewer), KEYS, audience="routing", now=NOW)


def test_another_key_of_the_same_name_is_refused() -> None:
    with pytest.raises(BadToken):
        verify(made_with(CLAIMS, key=new_key()), KEYS, audience="routing", now=NOW)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadToken):
        verify(made_with(CLAIMS, kid="k2"), KEYS, audience="routing", now=NOW)


def test_the_token_does_not_choose_how_it_is_checked() -> None:
    unsigned = f"{encoded({'alg': 'none'})}.{encoded(CLAIMS)}."
    body = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(CLAIMS)}"
    public = base64.urlsafe_b64decode(KEYS["k1"] + "=")
    mark = hmac.new(public, body.encode(), hashlib.sha256).digest()
    confused = f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"
    for token in (unsigned, confused):
        with pytest.raises(BadToken):
            verify(token, KEYS, audience="routing", now=NOW)


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "é.é.é", "." * 50, "a" * 100_000])
def test_nonsense_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        verify(token, KEYS, audience="routing", now=NOW)


def test_without_keys_nobody_is_proved() -> None:
    with pytest.raises(BadToken):
        verify(made_with(CLAIMS), {}, audience="routing", now=NOW)


@pytest.mark.parametrize(
    ("role", "department", "seen"),
    [
        (Role.AGENT, "75", True),
        (Role.AGENT, "13", False),
        (Role.AGENT, None, False),
        (Role.SUPERVISOR, "13", True),
        (Role.SUPERVISOR, None, True),
        (Role.OPERATOR, "75", False),
    ],
)
def test_who_may_see_what_of_the_territory(role: Role, department: str | None, seen: bool) -> None:  # noqa: FBT001 - a table of cases
    agent = Agent(id=ANNE.id, role=role, departments=frozenset({"75"}))
    assert agent.may_see(department) is seen
