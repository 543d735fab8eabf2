"""What the desk looks at in its tests, and the desk itself as a process of its own."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text

from common.db.subscriptions import register
from common.messaging.in_process import InProcessBroker
from common.messaging.relay import Pace, Relay
from common.messaging.retry import RetryPolicy
from common.settings import BrokerSettings
from common.testing.waiting import until
from tests.common.messaging.sample import QUEUE, SHORT, Deed, Parts, a_withdrawal, subscription

QUICK = Pace(poll=0.1, standby=0.1)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Office:
    producer: Parts
    consumer: Parts
    broker: BrokerSettings | None = None

    async def opened(self) -> Self:
        item = subscription()
        await register(self.consumer.ground.engine, [(item.queue, item.event.topic)])
        return self

    async def announce(self, count: int = 1) -> list[UUID]:
        """Withdrawals written to the producer's outbox."""
        async with self.producer.open_store() as store:
            return [store.publish(a_withdrawal()) for _ in range(count)]

    async def send_all(self, deed: Deed) -> None:
        """Relay the outbox through the in-process broker until nothing waits."""
        broker = InProcessBroker()
        broker.attach(self.consumer, [subscription(deed)], policy=RetryPolicy(delays=(SHORT,)))
        relays = [
            Relay(parts.ground, broker, pace=QUICK) for parts in (self.producer, self.consumer)
        ]
        tasks = [asyncio.create_task(relay.run()) for relay in relays]
        try:
            await until(self._all_sent)
        finally:
            for relay in relays:
                relay.stop()
            await asyncio.gather(*tasks)
            await broker.close()

    async def desk(self, *arguments: str, environment: dict[str, str] | None = None) -> Answer:
        """`vigie …` with the environment an operator has."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "common.desk",
            *arguments,
            env=self._environment() if environment is None else environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return Answer(process.returncode or 0, out.decode(), err.decode())

    async def register_of(self, action: str) -> list[dict[str, Any]]:
        query = text(
            "SELECT actor, object_id, detail FROM audit WHERE action = :action ORDER BY id"
        )
        async with self.consumer.ground.engine.connect() as connection:
            rows = await connection.execute(query, {"action": action})
            return [dict(row._mapping) for row in rows]

    async def parked(self) -> int:
        return int(
            await self.consumer.scalar("SELECT count(*) FROM parked WHERE queue = :q", q=QUEUE)
        )

    async def _all_sent(self) -> bool:
        query = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
        return not (await self.producer.scalar(query) or await self.consumer.scalar(query))

    def _environment(self) -> dict[str, str]:
        found = {"PATH": os.defpath, "USER": "ada"}
        for name, parts in (("INTAKE", self.producer), ("SAMPLE", self.consumer)):
            url = parts.ground.engine.url.set(drivername="postgresql")
            found[f"DATABASES__{name}"] = url.render_as_string(hide_password=False)
        if self.broker is not None:
            found |= {
                "BROKER__URL": self.broker.url.get_secret_value(),
                "BROKER__NAMESPACE": self.broker.namespace,
                "BROKER__RETRY_DELAYS": '["PT0.3S", "PT1S"]',
            }
        return found
