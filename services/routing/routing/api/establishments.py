"""The public directory of establishments."""

from dataclasses import asdict
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, model_validator

from common.contracts.report import Recipient
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import StrictRoute
from common.values import NotASiren, NotASiret, parse_siren, parse_siret
from routing.api.deps import CurrentParts, OpenStore, public
from routing.api.problems import NOT_FOUND
from routing.domain.choice import Candidate
from routing.domain.inquiry import MAX_LENGTH, Area, parse_department
from routing.domain.local import Point
from routing.domain.reasons import Reason
from routing.handlers.disclose import disclose
from routing.handlers.look_up import LookUp, look_up
from routing.labels import say_why

router = APIRouter(
    prefix="/v1", route_class=StrictRoute, dependencies=[Depends(public)], tags=["directory"]
)

Limit = Annotated[int, Query(ge=1, le=50)]


class ReasonItem(BaseModel):
    """What spoke for an establishment or against it: a stable code, a few words for people."""

    code: Reason
    fr: str
    en: str


class EstablishmentItem(Recipient):
    """An establishment, how well it answers what was asked (0 to 1), and why."""

    score: float
    reasons: list[ReasonItem]


class EstablishmentItems(BaseModel):
    items: list[EstablishmentItem]


class Wanted(BaseModel):
    """What is looked for: a name, a sign or a number; `commune` is an INSEE code or a name.

    `open` and `closed` leave the others out. `latitude` and `longitude` (WGS 84) come together
    and prefer what is near.
    """

    model_config = ConfigDict(populate_by_name=True)

    q: Annotated[str, Query(min_length=1, max_length=MAX_LENGTH)]
    postal_code: Annotated[str | None, Query(pattern=r"^[0-9]{5}$")] = None
    department: Annotated[str | None, Query(min_length=1, max_length=3)] = None
    commune: Annotated[str | None, Query(min_length=1, max_length=80)] = None
    open: bool = False
    closed: bool = False
    latitude: Annotated[float | None, Query(ge=-90, le=90)] = None
    longitude: Annotated[float | None, Query(ge=-180, le=180)] = None
    limit: Limit = 10

    @model_validator(mode="after")
    def _agreeing(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude come together")
        if self.open and self.closed:
            raise ValueError("open and closed exclude each other")
        return self

    @property
    def command(self) -> LookUp:
        number = parse_department(self.department) if self.department else None
        position = None
        if self.latitude is not None and self.longitude is not None:
            position = Point(self.latitude, self.longitude)
        return LookUp(
            self.q,
            Area(self.postal_code, number, self.commune),
            only_open=self.open,
            only_closed=self.closed,
            limit=self.limit,
            position=position,
        )


def item_of(candidate: Candidate) -> EstablishmentItem:
    told = disclose(candidate.establishment)
    reasons = [
        ReasonItem(code=because.reason, **asdict(say_why(because))) for because in candidate.reasons
    ]
    return EstablishmentItem(**dict(told), score=candidate.score, reasons=reasons)


@router.get(
    "/establishments", responses={503: {"description": "The registry is not searchable yet."}}
)
async def search_establishments(
    wanted: Annotated[Wanted, Query()], store: OpenStore, parts: CurrentParts
) -> EstablishmentItems:
    found = await look_up(wanted.command, store, search=parts.search)
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
