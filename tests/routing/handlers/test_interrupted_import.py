"""An import that is killed goes on where it stopped; the running registry never notices."""

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from routing.domain.sample.stock import make_stock
from routing.gateways.stock_files import StockFiles
from routing.handlers.import_registry import ImportRefused, ImportReport, import_registry
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.ports import StockKind
from routing.settings import Settings
from routing.store.staging import INCOMING
from tests.routing.handlers.slow_import import SMALL_BLOCK, command_of
from tests.routing.town import GLACIER, TOWN, in_silence

SIZE = 900


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    folder = tmp_path / "large"
    list(write_sample(make_stock(SIZE, seed=3), folder))
    return folder


async def killed_import(settings: Settings, folder: Path, *, at: tuple[str, int]) -> None:
    """Start the import in a process of its own and `kill -9` it when it has read so much."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.routing.handlers.slow_import", str(folder)),
        env={
            "DATABASE__URL": settings.database.url.get_secret_value(),
            "HTTP__PORT": "8002",
            "HTTP__PUBLIC_URL": "http://testserver",
            "BROKER__URL": "amqp://nobody@127.0.0.1:9/",
            "PICKER_KEY": "a key",
        },
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async for line in process.stdout:
        kind, lines, _ = line.decode().split()
        if kind == at[0] and int(lines) >= at[1]:
            process.send_signal(signal.SIGKILL)
            break
    assert await process.wait() == -signal.SIGKILL


async def go_on(parts: RoutingParts, folder: Path) -> ImportReport:
    small = StockFiles(block_bytes=SMALL_BLOCK)
    return await import_registry(
        command_of(folder), parts.open_store, stock=small, progress=in_silence
    )


async def content(parts: RoutingParts) -> list[Any]:
    async with parts.open_store() as store:
        connection = await store.connection()
        rows = await connection.execute(text("SELECT * FROM establishments ORDER BY siret"))
        return list(rows)


async def count_incoming(parts: RoutingParts) -> int:
    async with parts.open_store() as store:
        found = await (await store.connection()).scalar(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = :name"),
            {"name": INCOMING},
        )
    return int(found or 0)


@pytest.mark.parametrize("at", [("legal_units", 700), ("establishments", 500)])
async def test_a_killed_import_goes_on_where_it_stopped(
    town: RoutingParts, settings: Settings, stock: Path, at: tuple[str, int]
) -> None:
    before = await content(town)
    await killed_import(settings, stock, at=at)
    assert await content(town) == before
    done = await go_on(town, stock)
    assert done.resumed > 0
    assert done.files[StockKind.ESTABLISHMENTS].accepted == SIZE
    assert not any(file.rejected for file in done.files.values())
    whole = await content(town)
    assert len(whole) == SIZE
    assert (await go_on(town, stock)).resumed == 0
    assert await content(town) == whole
    assert await count_incoming(town) == 0


async def test_other_files_begin_anew(
    town: RoutingParts, settings: Settings, stock: Path, tmp_path: Path
) -> None:
    await killed_import(settings, stock, at=("establishments", 500))
    list(write_sample(TOWN, tmp_path / "small"))
    done = await go_on(town, tmp_path / "small")
    assert done.resumed == 0
    assert len(await content(town)) == sum(len(firm.shops) for firm in TOWN)


async def test_a_refused_import_leaves_nothing_behind(
    town: RoutingParts, settings: Settings, tmp_path: Path
) -> None:
    before = await content(town)
    list(write_sample((GLACIER,), tmp_path / "cut"))
    with pytest.raises(ImportRefused, match="cut short"):
        await go_on(town, tmp_path / "cut")
    assert await content(town) == before
    assert await count_incoming(town) == 0


async def test_bad_lines_are_counted_once_though_the_import_was_killed(
    town: RoutingParts, settings: Settings, stock: Path, tmp_path: Path
) -> None:
    path = stock / "StockEtablissement_utf8.csv"
    lines = path.read_text("utf-8").splitlines()
    for spoilt in range(20, 840, 41):
        lines[spoilt] = lines[spoilt] + ",one column more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    await killed_import(settings, stock, at=("establishments", 600))
    listing = tmp_path / "rejected.jsonl"
    command = replace(command_of(stock), listing=listing)
    small = StockFiles(block_bytes=SMALL_BLOCK)
    done = await import_registry(command, town.open_store, stock=small, progress=in_silence)
    file = done.files[StockKind.ESTABLISHMENTS]
    assert [one.line for one in file.told] == list(range(21, 841, 41))
    assert file.accepted == SIZE - file.rejected
    assert len(listing.read_text("utf-8").splitlines()) == file.rejected == 20
