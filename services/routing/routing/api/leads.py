"""Websites and phone numbers: what anyone may know of them, and what agents say of them."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from common.contracts.report import Recipient
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import Line, StrictModel, StrictRoute
from common.values import NotASiret, parse_siret
from routing.api.deps import CurrentAgent, OpenStore, public
from routing.api.problems import NOT_FOUND
from routing.domain.account import account_key, networks
from routing.domain.host import NotAHost, domain_of, parse_host, seller_key
from routing.domain.lead import KnownLead, Lead, LeadKind, LeadState
from routing.domain.phone import NotAPhone, PhoneUse, parse_phone, region_of, spoken, use_of
from routing.domain.product import NotABarcode, parse_gtin
from routing.handlers.associate_lead import AssociateLead, associate_lead
from routing.handlers.disclose import disclose
from routing.handlers.read_lead import read_phone, read_website
from routing.handlers.resolve_triage import UnknownEstablishment
from routing.store.lead_queries import LeadPlace, leads_by_reports

_HANDLE = re.compile(r"@?[\w.\-]{1,80}|\*")
_COUNT = re.compile(r"[0-9]{1,9}")

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["leads"])


class LikeWebsite(BaseModel):
    """A known website that the one asked for might be taken for."""

    host: str
    establishment: Recipient | None


class Website(BaseModel):
    """`known_host` is the host of which something is known: the one asked, or one above it."""

    host: str
    domain: str
    known_host: str | None
    state: LeadState
    is_marketplace: bool
    country: str | None
    establishment: Recipient | None
    similar: list[LikeWebsite]


class PhoneNumber(BaseModel):
    number: str
    spoken: str
    country: str | None
    use: PhoneUse
    state: LeadState
    establishment: Recipient | None


class Association(StrictModel):
    """`identified` names a SIRET, `foreign` a country (ISO 3166-1 alpha-2), the others neither."""

    state: LeadState = LeadState.IDENTIFIED
    siret: Annotated[str, Line(20)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    is_marketplace: bool = False


class Associated(BaseModel):
    kind: LeadKind
    key: str
    state: LeadState
    siret: str | None
    country: str | None
    is_marketplace: bool


class LeadItem(BaseModel):
    """A lead, how many reports named it, and how many of them wait in triage."""

    kind: LeadKind
    key: str
    state: LeadState
    siret: str | None
    reports: int
    waiting: int


@router.get("/websites/{host}", dependencies=[Depends(public)])
async def website(host: str, store: OpenStore) -> Website:
    try:
        asked = parse_host(host)
    except NotAHost as error:
        raise Problem(NOT_FOUND) from error
    read = await read_website(asked, store)
    known = read.known
    return Website(
        host=asked,
        domain=domain_of(asked),
        known_host=known.lead.key if known.state is not LeadState.UNKNOWN else None,
        state=known.state,
        is_marketplace=known.is_marketplace,
        country=known.country,
        establishment=disclose(read.establishment) if read.establishment else None,
        similar=[
            LikeWebsite(host=one, establishment=disclose(who) if who else None)
            for one, who in read.similar
        ],
    )


@router.get("/phones/{number}", dependencies=[Depends(public)])
async def phone(number: str, store: OpenStore) -> PhoneNumber:
    try:
        asked = parse_phone(number)
    except NotAPhone as error:
        raise Problem(NOT_FOUND) from error
    read = await read_phone(asked, store)
    return PhoneNumber(
        number=asked,
        spoken=spoken(asked),
        country=region_of(asked),
        use=use_of(asked),
        state=read.known.state,
        establishment=disclose(read.establishment) if read.establishment else None,
    )


_FOR_OFFICERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not open the triage desk."},
}
_FOR_ASSOCIATION: dict[int | str, dict[str, Any]] = {
    **_FOR_OFFICERS,
    409: {"description": "The establishment is closed: it can receive nothing."},
}


@router.post("/websites/{host}/association", responses=_FOR_ASSOCIATION)
async def associate_website(
    host: str, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    """Say whose website it is: every report that waits for it, or for a host below, is routed."""
    try:
        lead = Lead(LeadKind.WEBSITE, parse_host(host))
    except NotAHost as error:
        raise Problem(NOT_FOUND) from error
    return await _associate(lead, body, agent, store)


@router.post("/websites/{host}/sellers/{seller}/association", responses=_FOR_ASSOCIATION)
async def associate_seller(
    host: str, seller: str, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    """Say who sells under that name on a marketplace."""
    try:
        key = seller_key(domain_of(parse_host(host)), seller)
    except NotAHost as error:
        raise Problem(NOT_FOUND) from error
    if key.endswith("/"):
        raise Problem(NOT_FOUND)
    lead = Lead(LeadKind.SELLER, key)
    return await _associate(lead, body, agent, store)


@router.post("/phones/{number}/association", responses=_FOR_ASSOCIATION)
async def associate_phone(
    number: str, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    try:
        lead = Lead(LeadKind.PHONE, parse_phone(number))
    except NotAPhone as error:
        raise Problem(NOT_FOUND) from error
    return await _associate(lead, body, agent, store)


@router.post("/accounts/{network}/{handle}/association", responses=_FOR_ASSOCIATION)
async def associate_account(
    network: str, handle: str, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    """Say who holds an account; the handle `*` stands for the network’s own company."""
    if network not in networks() or not _HANDLE.fullmatch(handle):
        raise Problem(NOT_FOUND)
    lead = Lead(LeadKind.ACCOUNT, account_key(network, handle))
    return await _associate(lead, body, agent, store)


@router.post("/products/{barcode}/association", responses=_FOR_ASSOCIATION)
async def associate_product(
    barcode: str, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    """Say who makes a product."""
    try:
        lead = Lead(LeadKind.PRODUCT, parse_gtin(barcode))
    except NotABarcode as error:
        raise Problem(NOT_FOUND) from error
    return await _associate(lead, body, agent, store)


@router.get("/leads", responses=_FOR_OFFICERS)
async def list_leads(
    agent: CurrentAgent,
    store: OpenStore,
    kind: LeadKind,
    state: LeadState | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[LeadItem]:
    """What brings reports, those for which most reports wait first."""
    del agent
    after = _read(cursor) if cursor is not None else None
    found = await leads_by_reports(store, kind, state, after=after, limit=limit + 1)
    items = [
        LeadItem(
            kind=kind,
            key=one.lead.key,
            state=one.state,
            siret=one.siret,
            reports=one.reports,
            waiting=one.waiting,
        )
        for one in found[:limit]
    ]
    following = None
    if len(found) > limit:
        last = items[-1]
        following = encode_cursor(str(last.waiting), str(last.reports), last.key)
    return Page(items=items, next=following)


async def _associate(
    lead: Lead, body: Association, agent: CurrentAgent, store: OpenStore
) -> Associated:
    try:
        siret = parse_siret(body.siret) if body.siret is not None else None
    except NotASiret as error:
        raise UnknownEstablishment from error
    command = AssociateLead(
        lead,
        body.state,
        agent,
        siret=siret,
        country=body.country,
        is_marketplace=body.is_marketplace,
    )
    return _shown(await associate_lead(command, store))


def _shown(known: KnownLead) -> Associated:
    return Associated(
        kind=known.lead.kind,
        key=known.lead.key,
        state=known.state,
        siret=known.siret,
        country=known.country,
        is_marketplace=known.is_marketplace,
    )


def _read(cursor: str) -> LeadPlace:
    waiting, reports, key = decode_cursor(cursor, count=3)
    if not _COUNT.fullmatch(waiting) or not _COUNT.fullmatch(reports):
        raise Problem(BAD_CURSOR)
    return LeadPlace(int(waiting), int(reports), key)
