"""The directory: anyone looks an establishment up."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from common.values import NotASiret, parse_siret
from routing.handlers.disclose import disclose
from routing.handlers.resolve_triage import UnknownReport
from routing.labels import say_why
from routing.pages.deps import CurrentPages, CurrentParts, OpenStore
from routing.pages.lookup import look_up_typed

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Query()]


@router.get("/")
async def search_directory(
    request: Request,
    pages: CurrentPages,
    store: OpenStore,
    parts: CurrentParts,
    q: Typed = "",
    place: Typed = "",
) -> Response:
    lookup = await look_up_typed(q, place, store, parts)
    found = [
        (disclose(one.establishment), [say_why(each) for each in one.reasons])
        for one in lookup.found or ()
    ]
    return pages.render(request, "directory.html", status=lookup.status, lookup=lookup, found=found)


@router.get("/establishments/{siret}")
async def show_establishment(
    siret: str, request: Request, pages: CurrentPages, store: OpenStore
) -> Response:
    try:
        found = await store.establishments.get(parse_siret(siret))
    except NotASiret as error:
        raise UnknownReport from error
    if found is None:
        raise UnknownReport
    return pages.render(request, "establishment.html", establishment=disclose(found))
