"""The demo: everything in this process, its data in one folder, until Ctrl-C."""

import asyncio
import json
import logging
import shutil
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from common import log
from common.clock import SystemClock
from common.ids import SystemChance
from onebox.access import Access, Account, Accounts
from onebox.environment import FIXED_PORTS, SERVICES, Environment, World, environments
from onebox.five import build, prepare
from onebox.inbox.box import Box
from onebox.inbox.serving import serving
from onebox.object_storage import seaweedfs
from onebox.one_process import at_work, serve
from onebox.ports import HOST, require_free
from onebox.postgres import (
    create_databases,
    drop_databases,
    embedded_server,
    spare_the_disk,
    throw_away,
)
from onebox.processes import Fleet
from onebox.progress import say, step
from onebox.secrets import kept_secrets
from onebox.seed.registry import load_registry
from onebox.seed.sample import live_through_sample

FOLDER = Path.cwd() / ".demo"
PORTS = {**FIXED_PORTS, "inbox": 8025, "mail": 1025, "object storage": 8333}
DATABASES = tuple(f"vigie_{name.replace('-', '_')}" for name in SERVICES)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a demo lives: its folder and its ports."""

    folder: Path
    ports: Mapping[str, int]

    @property
    def services(self) -> dict[str, int]:
        return {service: self.ports[service] for service in SERVICES}

    @property
    def inbox_url(self) -> str:
        return f"http://{HOST}:{self.ports['inbox']}"


async def run(stopping: asyncio.Event, *, folder: Path = FOLDER, offset: int = 0) -> None:
    """Start what is stopped, fill what is empty, serve until `stopping` is set.

    `offset` is added to every port, where the usual ones are taken.
    """
    place = Place(folder, {what: port + offset for what, port in PORTS.items()})
    require_free(place.ports)
    _log_to(folder)
    box = Box(folder / "mail", clock=SystemClock(), chance=SystemChance())
    async with AsyncExitStack() as stack:
        world = await _start_servers(stack, place, box)
        given = environments(world)
        with step("databases"):
            await prepare(given)
        accounts = _known_accounts(folder)
        if accounts is None:
            accounts = await _fill(given, folder, box, stopping)
        if accounts is not None:
            addresses = {service: world.url(service) for service in SERVICES}
            addresses["inbox"] = place.inbox_url
            access = Access(addresses, accounts, world.secrets.operator_key)
            await _open(access, given, box, stopping=stopping, place=place)
    say("The demo is stopped; its data wait in .demo.")


def reset(folder: Path = FOLDER) -> None:
    """Throw the data away, and stop what a killed demo left behind."""
    throw_away(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)
    say("The demo's data are gone.")


async def _start_servers(stack: AsyncExitStack, place: Place, box: Box) -> World:
    folder, ports = place.folder, place.ports
    secrets = kept_secrets(folder / "secrets.json", SystemChance())
    with step("PostgreSQL"):
        server = stack.enter_context(embedded_server(folder / "postgres"))
        await spare_the_disk(server)
        if _known_accounts(folder) is None:
            # What an interrupted first start left behind is half a story.
            await drop_databases(server, DATABASES)
            box.clear()
        urls = await create_databases(server, DATABASES)
    with step("object storage"):
        storage_url = await stack.enter_async_context(
            seaweedfs(folder / "storage", port=ports["object storage"], credentials=secrets.storage)
        )
    return World(
        databases=dict(zip(SERVICES, urls.values(), strict=True)),
        ports=place.services,
        storage_url=storage_url,
        smtp_port=ports["mail"],
        secrets=secrets,
        folder=folder,
    )


async def _fill(
    given: Mapping[str, Environment], folder: Path, box: Box, stopping: asyncio.Event
) -> Accounts | None:
    """The sample; None when the person stops it: the next start begins it again."""

    async def whole() -> Accounts:
        with step("sample registry: 50 000 establishments, imported and indexed"):
            await load_registry(Fleet(given, logs=folder / "logs"), folder)
        return await live_through_sample(given, box)

    filling = asyncio.create_task(whole())
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait((filling, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not filling.done():
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
        return None
    return filling.result()


async def _open(
    access: Access,
    given: Mapping[str, Environment],
    box: Box,
    *,
    stopping: asyncio.Event,
    place: Place,
) -> None:
    household = build(given)
    inbox = serving(
        box,
        smtp_port=place.ports["mail"],
        web_port=place.ports["inbox"],
        accounts=access.accounts,
    )
    try:
        async with inbox, at_work(household), asyncio.TaskGroup() as group:
            group.create_task(serve(household, stopping))
            with step("pages"):
                await _until_answering(access.addresses.values())
            access.write(place.folder / "access.json")
            access.tell()
            await stopping.wait()
    finally:
        await household.close()


async def _until_answering(addresses: Iterable[str]) -> None:
    async with httpx.AsyncClient(timeout=5) as client:
        for address in addresses:
            while True:
                with suppress(httpx.TransportError):
                    await client.get(f"{address}/livez")
                    break
                await asyncio.sleep(0.05)


def _known_accounts(folder: Path) -> Accounts | None:
    """The accounts of a demo that was filled before."""
    file = folder / "access.json"
    if not file.exists():
        return None
    found = json.loads(file.read_text())["accounts"]
    return Accounts(**{role: Account(**account) for role, account in found.items()})


def _log_to(folder: Path) -> None:
    """The services' logs go to a file: the terminal is for the person."""
    folder.mkdir(exist_ok=True)
    log.configure(level="INFO")
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream((folder / "vigie.log").open("a"))
