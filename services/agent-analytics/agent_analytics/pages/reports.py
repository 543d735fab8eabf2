"""The list of reports, with its filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from agent_analytics.domain.search import Dimension
from agent_analytics.domain.status import Status
from agent_analytics.handlers.search_reports import Found, ReportQuery, search_reports
from agent_analytics.labels import ORDERS, RATINGS, STATUSES
from agent_analytics.pages.badges import badge_of
from agent_analytics.pages.deps import OpenStore, SignedInVisitor, Visitor
from agent_analytics.pages.names import department_names, name_of, names_of, own_departments
from agent_analytics.pages.query import address_with, read_query, typed
from agent_analytics.store import Store
from agent_analytics.store.queries import COUNTED_UP_TO, ReportLine, count_reports
from common.http.language import Text

router = APIRouter(include_in_schema=False)
NOTHING = Found((), None)
Choices = Sequence[tuple[str, Text | str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, in words."""

    line: ReportLine
    status: Text
    badge: str | None
    category: str
    department: str


@router.get("/reports")
async def reports(request: Request, visitor: SignedInVisitor, store: OpenStore) -> Response:
    """The reports that fulfil the filters of the address; wrong filters come back to be mended."""
    scope = visitor.scope
    query, errors = read_query(request, ReportQuery)
    found = NOTHING if query is None else await search_reports(query, store, scope=scope)
    total = 0 if query is None else await count_reports(store, query.filter(), scope=scope)
    return visitor.show(
        "reports.html",
        status=422 if errors else 200,
        errors=errors,
        typed=typed(request),
        rows=[_row(line, visitor) for line in found.lines],
        total=min(total, COUNTED_UP_TO),
        is_more=total > COUNTED_UP_TO,
        next=found.next and address_with(request, "/reports", cursor=found.next),
        first=address_with(request, "/reports", cursor=None) if _is_later(request) else None,
        choices=await _choices(visitor, store),
    )


def _is_later(request: Request) -> bool:
    return bool(request.query_params.get("cursor"))


def _row(line: ReportLine, visitor: Visitor) -> Row:
    status = Status(line.status)
    return Row(
        line=line,
        status=STATUSES[status],
        badge=badge_of(status),
        category=" › ".join(line.category_labels) or line.category,
        department=name_of(line.department, department_names(visitor.language)),
    )


async def _choices(visitor: Visitor, store: Store) -> Mapping[str, Choices]:
    categories = await names_of(Dimension.CATEGORY, store, visitor.language)
    yes_no: Choices = (("true", Text("Oui", "Yes")), ("false", Text("Non", "No")))
    return {
        "status": [
            (status.value, label)
            for status, label in STATUSES.items()
            if status is not Status.ERASED
        ],
        "category": [
            (key, categories[key]) for key in sorted(categories, key=categories.__getitem__)
        ],
        "department": list(own_departments(visitor.scope).items()),
        "rating": [(rating.value, label) for rating, label in RATINGS.items()],
        "has_answer": yes_no,
        "has_attachment": yes_no,
        "sort": [(order.value, label) for order, label in ORDERS.items()],
    }
