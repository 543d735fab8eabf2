"""The charts as images: the same counts as the tables beside them."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from agent_analytics.domain.search import Dimension
from agent_analytics.handlers.count_reports import (
    CountQuery,
    count_by_dimension,
    count_by_week,
)
from agent_analytics.pages.charts import LOCALES, Specification, bars, weekly_curve
from agent_analytics.pages.deps import CurrentParts, OpenStore, SignedInVisitor
from agent_analytics.pages.layouts import LAYOUTS, Format
from agent_analytics.pages.names import names_of
from agent_analytics.parts import AnalyticsParts
from common.http.language import Language

router = APIRouter(prefix="/charts", include_in_schema=False)
_HEADERS = {
    "cache-control": "private, max-age=60",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "vary": "Cookie",
}


class PictureQuery(CountQuery):
    lang: Language = Language.FRENCH
    format: Format = Format.WIDE


Asked = Annotated[PictureQuery, Query()]


@router.get("/series.svg")
async def series(
    request: Request,
    query: Asked,
    visitor: SignedInVisitor,
    store: OpenStore,
    parts: CurrentParts,
) -> Response:
    weeks = await count_by_week(query, store, scope=visitor.scope)
    drawing = weekly_curve(weeks, query.lang, LAYOUTS[query.format])
    return await _drawn(request, drawing, query.lang, parts)


@router.get("/{dimension}.svg")
async def breakdown(
    dimension: Dimension,
    request: Request,
    query: Asked,
    visitor: SignedInVisitor,
    store: OpenStore,
    parts: CurrentParts,
) -> Response:
    shares = await count_by_dimension(dimension, query, store, scope=visitor.scope)
    names = await names_of(dimension, store, query.lang)
    drawing = bars(shares, names, language=query.lang, layout=LAYOUTS[query.format])
    return await _drawn(request, drawing, query.lang, parts)


async def _drawn(
    request: Request, specification: Specification, language: Language, parts: AnalyticsParts
) -> Response:
    """The picture; 304 when the browser has it already."""
    picture = await parts.charts.svg(specification, locale=LOCALES[language])
    headers = {**_HEADERS, "etag": f'"{hashlib.sha256(picture).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(picture, headers=headers, media_type="image/svg+xml")
