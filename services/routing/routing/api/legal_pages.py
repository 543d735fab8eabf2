"""Whose a website is, by its legal page: the agent gives the text, or the service fetches it."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel

from common.contracts.report import Recipient
from common.http.problem import Problem
from common.http.strict import Prose, StrictModel, StrictRoute
from routing.api.deps import CurrentAgent, CurrentParts, OpenStore
from routing.api.problems import NOT_FOUND
from routing.domain.host import NotAHost, parse_host
from routing.domain.legal_page import NumberKind, text_of
from routing.handlers.disclose import disclose
from routing.handlers.read_legal_page import LegalReading, fetch_legal_pages, read_legal_text

LONGEST_TEXT = 50_000
router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["leads"])
_RESPONSES: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not open the triage desk."},
}


class LegalPageRequest(StrictModel):
    """Without `text`, the service fetches the home page and what looks like a legal page."""

    text: Annotated[str, Prose(LONGEST_TEXT)] | None = None


class LegalNumber(BaseModel):
    """A number whose key is right; `establishment` is null when the registry has none."""

    kind: NumberKind
    siren: str
    siret: str | None
    establishment: Recipient | None


class LegalPage(BaseModel):
    """`pages`: the addresses that were read. Nothing is associated: an agent does that."""

    host: str
    pages: list[str]
    numbers: list[LegalNumber]


@router.post("/websites/{host}/legal-page", responses=_RESPONSES)
async def read_legal_page(
    host: str, body: LegalPageRequest, agent: CurrentAgent, store: OpenStore, parts: CurrentParts
) -> LegalPage:
    """The companies that the legal page of a website names."""
    try:
        site = parse_host(host)
    except NotAHost as error:
        raise Problem(NOT_FOUND) from error
    store.audit("legal_page_read", actor=f"agent/{agent.id}", object_kind="website", object_id=site)
    if body.text is not None:
        return _shown(site, await read_legal_text(body.text, store))
    pages = await fetch_legal_pages(site, parts.web)
    text = "\n".join(text_of(page.text) for page in pages)
    reading = await read_legal_text(text, store, pages=[page.address for page in pages])
    return _shown(site, reading)


def _shown(host: str, reading: LegalReading) -> LegalPage:
    numbers = [
        LegalNumber(
            kind=one.number.kind,
            siren=one.number.siren,
            siret=one.number.siret,
            establishment=disclose(one.establishment) if one.establishment else None,
        )
        for one in reading.findings
    ]
    return LegalPage(host=host, pages=list(reading.pages), numbers=numbers)
