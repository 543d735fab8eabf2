"""`/open311/v2`: the Open311 GeoReport v2 façade, in XML and JSON."""

from typing import Any

from fastapi import APIRouter, Request, Response

from common.clock import paris_date
from common.throttle import hit
from intake.api.deps import NetworkDep, PartsDep, StoreDep
from intake.api.open311_bodies import definition_body, notice, request_body, service_body
from intake.api.open311_words import (
    FORMATS,
    GeoReportRoute,
    answered,
    form_pairs,
    lang_of,
    query_pairs,
)
from intake.domain.open311 import (
    TRIES_PER_NETWORK,
    TRIES_WINDOW,
    Fault,
    Open311Refused,
    check_jurisdiction,
    parse_search,
    service,
    services,
)
from intake.domain.open311_request import Posted
from intake.handlers.file_open311_request import file_open311_request
from intake.parts import IntakeParts

PREFIX = "/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FRESH_FOR = "public, max-age=300"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

# The standard is this interface's document; OpenAPI describes `/v1`.
router = APIRouter(prefix=PREFIX, route_class=GeoReportRoute, include_in_schema=False)


@router.get("/discovery.{fmt}")
async def discovery(fmt: str, parts: PartsDep) -> Response:
    base = parts.http.public_url.rstrip("/")
    changeset = f"{_tree_date(parts)}T00:00:00+00:00"
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{base}{PREFIX}",
        "changeset": changeset,
        "type": "production",
        "formats": [kind.split(";")[0] for kind in FORMATS.values()],
    }
    body = {
        "changeset": changeset,
        "contact": base,
        "key_service": base,
        "endpoints": [endpoint],
    }
    return answered(fmt, "discovery", body)


@router.get("/services.{fmt}")
async def list_services(fmt: str, request: Request, parts: PartsDep) -> Response:
    _asked(request)
    lang = lang_of(request)
    body = [service_body(trail, lang) for trail in services(parts.tree)]
    return _fresh(answered(fmt, "services", body))


@router.get("/services/{code}.{fmt}")
async def define_service(code: str, fmt: str, request: Request, parts: PartsDep) -> Response:
    _asked(request)
    body = definition_body(service(parts.tree, code), lang_of(request))
    return _fresh(answered(fmt, "service_definition", body))


@router.post("/requests.{fmt}")
async def file_request(
    fmt: str, request: Request, parts: PartsDep, store: StoreDep, network: NetworkDep
) -> Response:
    if fmt not in FORMATS:
        raise Open311Refused(Fault.BAD_ADDRESS)
    await hit(store, f"open311:{network}", limit=TRIES_PER_NETWORK, window=TRIES_WINDOW)
    # Some clients name the jurisdiction in the address, whatever the rest is in.
    named = [pair for pair in query_pairs(request) if pair[0] == "jurisdiction_id"]
    lang = lang_of(request)
    filed = await file_open311_request(
        Posted.of([*await form_pairs(request), *named]),
        store,
        tree=parts.tree,
        chance=parts.ground.chance,
        tracking_page=parts.tracking_page,
        lang=lang,
    )
    body = {
        "service_request_id": filed.reference,
        "service_notice": notice(filed.trail, lang),
        "account_id": None,
    }
    return answered(fmt, "service_requests", [body])


@router.get("/requests.{fmt}")
async def list_requests(fmt: str, request: Request, parts: PartsDep, store: StoreDep) -> Response:
    search = parse_search(_asked(request), now=parts.ground.clock.now())
    lang = lang_of(request)
    found = await store.open311.found(search)
    body = [request_body(one, parts.tree, lang) for one in found]
    return answered(fmt, "service_requests", body)


@router.get("/requests/{reference}.{fmt}")
async def show_request(
    reference: str, fmt: str, request: Request, parts: PartsDep, store: StoreDep
) -> Response:
    _asked(request)
    wanted = parse_search({"service_request_id": reference}, now=parts.ground.clock.now())
    found = await store.open311.found(wanted) if len(wanted.ids) == 1 else []
    if not found:
        raise Open311Refused(Fault.REQUEST_UNKNOWN, "service_request_id")
    body = [request_body(one, parts.tree, lang_of(request)) for one in found]
    return answered(fmt, "service_requests", body)


@router.get("/tokens/{token}.{fmt}")
async def show_token(token: str, fmt: str, request: Request, store: StoreDep) -> Response:
    """A request has its id at once: that id is its token."""
    _asked(request)
    if not await store.open311.exists(token):
        raise Open311Refused(Fault.TOKEN_UNKNOWN, "token")
    return answered(fmt, "service_requests", [{"service_request_id": token, "token": token}])


@router.api_route("/{rest:path}", methods=_METHODS)
async def refuse(rest: str) -> Response:
    del rest
    raise Open311Refused(Fault.BAD_ADDRESS)


def _asked(request: Request) -> dict[str, str]:
    """The parameters of the address, once each. Raises `Open311Refused`."""
    fields: dict[str, Any] = dict(Posted.of(query_pairs(request)).fields)
    check_jurisdiction(fields.get("jurisdiction_id", ""))
    return fields


def _tree_date(parts: IntakeParts) -> str:
    today = paris_date(parts.ground.clock.now())
    number = parts.trees.on(today).version
    return next(
        version.starts_on.isoformat()
        for version in parts.trees.versions
        if version.number == number
    )


def _fresh(response: Response) -> Response:
    response.headers["cache-control"] = FRESH_FOR
    return response
