"""What the clock starts, and what an operator starts by hand."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated

import typer

from common.service import Loop
from common.values import NotASiret, parse_siret
from company_portal.domain.mailbox import NotAMailbox, parse_mailbox
from company_portal.domain.one_time_code import SECRET_BYTES, typed_secret
from company_portal.domain.passwords import WeakPassword
from company_portal.domain.rights import Access, Role
from company_portal.handlers.create_account import AccountExists, OpenAccount, open_account
from company_portal.handlers.run_due_task import run_due_task
from company_portal.parts import PortalParts

DUE_TASKS_EVERY = timedelta(seconds=5)
_REFUSALS: Mapping[type[Exception], str] = {
    NotASiret: "this is no SIRET",
    NotAMailbox: "this is no e-mail address",
    WeakPassword: "weak password: {}",
    AccountExists: "this address has an account already",
}


def loops(parts: PortalParts) -> tuple[Loop, ...]:
    return (Loop("due-tasks", every=DUE_TASKS_EVERY, do=lambda: run_due_task(parts.open_store)),)


def jobs(build: Callable[[], PortalParts]) -> typer.Typer:
    """The commands of `python -m company_portal job`."""
    commands = typer.Typer(help="Jobs of the company portal.", no_args_is_help=True)

    @commands.callback()
    def _commands() -> None:
        """Keep the command's name even while there is only one."""

    @commands.command("create-account")
    def create_account(
        email: Annotated[str, typer.Option()],
        siret: Annotated[str, typer.Option()],
        first_name: Annotated[str, typer.Option()],
        last_name: Annotated[str, typer.Option()],
        role: Annotated[Role, typer.Option()] = Role.MEMBER,
        *,
        covers_siren: Annotated[bool, typer.Option("--covers-siren")] = False,
    ) -> None:
        """Open an account; the password is read from stdin, the TOTP secret told as JSON."""
        password = sys.stdin.readline().rstrip("\n")
        try:
            access = Access(parse_siret(siret), role, covers_siren)
            command = OpenAccount(parse_mailbox(email), password, first_name, last_name, access)
            secret = asyncio.run(open_with_one_time_codes(build(), command))
        except tuple(_REFUSALS) as refusal:
            typer.echo(_REFUSALS[type(refusal)].format(refusal), err=True)
            raise typer.Exit(1) from refusal
        told = {"email": command.email, "siret": access.siret, "totp_secret": secret}
        typer.echo(json.dumps(told))

    return commands


async def open_with_one_time_codes(parts: PortalParts, command: OpenAccount) -> str:
    """Open the account with one-time codes enrolled and return their secret in base 32.

    Raises AccountExists, WeakPassword.
    """
    secret = parts.ground.chance.token_bytes(SECRET_BYTES)
    try:
        async with parts.open_store() as store:
            await open_account(command.sealed(parts.safe.seal(secret)), store)
    finally:
        await parts.close()
    return typed_secret(secret)
