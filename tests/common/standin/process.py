"""The stand-in as a process of its own: started, asked, told to end, killed."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from common.testing.waiting import until

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class StandIn:
    """Its environment, and the processes started from it."""

    database_url: str
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    worker_port: int = field(default_factory=free_port)
    processes: list[Process] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.defpath,
            "DATABASE__URL": self.database_url,
            "HTTP__PORT": str(self.port),
            "HTTP__PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "WORKER__PORT": str(self.worker_port),
        } | self.more

    async def start(self, *arguments: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.common.standin",
            *arguments,
            cwd=ROOT,
            env=self.environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
        )
        self.processes.append(process)
        return process

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Exit status, and all it said."""
        process = await self.start(*arguments)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode or 0, (out + err).decode()

    async def start_worker(self) -> Process:
        process = await self.start("worker")
        await until(lambda: self.answers(self.worker_port, "/readyz"), within=30)
        return process

    async def answers(self, port: int, path: str) -> bool:
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}{path}")).status_code == 200
        except httpx.TransportError:
            return False


async def end(process: Process, number: int = signal.SIGTERM) -> tuple[int, str]:
    process.send_signal(number)
    out, err = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode is not None
    return process.returncode, (out + err).decode()


@asynccontextmanager
async def stand_in(database_url: str, **more: str) -> AsyncIterator[StandIn]:
    service = StandIn(database_url, more)
    try:
        yield service
    finally:
        for process in service.processes:
            if process.returncode is None:
                process.kill()
            await process.communicate()
