"""The list of deliveries, for operators."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from notifications.domain.access import Role
from notifications.domain.sending import State
from notifications.labels import CHANNELS, ENDINGS, KINDS, STATES
from notifications.pages.frame import CurrentPages, CurrentViewer, OpenStore
from notifications.store import queries

router = APIRouter(include_in_schema=False)
PAGE = 50
BADGES = {
    State.PENDING: "info",
    State.SENDING: "info",
    State.SENT: "success",
    State.FAILED: "error",
    State.UNKNOWN: "warning",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; `before` is the last delivery already seen."""

    state: State | None
    report_id: UUID | None
    before: UUID | None

    def query(self, **more: UUID) -> str:
        chosen = {"state": self.state, "report_id": self.report_id, **more}
        return f"/?{urlencode({name: value for name, value in chosen.items() if value})}"


async def _filters(
    state: State | None = None, report_id: UUID | None = None, before: UUID | None = None
) -> Filters:
    return Filters(state, report_id, before)


@router.get("/")
async def list_deliveries(
    request: Request,
    pages: CurrentPages,
    viewer: CurrentViewer,
    store: OpenStore,
    filters: Annotated[Filters, Depends(_filters)],
) -> Response:
    if viewer.caller.role is not Role.OPERATOR:
        return RedirectResponse("/letters", 303)
    found = await queries.deliveries(
        store,
        report_id=filters.report_id,
        state=filters.state,
        before=filters.before,
        limit=PAGE + 1,
    )
    more = len(found) > PAGE
    return pages.render(
        request,
        "deliveries.html",
        deliveries=found[:PAGE],
        counts=await store.deliveries.counts(),
        chosen=filters.state,
        following=filters.query(before=found[PAGE - 1].id) if more else None,
        first=filters.query() if filters.before else None,
        labels={"channel": CHANNELS, "kind": KINDS, "state": STATES, "reason": ENDINGS},
        badges=BADGES,
        csrf=viewer.csrf,
    )
