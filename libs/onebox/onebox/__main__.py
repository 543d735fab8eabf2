"""`python -m onebox`: the demo. `reset` empties it; `up` and `prepare` are for real servers."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer
import uvloop
from pydantic import ValidationError

from onebox import demo, up
from onebox.failure import CannotStart
from onebox.progress import say

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
Offset = Annotated[int, typer.Option(help="Added to every port")]
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def start(context: typer.Context, offset: Offset = 0) -> None:
    """Start the demo."""
    if context.invoked_subcommand is None:
        _until_stopped(lambda stopping: demo.run(stopping, offset=offset))


@app.command("reset")
def reset_command() -> None:
    """Throw the demo's data away."""
    demo.reset()


@app.command("up")
def up_command(offset: Offset = 0) -> None:
    """Start the five services as processes, on $DATABASE_URL and $RABBITMQ_URL."""
    _until_stopped(lambda stopping: up.run(stopping, offset=offset))


@app.command("prepare")
def prepare_command() -> None:
    """Bring the databases and queues of $DATABASE_URL and $RABBITMQ_URL up to date."""
    _until_stopped(lambda _: up.prepare())


def _until_stopped(work: Work) -> None:
    async def main() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        await work(stopping)

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())
    except CannotStart as reason:
        say(f"\nVigie cannot start: {reason}")
        raise typer.Exit(1) from None
    except ValidationError as error:
        missing = ", ".join(str(fault["loc"][0]).upper() for fault in error.errors())
        say(f"Vigie cannot start: set {missing} in the environment.")
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app()
