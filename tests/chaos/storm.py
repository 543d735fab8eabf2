"""A storm: reports come in while processes, the broker and PostgreSQL are killed at random."""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from common.messaging.amqp import connected
from common.messaging.topology import Names
from common.settings import BrokerSettings
from onebox.environment import World
from onebox.processes import Role
from tests.chaos.ledger import Form, Ledger, Verdict, column, compare, person, prove_many, unsent
from tests.chaos.servers import OwnBroker, OwnPostgres
from tests.journeys.town import Town, town
from tests.journeys.walk import plain_leaf

CALM_WITHIN = 180.0
# A kill and the start after it have no pause between them: whoever is found gone fell by itself.
RESTARTED_WITHIN = 1.0
# How much of a worker's last words is told when not everything arrived, in bytes.
LAST_WORDS = 4000
COMPANIES = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """`servers` is how often the broker or PostgreSQL is the victim, from 0 to 1.

    `pause` is the shortest and longest time between two kills, `calm` how long everything may take
    to arrive afterwards, in seconds.
    """

    kills: int
    per_second: float
    seed: int
    pause: tuple[float, float] = (0.2, 0.9)
    servers: float = 0.08
    calm: float = CALM_WITHIN


@dataclass(slots=True)
class Record:
    """What was done and what came of it."""

    plan: Plan
    kills: Counter[str] = field(default_factory=Counter)
    ledger: Ledger = field(default_factory=Ledger)
    verdict: Verdict | None = None
    books: list[dict[str, Any]] = field(default_factory=list)
    remains: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)
    storm_seconds: float = 0.0
    calm_seconds: float = 0.0

    def lines(self) -> list[str]:
        verdict = self.verdict
        return [
            f"seed {self.plan.seed}, {self.plan.per_second:g} reports/s asked",
            f"kills {self.kills.total()}: {dict(sorted(self.kills.items()))}",
            f"accepted {len(self.ledger.accepted)}, retried {self.ledger.retried}",
            f"refused {len(self.ledger.refused)}, "  # noqa: ISC004 - one line of the report
            f"5xx other than 503 {dict(self.ledger.strange_statuses) or 0}",
            f"fell by themselves {len(self.fallen)}",
            *self.fallen,
            f"storm {self.storm_seconds:.0f} s, calm after {self.calm_seconds:.0f} s",
            f"books of {len(self.books)} subscriptions: {self.total('published')} published, "  # noqa: ISC004 - one line of the report
            f"{self.total('done')} done, {self.total('parked')} parked, {self.total('lost')} lost",
            str(verdict or "no verdict: the services did not come to rest"),
            *self.remains,
        ]

    def total(self, what: str) -> int:
        return sum(int(line[what]) for line in self.books)


async def run(plan: Plan, say: Callable[[str], None]) -> Record:
    """The whole experiment, with a PostgreSQL and a RabbitMQ of its own."""
    record = Record(plan)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vigie-storm-")))
        folder.chmod(0o755)  # noqa: ASYNC240 - the servers run as users of their own
        postgres, broker = OwnPostgres(folder / "postgres"), OwnBroker(folder / "rabbitmq")
        stack.callback(postgres.stop)
        stack.callback(broker.stop)
        await asyncio.gather(asyncio.to_thread(postgres.create), asyncio.to_thread(broker.start))
        place = await stack.enter_async_context(
            town(folder / "town", database_server=postgres.url, broker_url=broker.url)
        )
        say("the services are up; the storm begins")
        minding = asyncio.create_task(_mind(place, record))
        await _storm(plan, place, record, servers=(postgres, broker), say=say)
        say("calm: waiting until everything has arrived")
        await _calm(place, record, within=plan.calm)
        minding.cancel()
    return record


async def _storm(
    plan: Plan,
    place: Town,
    record: Record,
    *,
    servers: tuple[OwnPostgres, OwnBroker],
    say: Callable[[str], None],
) -> None:
    pile = await _pile(plan, place)
    begun = time.monotonic()
    over = asyncio.Event()
    filing = asyncio.create_task(_keep_filing(pile, plan, place, record, over=over))
    chance = random.Random(plan.seed)
    for number in range(plan.kills):
        await asyncio.sleep(chance.uniform(*plan.pause))
        if chance.random() < plan.servers:
            server = chance.choice(servers)
            record.kills[type(server).__name__] += 1
            server.kill()
            await asyncio.to_thread(server.start)
        else:
            member = chance.choice([m for m in place.fleet.members if place.fleet.is_running(m)])
            record.kills[str(member)] += 1
            place.fleet.kill(member)
            place.fleet.start(member)
        if (number + 1) % 25 == 0:
            say(f"{number + 1} kills, {len(record.ledger.accepted)} reports accepted")
    over.set()
    await filing
    record.storm_seconds = time.monotonic() - begun


