"""`vigie`: the operators' command line."""

from typing import Annotated

import typer

from common.desk import parked
from common.desk.balance import balance as balance_of
from common.desk.outboxes import outboxes
from common.desk.session import Desk, at_the_desk, show

UNBALANCED = 1

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]

app = typer.Typer(
    help="The operators' desk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(parked.app, name="parked")


@app.command()
def balance(
    *,
    as_json: AsJson = False,
    patience: Annotated[float, typer.Option(help="seconds to wait for messages under way")] = 10.0,
) -> None:
    """Check that nothing vanished: published = done + parked + queued + scheduled, per queue."""

    async def work(desk: Desk) -> int:
        lines = await balance_of(
            desk.databases, desk.shelves, desk.settings.broker, patience=patience
        )
        titles = ("queue", "topic", "published", "done", "parked", "queued", "scheduled", "lost")
        show(titles, [line.as_json() for line in lines], as_json=as_json)
        return UNBALANCED if any(line.lost for line in lines) else 0

    at_the_desk(work)


@app.command()
def outbox(*, as_json: AsJson = False) -> None:
    """Say how many events wait to leave each service, and since when."""

    async def work(desk: Desk) -> int:
        found = await outboxes(desk.databases)
        titles = ("service", "unsent", "failing", "oldest (s)", "error")
        show(titles, [one.as_json() for one in found], as_json=as_json)
        return 0

    at_the_desk(work)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
