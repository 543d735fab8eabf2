"""Choose who must get a report, by what the consumer told: the rules in the order that counts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
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
from routing.domain.operator import operator_called
from routing.domain.rules import path_of
from routing.domain.target import (
    ByAgent,
    ByLead,
    ByName,
    ByNumber,
    ByPlace,
    Way,
    by_account,
    by_barcode,
    by_number,
    by_phone,
    by_place,
    by_website,
)
from routing.handlers.choose_by_lead import choose_by_lead
from routing.handlers.choose_by_place import choose_by_place
from routing.handlers.choose_established import choose_after_closed, choose_established
from routing.handlers.choose_under_rules import Found
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
) -> Found:
    """The choice and the data it was made from; `excluded` have declined. Raises `Later`."""
    way = way_of(content.target)
    evidence: dict[str, Any] = {"target": content.target.kind}
    if isinstance(way, ByAgent):
        return Choice(way.mode), evidence
    registry = await store.registry.version()
    if registry is None:
        raise Later("no registry has been imported yet")
    evidence["registry_version"] = registry.version
    path = path_of(content.category, content.subcategories)
    try:
        choice, used = await _by(way, path, store, search=search, excluded=excluded)
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
    PlaceTarget: lambda told: by_place(told.commune, told.latitude, told.longitude),
    UnknownTarget: lambda told: ByPlace(Mode.UNKNOWN, postal_code=told.postal_code),
    ForeignTarget: lambda _: ByAgent(Mode.FOREIGN_COMPANY),
}


async def _by(
    way: ByNumber | ByName | ByLead | ByPlace,
    path: str,
    store: Store,
    *,
    search: SearchIndex,
    excluded: Collection[Siret],
) -> Found:
    match way:
        case ByNumber():
            found = await store.establishments.get(way.siret) if way.siret else None
            return await choose_established(found, store, excluded=excluded), {}
        case ByLead():
            return await choose_by_lead(way, store, search=search, excluded=excluded)
        case ByPlace():
            return await choose_by_place(way, path, store, excluded=excluded)
        case ByName():
            return await _by_name(way, store, search=search, excluded=excluded)


async def _by_name(
    way: ByName, store: Store, *, search: SearchIndex, excluded: Collection[Siret]
) -> Found:
    """A train’s or a station’s own name first: no establishment of the registry is called so."""
    operator = operator_called(way.name)
    if operator is not None and operator.siren is not None:
        office = await store.establishments.head_office_of(operator.siren)
        if office is not None:
            choice = await choose_established(office, store, excluded=excluded)
            mode = Mode.OPERATOR if choice.mode is Mode.SIRET else choice.mode
            return replace(choice, mode=mode), {"operator": operator.code}
    asked = inquiry(way.name, way.area, limit=CANDIDATES)
    candidates = await find_establishments(asked, store, search=search)
    choice = choose_by_name(candidates, is_narrow=bool(way.area.postal_code), excluded=excluded)
    choice = await choose_after_closed(choice, store, excluded=excluded)
    return choice, {"filters": _filters(way.area)}


def _filters(area: Area) -> dict[str, str]:
    named = {"postal_code": area.postal_code, "department": area.department}
    return {name: value for name, value in named.items() if value}
