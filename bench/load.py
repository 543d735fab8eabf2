"""A load generator that leaves the processor to the server: raw HTTP/1.1 on kept-alive sockets."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench.table import percentile

ACCEPTED, SATURATED = 201, 503


class Refused(Exception):
    """The server did not accept what it was asked: what was measured means nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`at` is the wall clock's when the answer was in, `seconds` how long it took."""

    number: int
    status: int
    seconds: float
    at: float
    body: bytes

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass(slots=True)
class Outcome:
    """The answers, and how long all of it took."""

    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds if self.seconds else 0.0

    @property
    def taken(self) -> Sequence[Answer]:
        """The answers of those that were accepted."""
        return [answer for answer in self.answers if answer.status == ACCEPTED]

    @property
    def refused(self) -> int:
        """How many were told that the service is saturated; raises Refused at anything else."""
        for answer in self.answers:
            if answer.status not in {ACCEPTED, SATURATED}:
                raise Refused(f"{answer.status} {answer.body[:300]!r}")
        return len(self.answers) - len(self.taken)

    def accepted(self) -> "Outcome":
        """The same; raises Refused when any request was not answered with 201."""
        strange = [answer for answer in self.answers if answer.status != ACCEPTED]
        if strange:
            first = strange[0]
            raise Refused(f"{len(strange)} refused, the first: {first.status} {first.body[:300]!r}")
        return self

    def percentile(self, share: float) -> float:
        """The latency in milliseconds below which that share of those accepted were answered."""
        return 1000 * percentile([answer.seconds for answer in self.taken], share)


def post(address: str, path: str, body: object, *, key: str) -> bytes:
    """The bytes of one POST with its Idempotency-Key, made before the clock starts."""
    content = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {urlsplit(address).netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        f"Idempotency-Key: {key}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


async def closed_loop(address: str, requests: Sequence[bytes], *, clients: int) -> Outcome:
    """That many clients, each sending as soon as it is answered: how much the server can do."""
    waiting = iter(enumerate(requests))
    outcome = Outcome()

    async def client() -> None:
        line = await _Line.open(address)
        for number, request in waiting:
            begun = time.perf_counter()
            outcome.answers.append(await line.exchange(number, request, since=begun))
        line.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    outcome.seconds = time.perf_counter() - begun
    return outcome


async def open_loop(address: str, requests: Sequence[bytes], *, per_second: float) -> Outcome:
    """A steady arrival, answered or not: how long people wait. Late starts count as waiting."""
    idle: list[_Line] = []
    outcome = Outcome()
    begun = time.perf_counter()

    async def send(number: int, request: bytes, due: float) -> None:
        line = idle.pop() if idle else await _Line.open(address)
        outcome.answers.append(await line.exchange(number, request, since=due))
        idle.append(line)

    async with asyncio.TaskGroup() as group:
        for number, request in enumerate(requests):
            due = begun + number / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(send(number, request, due))
    outcome.seconds = time.perf_counter() - begun
    for line in idle:
        line.close()
    return outcome


class _Line:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, address: str) -> "_Line":
        parts = urlsplit(address)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port))

    def close(self) -> None:
        self._writer.close()

    async def exchange(self, number: int, request: bytes, *, since: float) -> Answer:
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        body = await self._reader.readexactly(_length(head))
        taken = time.perf_counter() - since
        return Answer(number, int(head[9:12]), taken, time.time(), body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
