"""What every command shares: parts built once, and a voice."""

import sys
from collections.abc import Callable, Coroutine
from typing import Any

from routing.parts import RoutingParts

Deed = Callable[[RoutingParts], Coroutine[Any, Any, None]]
Run = Callable[[Deed], None]


def say(line: str) -> None:
    """On stderr: what a command prints for programs goes to stdout."""
    sys.stderr.write(line + "\n")
