"""Ports of this machine: the demo's fixed ones, and free ones for tests."""

import socket
from collections.abc import Mapping
from contextlib import ExitStack

from onebox.failure import CannotStart

HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """That many different ports nobody listens on now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


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
