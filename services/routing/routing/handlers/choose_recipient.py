"""Choose who must get a report, by what the consumer told: the rules in the order that counts."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from common.contracts.report import (
    CompanyTarget,
    ForeignTarget,
    PhoneTarget,
    PlaceTarget,
    ProductTarget,
    ReportContent,
    SiretTarget,
    SocialTarget,
    Target,
    UnknownTarget,
    WebsiteTarget,
)
from common.messaging.subscription import Later
from common.values import Siret
from routing.domain.choice import Choice, choose_by_name
from routing.domain.inquiry import Area, inquiry
from routing.domain.mode import Mode
from routing.domain.target import (
    ByAgent,
    ByLead,
    ByName,
    ByNumber,
    Way,
    by_account,
    by_barcode,
    by_number,
    by_phone,
    by_website,
)
from routing.handlers.choose_by_lead import choose_by_lead
from routing.handlers.choose_established import choose_established
from routing.handlers.find_establishments import find_establishments
from routing.ports import SearchIndex, SearchUnavailable
from routing.store import Store

CANDIDATES = 10


async def choose_recipient(
    content: ReportContent,
    store: Store,
    *,
    search: SearchIndex,
    excluded: Collection[Siret] = frozenset(),
) -> tuple[Choice, dict[str, Any]]:
    """The choice and the data it was made from; `excluded` have declined. Raises `Later`."""
    way = way_of(content.target)
    evidence: dict[str, Any] = {"target": content.target.kind}
    if isinstance(way, ByAgent):
        return Choice(way.mode), evidence
    registry = await store.registry.version()
    if registry is None:
        raise Later("no registry has been imported yet")
    evidence["registry_version"] = registry.version
    try:
        choice, used = await _by(way, store, search=search, excluded=excluded)
    except SearchUnavailable as error:
        raise Later("the search index is not ready") from error
    return choice, evidence | used


def way_of(target: Target) -> Way:
    """How this target can be resolved; a number of the register comes before anything else."""
    if isinstance(target, SiretTarget | ProductTarget) and target.siret:
        return by_number(target.siret)
    return _WAYS[type(target)](target)


_WAYS: Mapping[type[Any], Callable[[Any], Way]] = {
    SiretTarget: lambda told: by_number(told.siret),
    CompanyTarget: lambda told: ByName(told.name, Area(told.postal_code, told.department)),
    WebsiteTarget: lambda told: by_website(told.url, told.seller),
    PhoneTarget: lambda told: by_phone(told.number),
    ProductTarget: lambda told: by_barcode(told.barcode),
    SocialTarget: lambda told: by_account(told.network, told.handle),
    PlaceTarget: lambda _: ByAgent(Mode.PLACE),
    UnknownTarget: lambda _: ByAgent(Mode.UNKNOWN),
    ForeignTarget: lambda _: ByAgent(Mode.FOREIGN_COMPANY),
}


async def _by(
    way: ByNumber | ByName | ByLead,
    store: Store,
    *,
    search: SearchIndex,
    excluded: Collection[Siret],
) -> tuple[Choice, dict[str, Any]]:
    match way:
        case ByNumber():
            found = await store.establishments.get(way.siret) if way.siret else None
            return await choose_established(found, store, excluded=excluded), {}
        case ByLead():
            return await choose_by_lead(way, store, search=search, excluded=excluded)
        case ByName():
            asked = inquiry(way.name, way.area, limit=CANDIDATES)
            candidates = await find_establishments(asked, store, search=search)
            narrow = bool(way.area.postal_code)
            choice = choose_by_name(candidates, is_narrow=narrow, excluded=excluded)
            return choice, {"filters": _filters(way.area)}


def _filters(area: Area) -> dict[str, str]:
    named = {"postal_code": area.postal_code, "department": area.department}
    return {name: value for name, value in named.items() if value}
