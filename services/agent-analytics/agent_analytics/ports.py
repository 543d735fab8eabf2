"""What agent-analytics asks of the world outside."""

from collections.abc import Mapping
from typing import Any, Protocol


class ChartFailed(Exception):
    """The picture could not be drawn; its table still tells everything."""


class ChartRenderer(Protocol):
    async def svg(self, specification: Mapping[str, Any], *, locale: str) -> bytes:
        """Draw a Vega-Lite specification whose data are inside it; raises ChartFailed.

        `locale` (`fr-FR`, `en-GB`) says how numbers and days are written.
        """

    async def close(self) -> None:
        """Give back what drawing holds."""
