"""The client's ledger: what was accepted, compared with what every service made of it."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from common.clock import SystemClock, paris_date
from common.ids import SystemChance, uuid7

PROOF_LIFE = timedelta(hours=4)


def person(number: int) -> str:
    return f"consommateur-{number}@chaos.example"


async def prove_many(intake_database: str, people: Sequence[str]) -> dict[str, str]:
    """Proofs for many addresses at once, written where a confirmed code would write them.

    Codes by mail are limited to a few an hour for each network, and it is not they that are
    tried here.
    """
    now = SystemClock().now()
    proofs = {email: secrets.token_urlsafe(32) for email in people}
    connection = await asyncpg.connect(intake_database)
    try:
        await connection.executemany(
            "INSERT INTO email_proofs (id, email_digest, code_hash, expires_at, proof_digest,"
            " proof_expires_at, created_at) VALUES ($1, $2, 'none', $3, $4, $3, $5)",
            [
                (
                    uuid7(now, SystemChance()),
                    sha256(email.encode()).digest(),
                    now + PROOF_LIFE,
                    sha256(proof.encode()).digest(),
                    now,
                )
                for email, proof in proofs.items()
            ],
        )
    finally:
        await connection.close()
    return proofs


@dataclass(frozen=True, slots=True)
class Form:
    """What every report of a run has in common; the company differs from report to report."""

    path: tuple[str, ...]
    sirets: tuple[str, ...]
    observed_on: date = field(default_factory=lambda: paris_date(SystemClock().now()))

    def filled(self, number: int, proof: str) -> dict[str, Any]:
        return {
            "category": self.path[0],
            "subcategories": list(self.path[1:]),
            "answers": [],
            "description": f"Signalement numéro {number} d’une expérience de panne.",
            "observed_on": self.observed_on.isoformat(),
            "target": {"kind": "siret", "siret": self.sirets[number % len(self.sirets)]},
            "consumer": {
                "first_name": "Claude",
                "last_name": "Moreau",
                "email": person(number),
                "proof": proof,
            },
            "share_identity": False,
            "attachments": [],
            "wish": "report",
            "lang": "fr",
            "publish_consent": False,
        }


@dataclass(slots=True)
class Ledger:
    """What the client was told. `refused`: an answer that no retry can turn into an acceptance."""

    accepted: dict[UUID, str] = field(default_factory=dict)
    retried: int = 0
    refused: list[str] = field(default_factory=list)
    strange_statuses: Counter[int] = field(default_factory=Counter)

    async def file(self, client: httpx.AsyncClient, body: dict[str, Any], *, key: str) -> None:
        """Send one report until it is in: same key, same body, as an honest client does."""
        while True:
            try:
                response = await client.post(
                    "/v1/reports", json=body, headers={"Idempotency-Key": key}
                )
            except httpx.TransportError:
                self.retried += 1
                await asyncio.sleep(0.3)
                continue
            if response.status_code == 201:
                self.accepted[UUID(response.json()["id"])] = body["consumer"]["email"]
                return
            if response.status_code in {409, 503}:
                self.retried += 1
                await asyncio.sleep(0.3)
                continue
            if response.status_code >= 500:
                self.strange_statuses[response.status_code] += 1
                self.retried += 1
                await asyncio.sleep(0.3)
                continue
            self.refused.append(f"{response.status_code}: {response.text[:300]}")
            return


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` and `doubled` name a place and a count; both must be empty."""

    accepted: int
    lost: Mapping[str, int]
    doubled: Mapping[str, int]
    unknown_mails: int

    def __str__(self) -> str:
        return (
            f"lost {dict(self.lost) or 0}, doubled {dict(self.doubled) or 0}, "
            f"mails of unknown fate {self.unknown_mails}"
        )

    @property
    def is_clean(self) -> bool:
        return not self.lost and not self.doubled


_EFFECTS = {
    "intake": "SELECT id FROM reports",
    "routing": "SELECT report_id FROM decisions",
    "company-portal": "SELECT report_id FROM holdings",
    "agent-analytics": "SELECT report_id FROM reports",
    "notifications": "SELECT report_id FROM deliveries WHERE kind = 'acknowledgement'",
}


async def compare(
    ledger: Ledger, databases: Mapping[str, str], mails: Sequence[tuple[str, str]]
) -> Verdict:
    """Each accepted report has exactly one effect in each service; each mail left once.

    `mails` are (Message-ID, recipient) of what the SMTP server took.
    """
    lost: dict[str, int] = {}
    doubled: dict[str, int] = {}
    for service, query in _EFFECTS.items():
        counts = Counter(await column(databases[service], query))
        _put(lost, service, sum(1 for report in ledger.accepted if not counts[report]))
        _put(doubled, service, sum(1 for count in counts.values() if count > 1))
        _put(doubled, f"{service} (unasked)", len(counts.keys() - ledger.accepted.keys()))
    states = Counter(
        await column(
            databases["notifications"],
            "SELECT state FROM deliveries WHERE kind = 'acknowledgement'",
        )
    )
    by_id = Counter(message_id for message_id, _ in mails)
    _put(doubled, "mails", sum(1 for count in by_id.values() if count > 1))
    _put(lost, "mails", states["pending"] + states["sending"] + states["failed"])
    return Verdict(len(ledger.accepted), lost, doubled, states["unknown"])


async def column(database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(database)
    try:
        return [row[0] for row in await connection.fetch(query)]
    finally:
        await connection.close()


def _put(counts: dict[str, int], name: str, count: int) -> None:
    if count:
        counts[name] = count


async def unsent(databases: Mapping[str, str]) -> int:
    """How many announcements still wait in an outbox, over all services."""
    query = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
    return sum([(await column(url, query))[0] for url in databases.values()])
