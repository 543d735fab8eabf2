"""Ports of this machine: the demo's fixed ones, and free ones for tests."""

import secrets
import socket
from collections.abc import Mapping
from contextlib import ExitStack, suppress

from onebox.failure import CannotStart

HOST = "127.0.0.1"
# Below the range from which systems take the near end of outgoing connections: a port of that
# range may be one by the time its server starts.
LOWEST, BEYOND = 12_000, 32_000


def free_ports(count: int) -> list[int]:
    """That many different ports nobody uses now, anywhere in the range: others choose too."""
    found: list[int] = []
    with ExitStack() as stack:
        while len(found) < count:
            port = LOWEST + secrets.randbelow(BEYOND - LOWEST)
            held = stack.enter_context(socket.socket())
            with suppress(OSError):
                held.bind((HOST, port))
                found.append(port)
    return found


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def require_free(ports: Mapping[str, int]) -> None:
    """Refuse to start, naming every port in the way, before anything else was touched."""
    taken = [f"{port} ({what})" for what, port in ports.items() if is_taken(port)]
    if taken:
        raise CannotStart(
            f"these ports are in use: {', '.join(taken)}. "
            "Does Vigie run already? Otherwise stop what listens there, or move every port by a "
            "thousand: .venv/bin/python -m onebox --offset 1000 (or onebox up --offset 1000)."
        )
