"""The command that searches as the API does."""

import json
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from routing.domain.choice import Candidate
from routing.domain.inquiry import Area, NotADepartment, NotANumber, parse_department
from routing.domain.local import Point
from routing.handlers.disclose import disclose
from routing.handlers.look_up import LookUp, look_up
from routing.jobs.running import Run, say
from routing.labels import say_why
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable


def add_search(commands: typer.Typer, run: Run) -> None:
    @commands.command("search")
    def search_command(  # noqa: PLR0913, PLR0917 - one for each option
        query: str,
        postal_code: Annotated[str | None, typer.Option()] = None,
        department: Annotated[str | None, typer.Option()] = None,
        commune: Annotated[str | None, typer.Option()] = None,
        only_open: Annotated[bool, typer.Option("--open")] = False,  # noqa: FBT002 - an option
        only_closed: Annotated[bool, typer.Option("--closed")] = False,  # noqa: FBT002 - an option
        position: Annotated[str | None, typer.Option(help="latitude,longitude")] = None,
        limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
        as_json: Annotated[bool, typer.Option("--json")] = False,  # noqa: FBT002 - an option
    ) -> None:
        """Search the registry as the API does."""
        try:
            number = parse_department(department) if department else None
        except NotADepartment:
            raise typer.BadParameter(f"no such département: {department}") from None
        command = LookUp(
            query,
            Area(postal_code, number, commune),
            only_open=only_open,
            only_closed=only_closed,
            limit=limit,
            position=_point(position) if position else None,
        )
        run(lambda parts: _search(parts, command, as_json=as_json))


def _point(text: str) -> Point:
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"no position: {text}") from None
    return Point(latitude, longitude)


async def _search(parts: RoutingParts, command: LookUp, *, as_json: bool) -> None:
    try:
        async with parts.open_store() as store:
            found = await look_up(command, store, search=parts.search)
    except (SearchUnavailable, NotANumber) as error:
        say("the number typed has a wrong key" if isinstance(error, NotANumber) else "no index")
        raise typer.Exit(1) from error
    if as_json:
        items = [_item(candidate) for candidate in found]
        sys.stdout.write(json.dumps({"items": items}, ensure_ascii=False) + "\n")
        return
    for candidate in found:
        one = disclose(candidate.establishment)
        why = ", ".join(say_why(because).en for because in candidate.reasons)
        sys.stdout.write(
            f"{candidate.score:.2f}  {one.siret}  {one.trade_name or one.name}  ({why})\n"
        )


def _item(candidate: Candidate) -> dict[str, Any]:
    """The item of the public API."""
    reasons = [
        {"code": because.reason.value, **asdict(say_why(because))} for because in candidate.reasons
    ]
    disclosed = disclose(candidate.establishment).model_dump(mode="json")
    return disclosed | {"score": candidate.score, "reasons": reasons}
