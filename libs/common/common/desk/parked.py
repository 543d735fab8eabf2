"""`vigie parked`: look at what was set aside, hand it back, or throw it away."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from common.desk.session import Desk, at_the_desk, operator, say, show
from common.messaging.parked.shelf import Held, ParkedMessage, Wanted

NONE_FOUND = 1
NOT_ALL = 1

app = typer.Typer(help="Messages set aside for a person.", no_args_is_help=True)

Queue = Annotated[str | None, typer.Option(help="only this queue, <service>.<deed>")]
EventId = Annotated[str | None, typer.Option("--event-id", help="only this event")]
Reason = Annotated[str | None, typer.Option(help="only where the reason contains this")]
Since = Annotated[datetime | None, typer.Option(help="only those parked since then, UTC")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
All = Annotated[bool, typer.Option("--all", help="really all that are parked")]
Actor = Annotated[str, typer.Option("--as", help="the name for the register")]

TITLES = ("queue", "event", "topic", "reason", "parked at", "attempts")


@app.command("list")
def list_parked(
    queue: Queue = None,
    event_id: EventId = None,
    reason: Reason = None,
    since: Since = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what is parked, why and since when; never what is in it."""

    async def work(desk: Desk) -> int:
        async with held(desk, _wanted(queue, event_id, reason, since)) as found:
            show(TITLES, [_row(item.message) for item in found], as_json=as_json)
        return 0

    at_the_desk(work)


@app.command("show")
def show_parked(
    event_id: str,
    queue: Queue = None,
    *,
    reveal: Annotated[bool, typer.Option(help="show the body too; the register tells")] = False,
    actor: Actor = "",
) -> None:
    """Say all that is known of one event's parked messages."""

    async def work(desk: Desk) -> int:
        async with held(desk, Wanted(queue, event_id)) as found:
            for item in found:
                row = _row(item.message) | {"sha256": item.message.fingerprint}
                if reveal:
                    await desk.databases.audit(
                        item.message, actor=actor or operator(), action="parked_message_revealed"
                    )
                    row["body"] = item.message.body.decode("utf-8", "replace")
                show((), [row], as_json=True)
            return 0 if found else NONE_FOUND

    at_the_desk(work)


@app.command()
def replay(  # noqa: PLR0913 - a command line's options
    queue: Queue = None,
    event_id: EventId = None,
    reason: Reason = None,
    since: Since = None,
    *,
    everything: All = False,
    dry_run: Annotated[bool, typer.Option(help="only say which")] = False,
    actor: Actor = "",
) -> None:
    """Hand parked messages to their queues again; what was done already changes nothing."""
    wanted = _chosen(_wanted(queue, event_id, reason, since), everything=everything)
    name = actor or operator()

    async def again(desk: Desk, item: Held) -> bool:
        await desk.databases.audit(item.message, actor=name, action="parked_message_replayed")
        return await item.replay(name)

    at_the_desk(lambda desk: _each(desk, wanted, again, dry_run=dry_run))


@app.command()
def discard(  # noqa: PLR0913 - a command line's options
    because: Annotated[str, typer.Option(prompt="Why", help="the reason, for the register")],
    queue: Queue = None,
    event_id: EventId = None,
    reason: Reason = None,
    since: Since = None,
    *,
    everything: All = False,
    dry_run: Annotated[bool, typer.Option(help="only say which")] = False,
    actor: Actor = "",
) -> None:
    """Throw parked messages away, for a reason that the register keeps."""
    wanted = _chosen(_wanted(queue, event_id, reason, since), everything=everything)
    name = actor or operator()

    async def away(desk: Desk, item: Held) -> bool:
        await desk.databases.audit(
            item.message, actor=name, action="parked_message_discarded", because=because
        )
        return await item.discard()

    at_the_desk(lambda desk: _each(desk, wanted, away, dry_run=dry_run))


@asynccontextmanager
async def held(desk: Desk, wanted: Wanted) -> AsyncIterator[list[Held]]:
    """The parked messages that are meant, from every shelf, while the block lasts."""
    queues = [wanted.queue] if wanted.queue else await desk.queues()
    async with AsyncExitStack() as stack:
        found = [
            item
            for shelf in desk.shelves
            for item in await stack.enter_async_context(shelf.open(queues))
            if wanted.suits(item.message)
        ]
        yield found


async def _each(
    desk: Desk, wanted: Wanted, do: Callable[[Desk, Held], Awaitable[bool]], *, dry_run: bool
) -> int:
    done: list[ParkedMessage] = []
    async with held(desk, wanted) as found:
        for item in found:
            if dry_run or await do(desk, item):
                done.append(item.message)
            else:
                say(f"left where it is: {item.message.queue} {item.message.event_id}")
    show(TITLES, [_row(message) for message in done], as_json=False)
    say(f"{len(done)} of {len(found)}{' (dry run)' if dry_run else ''}")
    return 0 if len(done) == len(found) else NOT_ALL


def _wanted(
    queue: str | None, event_id: str | None, reason: str | None, since: datetime | None
) -> Wanted:
    return Wanted(queue, event_id, reason, since.replace(tzinfo=UTC) if since else None)


def _chosen(wanted: Wanted, *, everything: bool) -> Wanted:
    if wanted == Wanted() and not everything:
        raise typer.BadParameter("say which, or --all")
    return wanted


def _row(message: ParkedMessage) -> dict[str, Any]:
    at = message.parked_at
    return {
        "queue": message.queue,
        "event_id": message.event_id,
        "topic": message.topic,
        "reason": message.reason,
        "parked_at": at.isoformat(timespec="seconds") if at else None,
        "attempts": message.attempts,
    }
