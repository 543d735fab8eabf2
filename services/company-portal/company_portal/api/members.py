"""Who acts for an establishment."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from common.http.pagination import Page, decode_cursor, encode_cursor
from common.http.strict import Line, StrictRoute
from company_portal.api.deps import NotSignedIn, SignedInDep, StoreDep
from company_portal.api.fields import Siret
from company_portal.api.problems import refusals
from company_portal.domain.rights import Action, Role
from company_portal.handlers.demand_right import (
    ForbiddenDeed,
    UnknownEstablishment,
    demand_right,
)
from company_portal.store.members import list_members

router = APIRouter(prefix="/v1/establishments", route_class=StrictRoute, tags=["members"])
PAGE = 50


class Member(BaseModel):
    """`covers_siren`: through the head office, for every establishment of the company."""

    account_id: UUID
    first_name: str
    last_name: str
    email: str
    role: Role
    covers_siren: bool


@router.get(
    "/{siret}/members", responses=refusals(NotSignedIn, UnknownEstablishment, ForbiddenDeed)
)
async def members(
    siret: Siret,
    session: SignedInDep,
    store: StoreDep,
    cursor: Annotated[Annotated[str, Line(1024)] | None, Query()] = None,
) -> Page[Member]:
    """The accounts that may read the establishment's reports, by address."""
    demand_right(session.actor, Action.LIST_MEMBERS, siret)
    found = await list_members(store, siret, after=_after(cursor), limit=PAGE + 1)
    shown = found[:PAGE]
    return Page(
        items=[Member.model_validate(member, from_attributes=True) for member in shown],
        next=encode_cursor(shown[-1].email, shown[-1].siret) if len(found) > PAGE else None,
    )


def _after(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    email, siret = decode_cursor(cursor, count=2)
    return email, siret
