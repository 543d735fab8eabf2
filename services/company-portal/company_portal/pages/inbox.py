"""The inbox, by what must be done next: to read, to answer, done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from common.clock import paris_date
from common.http.language import Text
from common.http.pagination import BAD_CURSOR, decode_cursor, encode_cursor
from common.http.problem import Problem
from company_portal.domain.status import CLOSED, Status
from company_portal.labels import STATUS_BADGES, STATUSES
from company_portal.pages.visitors import PersonDep, StoreDep, render
from company_portal.store.queries import (
    Filters,
    Listed,
    Order,
    Slice,
    count_to_do,
    list_reports,
)

router = APIRouter(include_in_schema=False)
PAGE = 20
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the inbox; `counted` is the status whose number is shown beside its name."""

    name: str
    label: Text
    empty: Text
    statuses: tuple[Status, ...]
    order: Order
    counted: Status | None


TABS = {
    tab.name: tab
    for tab in (
        Tab(
            "to-read",
            Text("À lire", "To read"),
            Text("Rien à lire : tout a été ouvert.", "Nothing to read: all were opened."),
            (Status.WAITING,),
            Order.URGENT,
            Status.WAITING,
        ),
        Tab(
            "to-answer",
            Text("À répondre", "To answer"),
            Text("Aucune réponse n’est attendue.", "No answer is expected."),
            (Status.READ,),
            Order.URGENT,
            Status.READ,
        ),
        Tab(
            "done",
            Text("Terminés", "Done"),
            Text("Rien n’est terminé pour l’instant.", "Nothing is done yet."),
            tuple(sorted(CLOSED)),
            Order.NEWEST,
            None,
        ),
    )
}


@router.get("/reports")
async def inbox(
    request: Request,
    session: PersonDep,
    store: StoreDep,
    tab: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str, Query(max_length=1024)] = "",
) -> Response:
    counts = await count_to_do(store, session.actor)
    chosen = TABS.get(tab) or _first_with_work(counts)
    words = q.replace("\x00", "").strip()
    found = await list_reports(
        store,
        session.actor,
        Filters(statuses=chosen.statuses, words=words or None),
        order=chosen.order,
        part=Slice(_after(cursor, chosen.order), PAGE + 1),
    )
    shown = found[:PAGE]
    return render(
        request,
        "inbox.html",
        tabs=[_tab(each, chosen, counts) for each in TABS.values()],
        tab=chosen,
        lines=[_line(listed, paris_date(store.clock.now())) for listed in shown],
        q=words,
        first=_address(chosen, words) if cursor else None,
        next=_address(chosen, words, _cursor(shown[-1], chosen)) if len(found) > PAGE else None,
    )


def _first_with_work(counts: dict[Status, int]) -> Tab:
    """Where there is something to do, what was never opened first."""
    return next(
        (tab for tab in TABS.values() if tab.counted is not None and counts[tab.counted]),
        TABS["to-read"],
    )


@dataclass(frozen=True, slots=True)
class TabLink:
    label: Text
    href: str
    count: int | None
    is_current: bool


def _tab(tab: Tab, chosen: Tab, counts: dict[Status, int]) -> TabLink:
    count = None if tab.counted is None else counts[tab.counted]
    return TabLink(tab.label, _address(tab, ""), count, tab is chosen)


@dataclass(frozen=True, slots=True)
class Line:
    """One report in the list; `is_soon`: its deadline is near."""

    listed: Listed
    status: Text
    badge: str
    is_soon: bool


def _line(listed: Listed, today: date) -> Line:
    last = listed.deadline_on
    return Line(
        listed,
        STATUSES[listed.status],
        STATUS_BADGES[listed.status],
        is_soon=last is not None and (last - today).days <= SOON_DAYS,
    )


def _address(tab: Tab, words: str, cursor: str = "") -> str:
    query = {"tab": tab.name, "q": words, "cursor": cursor}
    return f"/reports?{urlencode({name: value for name, value in query.items() if value})}"


def _cursor(listed: Listed, tab: Tab) -> str:
    sort, report_id = listed.key(tab.order)
    return encode_cursor(sort.isoformat(), str(report_id))


def _after(cursor: str, order: Order) -> tuple[datetime | date, UUID] | None:
    if not cursor:
        return None
    sort, report_id = decode_cursor(cursor, count=2)
    try:
        key = date.fromisoformat(sort) if order is Order.URGENT else _instant(sort)
        return key, UUID(report_id)
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant
