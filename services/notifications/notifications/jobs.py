"""What the worker repeats, and what an operator may start by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import typer

from common import log
from common.service import Loop
from common.storage import StorageUnavailable
from notifications.handlers.give_up_silent_mails import give_up_silent_mails
from notifications.handlers.purge import purge
from notifications.handlers.send_next_mail import send_next_mail
from notifications.handlers.typeset_next_letter import typeset_next_letter
from notifications.parts import NotificationsParts


def loops(parts: NotificationsParts) -> tuple[Loop, ...]:
    """Each lane sends one mail at a time, so that a slow server delays no other lane."""
    lanes = tuple(
        Loop(
            f"send-mail-{lane}",
            every=timedelta(milliseconds=500),
            do=lambda: send_next_mail(parts.mail_room),
        )
        for lane in range(1, parts.mail.lanes + 1)
    )
    return (
        *lanes,
        Loop("give-up-silent-mails", every=timedelta(seconds=30), do=lambda: _give_up(parts)),
        Loop(
            "typeset-letters",
            every=timedelta(seconds=2),
            do=_patient(lambda: typeset_next_letter(parts.print_room)),
        ),
        Loop("purge", every=timedelta(hours=1), do=_patient(lambda: _purge(parts))),
    )


def jobs(build: Callable[[], NotificationsParts]) -> typer.Typer:
    commands = typer.Typer(no_args_is_help=True)

    @commands.command("purge")
    def purge_now() -> None:
        """Throw away what has been kept long enough."""
        typer.echo(f"{asyncio.run(_purge_once(build()))} things thrown away", err=True)

    @commands.command("typeset-letters")
    def typeset_now() -> None:
        """Typeset every letter that waits."""
        typer.echo(f"{asyncio.run(_typeset_all(build()))} letters typeset", err=True)

    return commands


def _patient(do: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
    """The same deed, put off while the object storage is away."""

    async def try_it() -> int:
        try:
            return await do()
        except StorageUnavailable:
            log.logger().warning("storage_unavailable")
            return 0

    return try_it


async def _give_up(parts: NotificationsParts) -> int:
    async with parts.open_store() as store:
        given_up = await give_up_silent_mails(store)
    if given_up:
        log.logger().error("mails_given_up_silent", count=given_up)
    return 0


async def _purge(parts: NotificationsParts) -> int:
    async with parts.open_store() as store:
        await purge(store, storage=parts.storage, bucket=parts.letters_bucket)
    return 0


async def _purge_once(parts: NotificationsParts) -> int:
    try:
        async with parts.open_store() as store:
            return await purge(store, storage=parts.storage, bucket=parts.letters_bucket)
    finally:
        await parts.close()


async def _typeset_all(parts: NotificationsParts) -> int:
    count = 0
    try:
        while await typeset_next_letter(parts.print_room):
            count += 1
    finally:
        await parts.close()
    return count