@dataclass(frozen=True, slots=True)
class Pile:
    """The reports to be: made before the first kill, so that only the filing meets the storm."""

    form: Form
    proofs: dict[str, str]

    def body(self, number: int) -> dict[str, Any]:
        return self.form.filled(number, self.proofs[person(number)])


async def _pile(plan: Plan, place: Town) -> Pile:
    most = int(plan.per_second * (plan.kills * plan.pause[1] + 600))
    people = [person(number) for number in range(most)]
    return Pile(await _form(place), await prove_many(place.world.databases["intake"], people))


async def _keep_filing(
    pile: Pile, plan: Plan, place: Town, record: Record, *, over: asyncio.Event
) -> None:
    limits = httpx.Limits(max_connections=64)
    async with (
        httpx.AsyncClient(base_url=place.addresses.intake, timeout=10, limits=limits) as client,
        asyncio.TaskGroup() as group,
    ):
        for number in range(len(pile.proofs)):
            if over.is_set():
                return
            key = f"storm-{plan.seed}-{number:012d}"
            group.create_task(record.ledger.file(client, pile.body(number), key=key))
            await asyncio.sleep(1 / plan.per_second)


async def _form(place: Town) -> Form:
    """A leaf that takes a report as it is, and open companies of the sample."""
    async with httpx.AsyncClient(timeout=10) as client:
        tree = await client.get(f"{place.addresses.intake}/v1/categories", params={"lang": "fr"})
        found = await client.get(
            f"{place.addresses.routing}/v1/establishments",
            params={"q": "boulangerie", "limit": 20},
        )
    path = plain_leaf(tree.json()["items"])
    sirets = tuple(item["siret"] for item in found.json()["items"] if item["is_open"])
    return Form(path, sirets[:COMPANIES])


async def _calm(place: Town, record: Record, *, within: float) -> None:
    """Wait until the comparison is clean or the time is over; the last one counts."""
    begun = time.monotonic()
    while time.monotonic() - begun < within:
        await asyncio.sleep(2)
        record.calm_seconds = time.monotonic() - begun
        if await unsent(place.world.databases):
            continue
        mails = [
            (str(mail.message["Message-ID"]), mail.recipients[0])
            for mail in place.box.newest(0, len(place.box))
        ]
        record.verdict = await compare(record.ledger, place.world.databases, mails)
        if not record.verdict.lost:
            break
    else:
        record.remains = await _remains(place)
    record.books = await _balance(place)


async def _mind(place: Town, record: Record) -> None:
    """Start again whoever falls by itself, as Kubernetes does, and write its last words down."""
    while True:
        for member in place.fleet.members:
            if not place.fleet.is_running(member):
                record.fallen.append(f"-- {member} fell\n{place.fleet.tail(member)}")
                place.fleet.start(member)
        await asyncio.sleep(RESTARTED_WITHIN)


async def _balance(place: Town) -> list[dict[str, Any]]:
    """`vigie balance` as an operator runs it: a line for each subscription."""
    world = place.world
    environment = {
        "PATH": os.defpath,
        "BROKER__URL": world.broker_url or "",
        "BROKER__NAMESPACE": world.namespace,
        **{f"DATABASES__{name.upper()}": url for name, url in world.databases.items()},
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.desk", "balance", "--json"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return list(json.loads(out))


async def _remains(place: Town) -> list[str]:
    """What waits in which queue, who consumes it, and the last words of every worker."""
    lines = [
        f"{name}: {ready} ready, {consumers} consumers"
        for name, ready, consumers in await _queues(place.world)
        if ready or not consumers
    ]
    async with httpx.AsyncClient(timeout=5) as client:
        for member in place.fleet.members:
            if member.role is Role.WORKER:
                port = place.world.worker_port(member.service)
                try:
                    ready = (await client.get(f"http://127.0.0.1:{port}/readyz")).text
                except httpx.TransportError as error:
                    ready = type(error).__name__
                lines += [f"-- {member}: {ready}", place.fleet.tail(member, LAST_WORDS)]
    return lines


async def _queues(world: World) -> list[tuple[str, int, int]]:
    """Each subscription's queue: its name, how many messages are ready, how many consumers."""
    settings = BrokerSettings(url=SecretStr(world.broker_url or ""), namespace=world.namespace)
    found = []
    async with connected(settings, name="remains") as connection:
        for url in world.databases.values():
            rows = await column(url, "SELECT DISTINCT queue FROM queue_subscriptions")
            async with connection.channel() as channel:
                for row in rows:
                    name = Names(world.namespace).queue(row)
                    queue = await channel.declare_queue(name, passive=True)
                    told = queue.declaration_result
                    found.append((row, told.message_count or 0, told.consumer_count or 0))
    return found
