"""What each process weighs when nothing happens."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bench.servers import Servers, a_town
from bench.table import Table, at_most

REST = 20.0
BAR = 150


async def measure(servers: Servers) -> Sequence[Table]:
    async with a_town(servers, "memory") as place:
        await asyncio.sleep(REST)
        weights = {str(member): resident(place.fleet.pid(member)) for member in place.fleet.members}
    lines = [at_most(name, weight, "MB", bar=BAR) for name, weight in weights.items()]
    return [Table(f"memory of each process, {REST:g} s after the start", lines)]


def resident(pid: int) -> float:
    """Resident memory in MB, shared pages of the libraries included."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> float:
    """The most memory that was ever resident, in MB; 0 when the process has ended."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith(name)), 0.0)
