"""The five services as processes, an API and a worker each: started, watched, stopped, killed.

`make up` runs them for a person; journeys, fault experiments and benchmarks use the same `Fleet`.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import httpx

from onebox.failure import CannotStart
from onebox.ports import HOST

# Each is mostly work for this machine's processors.
PREPARED_AT_ONCE = 2


class Role(StrEnum):
    API = "api"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Member:
    """One process of the fleet."""

    service: str
    role: Role

    def __str__(self) -> str:
        return f"{self.service}-{self.role}"

    @property
    def package(self) -> str:
        return self.service.replace("-", "_")


class Fleet:
    """Processes by service and role, each with its environment and its log file.

    A process inherits nothing but what `environments` says, so that what runs here is what would
    run on another machine.
    """

    def __init__(self, environments: Mapping[str, Mapping[str, str]], *, logs: Path) -> None:
        self._environments = environments
        self._logs = logs
        self._running: dict[Member, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(Member(service, role) for service in self._environments for role in Role)

    def log(self, member: Member) -> Path:
        return self._logs / f"{member}.log"

    def pid(self, member: Member) -> int:
        return self._running[member].pid

    def is_running(self, member: Member) -> bool:
        process = self._running.get(member)
        return process is not None and process.poll() is None

    async def prepare(self) -> None:
        """Run every service's `prepare`: migrations and queues; all must succeed."""
        places = asyncio.Semaphore(PREPARED_AT_ONCE)

        async def prepare_one(service: str) -> None:
            async with places:
                await self.run(service, "prepare")

        try:
            async with asyncio.TaskGroup() as group:
                for service in self._environments:
                    group.create_task(prepare_one(service))
        except* CannotStart as refusals:
            raise refusals.exceptions[0] from None

    async def run(self, service: str, *arguments: str, given: str | None = None) -> str:
        """Run a command of a service to its end and give what it printed; `given` is its input."""
        process = await asyncio.create_subprocess_exec(
            *self._command(service, *arguments),
            env=self._environment(service),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            out, err = await process.communicate((given or "").encode())
        except asyncio.CancelledError:
            process.kill()
            raise
        if process.returncode:
            raise CannotStart(f"{service} {' '.join(arguments)} failed:\n{err.decode()[-2000:]}")
        return out.decode()

    def start(self, member: Member) -> None:
        if self.is_running(member):
            raise CannotStart(f"{member} runs already")
        with self.log(member).open("ab") as log:
            self._running[member] = subprocess.Popen(  # noqa: S603 - our own modules
                self._command(member.service, member.role.value),
                env=self._environment(member.service),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_all(self) -> None:
        for member in self.members:
            self.start(member)

    def kill(self, member: Member) -> None:
        """End it at once, as a power cut would, and wait until it is gone."""
        process = self._running[member]
        process.kill()
        process.wait()

    def signal(self, member: Member, number: signal.Signals) -> None:
        """SIGTERM asks it to leave; SIGSTOP freezes it and SIGCONT lets it go on."""
        self._running[member].send_signal(number)

    async def stop(
        self, *members: Member, patience: timedelta = timedelta(seconds=20)
    ) -> list[Member]:
        """Ask them to leave, kill after `patience` those that did not, and name the killed."""
        leaving = [member for member in members or self.members if self.is_running(member)]
        for member in leaving:
            self.signal(member, signal.SIGCONT)
            self.signal(member, signal.SIGTERM)
        left = await asyncio.gather(
            *(asyncio.to_thread(self._left, member, patience) for member in leaving)
        )
        killed = [member for member, gone in zip(leaving, left, strict=True) if not gone]
        for member in killed:
            self.kill(member)
        return killed

    def _left(self, member: Member, patience: timedelta) -> bool:
        try:
            self._running[member].wait(patience.total_seconds())
        except subprocess.TimeoutExpired:
            return False
        return True

    async def wait_until_ready(
        self,
        members: Iterable[Member] | None = None,
        *,
        limit: timedelta = timedelta(seconds=60),
    ) -> None:
        """Return when each answers `/readyz`; tell the end of the log of one that fell."""
        loop = asyncio.get_running_loop()
        until = loop.time() + limit.total_seconds()
        waiting = list(self.members if members is None else members)
        async with httpx.AsyncClient(timeout=2) as client:
            while waiting:
                for member in waiting:
                    if not self.is_running(member):
                        raise CannotStart(f"{member} ended:\n{self.tail(member)}")
                waiting = [m for m in waiting if not await self._answers(client, m)]
                if waiting and loop.time() > until:
                    raise CannotStart(f"{waiting[0]} is not ready:\n{self.tail(waiting[0])}")
                await asyncio.sleep(0.1)

    def tail(self, member: Member, size: int = 2000) -> str:
        path = self.log(member)
        return path.read_text(errors="replace")[-size:] if path.exists() else ""

    def url(self, service: str) -> str:
        return f"http://{HOST}:{self._environments[service]['HTTP__PORT']}"

    async def _answers(self, client: httpx.AsyncClient, member: Member) -> bool:
        name = "WORKER__PORT" if member.role is Role.WORKER else "HTTP__PORT"
        port = self._environments[member.service][name]
        try:
            return (await client.get(f"http://{HOST}:{port}/readyz")).is_success
        except httpx.TransportError:
            return False

    def _command(self, service: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", service.replace("-", "_"), *arguments]

    def _environment(self, service: str) -> dict[str, str]:
        common = {"PATH": os.defpath, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "TZ": "UTC"}
        return {**common, **self._environments[service]}
