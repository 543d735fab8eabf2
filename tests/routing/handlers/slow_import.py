"""`python -m tests.routing.handlers.slow_import FOLDER`: an import in small blocks, to be killed.

It says each part on standard output and then dawdles, so that whoever watches can kill it there.
"""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from routing.app import build
from routing.gateways.stock_files import StockFiles
from routing.handlers.import_registry import ImportRegistry, import_registry
from routing.ports import StockKind
from routing.settings import Settings

SMALL_BLOCK = 1_024


def command_of(folder: Path) -> ImportRegistry:
    return ImportRegistry(
        folder / "StockEtablissement_utf8.csv", folder / "StockUniteLegale_utf8.csv"
    )


def say(kind: StockKind, lines: int, share: float) -> None:
    sys.stdout.write(f"{kind.value} {lines} {share}\n")
    sys.stdout.flush()
    time.sleep(0.02)


async def main(folder: Path) -> None:
    parts = replace(build(Settings()), stock=StockFiles(block_bytes=SMALL_BLOCK))
    await import_registry(command_of(folder), parts.open_store, stock=parts.stock, progress=say)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
