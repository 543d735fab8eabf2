"""Decide who must get a report that was just filed."""

from collections.abc import Mapping
from typing import Any

from common.contracts.intake import ReportSubmitted
from common.contracts.report import (
    CompanyTarget,
    PlaceTarget,
    ProductTarget,
    ReportContent,
    SiretTarget,
    Target,
    UnknownTarget,
)
from common.messaging.subscription import Later
from common.values import department_of
from routing.domain.choice import Choice, choose_by_name, choose_by_number
from routing.domain.establishment import Establishment
from routing.domain.inquiry import Area, department_of_commune, inquiry
from routing.domain.mode import Mode
from routing.domain.report import Report, Stage, decided
from routing.domain.target import ByAgent, ByName, ByNumber, Way, by_number
from routing.handlers.announce_decision import announce
from routing.handlers.choose_under_rules import choose_under_rules
from routing.handlers.find_establishments import find_establishments
from routing.handlers.given import host_given, phone_given
from routing.ports import SearchIndex, SearchUnavailable
from routing.store import Store
from routing.store.facts import Case

CANDIDATES = 10
_ONLY_AN_AGENT: Mapping[str, Mode] = {
    "website": Mode.WEBSITE,
    "phone": Mode.PHONE,
    "product": Mode.PRODUCT,
    "social": Mode.SOCIAL,
    "place": Mode.PLACE,
    "unknown": Mode.UNKNOWN,
}


async def route_report(event: ReportSubmitted, store: Store, *, search: SearchIndex) -> None:
    """Route, queue for an agent, or withhold; the report waits while the registry cannot answer."""
    if await store.reports.get(event.report_id) is not None:
        return
    content = event.content
    ruled = await choose_under_rules(
        content,
        store,
        department=_department(None, content.target),
        find=lambda: _choose(content, store, search),
    )
    choice, verdict = ruled.choice, ruled.verdict
    holder = choice.establishment
    new = Report(event.report_id, Stage.TRIAGE, queue=verdict.queue, priority=verdict.priority)
    report = decided(
        new,
        choice.mode,
        holder=holder.siret if holder else None,
        department=_department(holder, content.target),
        at=store.clock.now(),
    )
    await store.reports.add(report, content)
    await store.facts.add(
        Case(
            event.report_id,
            ruled.facts,
            ruled.found,
            content.submitted_at,
            host=host_given(content.target),
            phone=phone_given(content.target),
        )
    )
    await announce(store, report, choice, content=content, evidence=ruled.evidence)


async def _choose(
    content: ReportContent, store: Store, search: SearchIndex
) -> tuple[Choice, dict[str, Any]]:
    way = _way(content.target)
    evidence: dict[str, Any] = {"target": content.target.kind}
    if isinstance(way, ByAgent):
        return Choice(way.mode), evidence
    registry = await store.registry.version()
    if registry is None:
        raise Later("no registry has been imported yet")
    evidence["registry_version"] = registry.version
    if isinstance(way, ByNumber):
        return await _choose_by_number(way, store), evidence
    asked = inquiry(way.name, way.area, limit=CANDIDATES)
    evidence["filters"] = _filters(way.area)
    try:
        candidates = await find_establishments(asked, store, search=search)
    except SearchUnavailable as error:
        raise Later("the search index is not ready") from error
    is_narrow = bool(way.area.postal_code)
    return choose_by_name(candidates, is_narrow=is_narrow, excluded=()), evidence


async def _choose_by_number(way: ByNumber, store: Store) -> Choice:
    found = await store.establishments.get(way.siret) if way.siret else None
    head_office = successor = None
    if found is not None and not found.is_open:
        successor = await store.successions.successor_of(found.siret)
        head_office = await store.establishments.head_office_of(found.siren)
    return choose_by_number(found, head_office=head_office, successor=successor, excluded=())


def _way(target: Target) -> Way:
    """How this target can be resolved; two ways of naming a company by number come first."""
    match target:
        case SiretTarget():
            return by_number(target.siret)
        case ProductTarget(siret=str() as siret):
            return by_number(siret)
        case CompanyTarget():
            return ByName(target.name, Area(target.postal_code, target.department))
        case _:
            return ByAgent(_ONLY_AN_AGENT[target.kind])


def _filters(area: Area) -> dict[str, str]:
    named = {"postal_code": area.postal_code, "department": area.department}
    return {name: value for name, value in named.items() if value}


def _department(holder: Establishment | None, target: Target) -> str | None:
    """Whose territory the report is in: the recipient's, else what the target says of a place."""
    if holder is not None:
        return holder.location.department
    match target:
        case CompanyTarget(department=str() as department):
            return department
        case CompanyTarget(postal_code=str() as code) | UnknownTarget(postal_code=code):
            return department_of(code)
        case PlaceTarget(commune=str() as commune):
            return department_of_commune(commune)
        case _:
            return None
