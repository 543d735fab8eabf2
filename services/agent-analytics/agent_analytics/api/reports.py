"""Reports for agents: found, read, with their files."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from agent_analytics.api.deps import CurrentCaller, CurrentParts, CurrentScope, OpenStore
from agent_analytics.api.dossier import DossierBody, dossier_body
from agent_analytics.api.problems import refusals
from agent_analytics.domain.sign_in import NotSignedIn
from agent_analytics.domain.status import Status
from agent_analytics.domain.territory import NoReportsForRole
from agent_analytics.handlers.open_report import NoSuchReport, open_file, open_report
from agent_analytics.handlers.search_reports import ReportQuery, search_reports
from agent_analytics.store.queries import ReportLine
from common.http.pagination import Page
from common.http.strict import StrictRoute
from common.storage import StorageUnavailable

FILE_LINK_LIFE = timedelta(seconds=60)

router = APIRouter(prefix="/v1/reports", route_class=StrictRoute, tags=["reports"])


class ReportLineBody(BaseModel):
    id: UUID
    reference: str
    submitted_at: datetime
    category: str
    category_labels: list[str]
    status: Status
    department: str | None
    siret: str | None
    company_name: str | None
    tags: list[str]
    has_attachment: bool
    has_answer: bool
    rating: str | None


@router.get("", responses=refusals(NotSignedIn, NoReportsForRole))
async def list_reports(
    query: Annotated[ReportQuery, Query()], scope: CurrentScope, store: OpenStore
) -> Page[ReportLineBody]:
    """The reports of the caller's territory that fulfil the filters."""
    found = await search_reports(query, store, scope=scope)
    return Page(items=[_line(line) for line in found.lines], next=found.next)


@router.get("/{report_id}", responses=refusals(NotSignedIn, NoReportsForRole, NoSuchReport))
async def read_report(report_id: UUID, caller: CurrentCaller, store: OpenStore) -> DossierBody:
    """Everything about one report; the reading is recorded."""
    return dossier_body(await open_report(report_id, store, reader=caller.account))


@router.get(
    "/{report_id}/files/{attachment_id}",
    status_code=303,
    response_class=RedirectResponse,
    responses=refusals(NotSignedIn, NoReportsForRole, NoSuchReport, StorageUnavailable),
)
async def read_file(
    report_id: UUID,
    attachment_id: UUID,
    caller: CurrentCaller,
    store: OpenStore,
    parts: CurrentParts,
) -> RedirectResponse:
    """A signed address of the file, good for a minute; the reading is recorded."""
    file = await open_file(report_id, attachment_id, store, reader=caller.account)
    address = await parts.storage.presigned_get(
        parts.clean_bucket,
        file.storage_key,
        filename=file.filename,
        content_type=file.content_type,
        expires=FILE_LINK_LIFE,
    )
    return RedirectResponse(address, status_code=303)


def _line(line: ReportLine) -> ReportLineBody:
    return ReportLineBody(
        id=line.report_id,
        reference=line.reference,
        submitted_at=line.submitted_at,
        category=line.category,
        category_labels=list(line.category_labels),
        status=Status(line.status),
        department=line.department,
        siret=line.siret,
        company_name=line.company_name,
        tags=list(line.tags),
        has_attachment=line.has_attachment,
        has_answer=line.has_answer,
        rating=line.rating,
    )
