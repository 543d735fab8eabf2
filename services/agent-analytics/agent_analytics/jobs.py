"""Work started by the calendar, and by operators: `python -m agent_analytics job NAME`."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

import typer

from agent_analytics.domain.accounts import AccountRefused, EmailTaken
from agent_analytics.domain.territory import Role
from agent_analytics.handlers.create_agent import AgentCreated, CreateAgent, create_agent
from agent_analytics.handlers.keep_keys import keep_keys
from agent_analytics.parts import AnalyticsParts
from common.service import Loop

KEYS_EVERY = timedelta(minutes=10)
SESSIONS_EVERY = timedelta(hours=1)


def loops(parts: AnalyticsParts) -> tuple[Loop, ...]:
    async def keys() -> int:
        async with parts.open_store() as store:
            return await keep_keys(store, safe=parts.safe)

    async def sessions() -> int:
        async with parts.open_store() as store:
            await store.sessions.purge()
        return 0

    return (
        Loop("keep-keys", KEYS_EVERY, keys),
        Loop("purge-sessions", SESSIONS_EVERY, sessions),
    )


def jobs(build: Callable[[], AnalyticsParts]) -> typer.Typer:
    program = typer.Typer(help="Work of operators on the agents’ service.", no_args_is_help=True)

    @program.callback()
    def several() -> None:
        """Keeps each job a command of its own, even while there are few."""

    @program.command("create-agent")
    def create_agent_job(
        *,
        email: Annotated[str, typer.Option(help="Professional e-mail address; names the account")],
        role: Annotated[Role, typer.Option(help="What the person may do")],
        first_name: Annotated[str, typer.Option()],
        last_name: Annotated[str, typer.Option()],
        department: Annotated[
            list[str] | None, typer.Option(help="A département of the territory; repeatable")
        ] = None,
    ) -> None:
        """Open an account. The password is read on standard input; prints the time-code secret."""
        command = CreateAgent(
            email=email,
            password=sys.stdin.readline().rstrip("\r\n"),
            role=role,
            departments=frozenset(code.upper() for code in department or ()),
            first_name=first_name,
            last_name=last_name,
        )
        try:
            created = asyncio.run(_create_agent(build, command))
        except (AccountRefused, EmailTaken) as refusal:
            typer.echo(f"The account was not created: {_reason(refusal)}.", err=True)
            raise typer.Exit(1) from refusal
        answer = {
            "agent_id": str(created.agent_id),
            "email": email.lower(),
            "totp_secret": created.totp_secret,
        }
        typer.echo(json.dumps(answer))

    @program.command("recount")
    def recount_job() -> None:
        """Build the counts of the dashboards again from the reports; writers wait meanwhile."""
        asyncio.run(_recount(build))

    return program


def _reason(refusal: AccountRefused | EmailTaken) -> str:
    if isinstance(refusal, EmailTaken):
        return "another account has this e-mail address"
    return str(refusal)


async def _create_agent(build: Callable[[], AnalyticsParts], command: CreateAgent) -> AgentCreated:
    parts = build()
    try:
        async with parts.open_store() as store:
            return await create_agent(command, store, safe=parts.safe)
    finally:
        await parts.close()


async def _recount(build: Callable[[], AnalyticsParts]) -> None:
    parts = build()
    try:
        async with parts.open_store() as store:
            await store.counts.recount()
    finally:
        await parts.close()
