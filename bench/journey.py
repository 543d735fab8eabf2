"""From the answer that a report is accepted to all who see it: company, agents, consumer."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import pyotp

from bench.load import open_loop
from bench.reports import Forms
from bench.servers import Servers, a_form, a_town
from bench.table import Line, Table, at_most, percentile
from common.testing.waiting import until
from tests.chaos.ledger import person
from tests.journeys.town import Town

PER_SECOND = 50
SECONDS = 20
WARM_UP = 250
LOOK = 0.2
PATIENCE = 60.0
PAGE, PAGES = 100, 3
# In every description that the forms bring.
WORDS = "expérience de panne"
COMPANY = "direction@entreprise.example"
AGENT = "agent@autorite.example"
PASSWORD = "une phrase longue et sans surprise 42"  # noqa: S105 - of an account of this run


@dataclass
class Sightings:
    """When each report was first seen somewhere, by the wall clock."""

    at: dict[str, float] = field(default_factory=dict)

    def note(self, names: Sequence[str]) -> None:
        now = time.time()
        for name in names:
            self.at.setdefault(name, now)


@dataclass(frozen=True, slots=True)
class Watch:
    """Someone who looks at the newest reports again and again."""

    client: httpx.AsyncClient
    words: str | None = None
    sightings: Sightings = field(default_factory=Sightings)

    async def run(self) -> None:
        while True:
            cursor = None
            for _ in range(PAGES):
                query = {"limit": str(PAGE), "q": self.words, "cursor": cursor}
                asked = {name: value for name, value in query.items() if value is not None}
                listed = (await self.client.get("/v1/reports", params=asked)).json()
                self.sightings.note([item["reference"] for item in listed["items"]])
                cursor = listed["next"]
                if cursor is None:
                    break
            await asyncio.sleep(LOOK)


async def measure(servers: Servers) -> Sequence[Table]:
    async with a_town(servers, "journey") as place:
        siret = await _a_siret(place)
        company = Watch(await _company(place, siret))
        agent = Watch(await _agent(place), WORDS)
        forms = Forms(
            place.addresses.intake,
            place.world.databases["intake"],
            await a_form(place.addresses.intake, sirets=[siret]),
        )
        watching = [asyncio.create_task(watch.run()) for watch in (company, agent)]
        try:
            per_second = PER_SECOND * servers.pace
            filed, refused = await _file(place, forms, per_second=per_second)
            people = {who for _, who in filed.values()}
            await until(lambda: filed.keys() <= company.sightings.at.keys(), within=PATIENCE)
            await until(lambda: filed.keys() <= agent.sightings.at.keys(), within=PATIENCE)
            await until(lambda: people <= _mails(place).keys(), within=PATIENCE)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
        mails = _mails(place)
    seen = {
        "in the company's list": company.sightings.at,
        "in the agents' search": agent.sightings.at,
        "mail in the inbox": {name: mails[who] for name, (_, who) in filed.items()},
    }
    lines = [line for what, at in seen.items() for line in _lines(what, filed, at)]
    title = (
        f"report accepted -> seen, {per_second:g}/s for {SECONDS} s, looked for every {LOOK:g} s"
    )
    told = at_most("refused", refused, f"of {len(filed) + refused:,}", bar=1)
    return [Table(title, [told, *lines])]


def _lines(
    what: str, filed: dict[str, tuple[float, str]], seen: dict[str, float]
) -> tuple[Line, Line]:
    waits = [seen[name] - accepted for name, (accepted, _) in filed.items()]
    return (
        Line(f"{what}, p50", percentile(waits, 0.5), "s"),
        at_most(f"{what}, p95", percentile(waits, 0.95), "s", bar=2),
    )


async def _file(
    place: Town, forms: Forms, *, per_second: float
) -> tuple[dict[str, tuple[float, str]], int]:
    """When each report was accepted, and whose it is, by reference; how many were refused."""
    address = place.addresses.intake
    await open_loop(address, await forms.make(WARM_UP), per_second=per_second)
    requests = await forms.make(int(per_second * SECONDS))
    outcome = await open_loop(address, requests, per_second=per_second)
    filed = {
        answer.json()["reference"]: (answer.at, person(WARM_UP + answer.number))
        for answer in outcome.taken
    }
    return filed, outcome.refused


def _mails(place: Town) -> dict[str, float]:
    """When the first mail to each person was in the inbox."""
    at: dict[str, float] = {}
    for mail in place.box.newest(0, len(place.box)):
        at[mail.recipients[0]] = mail.received_at.timestamp()
    return at


async def _a_siret(place: Town) -> str:
    async with httpx.AsyncClient(base_url=place.addresses.routing, timeout=10) as client:
        found = await client.get("/v1/establishments", params={"q": "boulangerie"})
    return str(next(item["siret"] for item in found.json()["items"] if item["is_open"]))


async def _company(place: Town, siret: str) -> httpx.AsyncClient:
    words = ("--email", COMPANY, "--siret", siret, "--role", "admin")
    names = ("--first-name", "Camille", "--last-name", "Durand")
    told = await place.fleet.run(
        "company-portal", "job", "create-account", *words, *names, given=PASSWORD + "\n"
    )
    secret = str(json.loads(told)["totp_secret"])
    return await _signed_in(place.addresses.company_portal, COMPANY, secret)


async def _agent(place: Town) -> httpx.AsyncClient:
    secret = await place.make_agent(AGENT, PASSWORD)
    return await _signed_in(place.addresses.agent_analytics, AGENT, secret)


async def _signed_in(address: str, email: str, secret: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=address, timeout=30)
    body = {"email": email, "password": PASSWORD, "totp": pyotp.TOTP(secret).now()}
    session = (await client.post("/v1/sessions", json=body)).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {session['token']}"
    return client
