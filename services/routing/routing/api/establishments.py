"""The public directory of establishments."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from common.contracts.report import Recipient
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import StrictRoute
from common.values import NotASiren, NotASiret, parse_siren, parse_siret
from routing.api.deps import CurrentParts, OpenStore, public
from routing.api.problems import NOT_FOUND
from routing.domain.choice import Candidate
from routing.domain.inquiry import MAX_LENGTH, Area, parse_department
from routing.handlers.disclose import disclose
from routing.handlers.find_establishments import look_up

router = APIRouter(
    prefix="/v1", route_class=StrictRoute, dependencies=[Depends(public)], tags=["directory"]
)

Limit = Annotated[int, Query(ge=1, le=50)]


class EstablishmentItem(Recipient):
    """An establishment, and how well it answers what was asked (0 to 1)."""

    score: float


class EstablishmentItems(BaseModel):
    items: list[EstablishmentItem]


class Wanted(BaseModel):
    """What is looked for: a name, a sign or a number; `commune` is an INSEE code or a name."""

    model_config = ConfigDict(populate_by_name=True)

    q: Annotated[str, Query(min_length=1, max_length=MAX_LENGTH)]
    postal_code: Annotated[str | None, Query(pattern=r"^[0-9]{5}$")] = None
    department: Annotated[str | None, Query(min_length=1, max_length=3)] = None
    commune: Annotated[str | None, Query(min_length=1, max_length=80)] = None
    open: bool = False
    limit: Limit = 10

    @property
    def area(self) -> Area:
        number = parse_department(self.department) if self.department else None
        return Area(self.postal_code, number, self.commune)


def item_of(candidate: Candidate) -> EstablishmentItem:
    told = disclose(candidate.establishment)
    return EstablishmentItem(**dict(told), score=candidate.score)


@router.get(
    "/establishments", responses={503: {"description": "The registry is not searchable yet."}}
)
async def search_establishments(
    wanted: Annotated[Wanted, Query()], store: OpenStore, parts: CurrentParts
) -> EstablishmentItems:
    found = await look_up(
        wanted.q,
        wanted.area,
        store,
        search=parts.search,
        only_open=wanted.open,
        limit=wanted.limit,
    )
    return EstablishmentItems(items=[item_of(candidate) for candidate in found])


@router.get("/establishments/{siret}")
async def read_establishment(siret: str, store: OpenStore) -> Recipient:
    try:
        found = await store.establishments.get(parse_siret(siret))
    except NotASiret as error:
        raise Problem(NOT_FOUND) from error
    if found is None:
        raise Problem(NOT_FOUND)
    return disclose(found)


@router.get("/companies/{siren}/establishments")
async def list_establishments(
    siren: str,
    store: OpenStore,
    limit: Limit = 20,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[Recipient]:
    try:
        number = parse_siren(siren)
    except NotASiren as error:
        raise Problem(NOT_FOUND) from error
    after = _read(cursor) if cursor is not None else None
    found = await store.establishments.of_company(number, after=after, limit=limit + 1)
    if not found and cursor is None:
        raise Problem(NOT_FOUND)
    shown, following = found[:limit], None
    if len(found) > limit:
        last = shown[-1]
        following = encode_cursor(str(last.is_head_office), str(last.is_open), last.siret)
    return Page(items=[disclose(one) for one in shown], next=following)


def _read(cursor: str) -> tuple[bool, bool, str]:
    head, state, siret = decode_cursor(cursor, count=3)
    if {head, state} - {"True", "False"}:
        raise Problem(BAD_CURSOR)
    return head == "True", state == "True", siret
