"""How much processor something took, which says more than the clock on a machine that is shared."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """Seconds of processor that a process has used so far, its kernel's part included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def crowd() -> str:
    """How busy the machine is: processes that want a processor, over the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
