"""The command and the loop that build the search index."""

from collections.abc import Callable

import typer

from routing.handlers.build_index import NoRegistry, build_index, is_index_behind, sweep_indexes
from routing.jobs.running import Run, say
from routing.parts import RoutingParts

_PROGRESS_LINES = 50_000


def add_index(commands: typer.Typer, run: Run) -> None:
    @commands.command("build-index")
    def build_command() -> None:
        """Build the search index of the running registry."""
        run(build_told)


async def refresh_index(parts: RoutingParts) -> int:
    """Build a new index when the registry was replaced since; 1 when one was built."""
    async with parts.open_store() as store:
        if not await is_index_behind(store, search=parts.search):
            return 0
    await _build(parts, lambda _: None)
    return 1


async def _build(parts: RoutingParts, progress: Callable[[int], None]) -> int:
    async with parts.open_store() as store:
        built = await build_index(store, search=parts.search, progress=progress)
    async with parts.open_store() as store:
        await sweep_indexes(store, search=parts.search)
    return built.documents


async def build_told(parts: RoutingParts) -> None:
    try:
        documents = await _build(parts, _indexed())
    except NoRegistry as error:
        say("no registry has been imported yet")
        raise typer.Exit(1) from error
    say(f"{documents} establishments indexed and verified")


def _indexed() -> Callable[[int], None]:
    """Say how far the index is, not at every step."""
    said = 0

    def tell(done: int) -> None:
        nonlocal said
        if done - said >= _PROGRESS_LINES:
            said = done
            say(f"establishments: {done} indexed")

    return tell
