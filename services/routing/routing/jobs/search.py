"""The command that searches as the API does."""

import json
import sys
from typing import Annotated, Any

import typer

from routing.domain.choice import Candidate
from routing.domain.inquiry import Area, NotADepartment, NotANumber, parse_department
from routing.handlers.disclose import disclose
from routing.handlers.find_establishments import look_up
from routing.jobs.running import Run, say
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable


def add_search(commands: typer.Typer, run: Run) -> None:
    @commands.command("search")
    def search_command(
        query: str,
        postal_code: Annotated[str | None, typer.Option()] = None,
        department: Annotated[str | None, typer.Option()] = None,
        commune: Annotated[str | None, typer.Option()] = None,
        limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
        as_json: Annotated[bool, typer.Option("--json")] = False,  # noqa: FBT002 - an option
    ) -> None:
        """Search the registry as the API does."""
        try:
            number = parse_department(department) if department else None
        except NotADepartment:
            raise typer.BadParameter(f"no such département: {department}") from None
        area = Area(postal_code, number, commune)
        run(lambda parts: _search(parts, query, area, limit=limit, as_json=as_json))


async def _search(
    parts: RoutingParts, query: str, area: Area, *, limit: int, as_json: bool
) -> None:
    try:
        async with parts.open_store() as store:
            found = await look_up(
                query, area, store, search=parts.search, only_open=False, limit=limit
            )
    except (SearchUnavailable, NotANumber) as error:
        say("the number typed has a wrong key" if isinstance(error, NotANumber) else "no index")
        raise typer.Exit(1) from error
    items = [_item(candidate) for candidate in found]
    if as_json:
        sys.stdout.write(json.dumps({"items": items}, ensure_ascii=False) + "\n")
        return
    for item in items:
        shown = item["trade_name"] or item["name"]
        sys.stdout.write(f"{item['score']:.2f}  {item['siret']}  {shown}\n")


def _item(candidate: Candidate) -> dict[str, Any]:
    """The item of the public API."""
    return disclose(candidate.establishment).model_dump(mode="json") | {"score": candidate.score}
