"""Who runs trains and stations, to be chosen from a list."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from common.contracts.report import Recipient
from common.http.strict import StrictRoute
from routing.api.deps import OpenStore, public
from routing.domain.operator import OperatorKind, operators
from routing.handlers.disclose import disclose

router = APIRouter(
    prefix="/v1", route_class=StrictRoute, dependencies=[Depends(public)], tags=["directory"]
)


class OperatorItem(BaseModel):
    """`establishment` is the head office; null abroad, or when the registry does not know it."""

    code: str
    kind: OperatorKind
    title: str
    country: str
    establishment: Recipient | None


class OperatorItems(BaseModel):
    items: list[OperatorItem]


@router.get("/operators")
async def list_operators(store: OpenStore, kind: OperatorKind | None = None) -> OperatorItems:
    items = []
    for one in operators():
        if kind is not None and one.kind is not kind:
            continue
        office = await store.establishments.head_office_of(one.siren) if one.siren else None
        items.append(
            OperatorItem(
                code=one.code,
                kind=one.kind,
                title=one.title,
                country=one.country,
                establishment=disclose(office) if office else None,
            )
        )
    return OperatorItems(items=items)
