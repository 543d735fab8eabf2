"""Find whose a website is by its legal page: the agent gives its text, or it is fetched."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from routing.domain.establishment import Establishment
from routing.domain.host import Host
from routing.domain.legal_page import (
    USUAL_PATHS,
    FoundNumber,
    legal_links,
    numbers_in,
    text_of,
)
from routing.ports import PageUnavailable, Web, WebPage
from routing.store import Store

MOST_PAGES = 4
# An agent waits for the answer, and a connection to the database with them.
PATIENCE = 12.0


@dataclass(frozen=True, slots=True)
class LegalFinding:
    """A number that the page gives, and the establishment of the registry that it names.

    Of a company only, it is the head office.
    """

    number: FoundNumber
    establishment: Establishment | None


@dataclass(frozen=True, slots=True)
class LegalReading:
    pages: tuple[str, ...]
    findings: tuple[LegalFinding, ...]


async def fetch_legal_pages(host: Host, web: Web) -> Sequence[WebPage]:
    """What looks like a legal page, then the home page.

    Raises `PageUnavailable` when nothing can be read. In all, no longer than `PATIENCE`.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            return await _pages(host, web)
    except TimeoutError as error:
        raise PageUnavailable("too slow") from error


async def _pages(host: Host, web: Web) -> Sequence[WebPage]:
    home = await web.read(f"https://{host}/")
    usual = [f"https://{host}{path}" for path in USUAL_PATHS]
    addresses = [*legal_links(home.text, home.address), *usual]
    pages = []
    for address in list(dict.fromkeys(addresses))[: MOST_PAGES - 1]:
        with suppress(PageUnavailable):
            pages.append(await web.read(address))
            if numbers_in(text_of(pages[-1].text)):
                break
    return [*pages, home]


async def read_legal_text(text: str, store: Store, *, pages: Sequence[str] = ()) -> LegalReading:
    """What the text tells; it associates nothing: a page names its host and its maker too."""
    findings = []
    for number in numbers_in(text):
        if number.siret is not None:
            establishment = await store.establishments.get(number.siret)
        else:
            establishment = await store.establishments.head_office_of(number.siren)
        findings.append(LegalFinding(number, establishment))
    return LegalReading(tuple(pages), tuple(findings))
