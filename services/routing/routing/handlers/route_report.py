"""Decide who must get a report that was just filed."""

from common.contracts.intake import ReportSubmitted
from common.contracts.report import CompanyTarget, PlaceTarget, Target, UnknownTarget
from common.values import department_of
from routing.domain.establishment import Establishment
from routing.domain.inquiry import department_of_commune
from routing.domain.replay import Case
from routing.domain.report import Report, Stage, decided
from routing.domain.target import ByLead
from routing.handlers.announce_decision import announce
from routing.handlers.choose_recipient import choose_recipient, way_of
from routing.handlers.choose_under_rules import choose_under_rules
from routing.ports import SearchIndex
from routing.store import Store


async def route_report(event: ReportSubmitted, store: Store, *, search: SearchIndex) -> None:
    """Route, queue for an agent, or withhold; the report waits while the registry cannot answer."""
    if await store.reports.get(event.report_id) is not None:
        return
    content = event.content
    way = way_of(content.target)
    lead = None
    if isinstance(way, ByLead):
        await store.leads.hear_of(way.leads)
        lead = await store.leads.canonical(way.nearest)
    ruled = await choose_under_rules(
        content,
        store,
        department=department_for(None, content.target),
        find=lambda: choose_recipient(content, store, search=search),
    )
    choice, verdict = ruled.choice, ruled.verdict
    holder = choice.establishment
    new = Report(
        event.report_id,
        Stage.TRIAGE,
        queue=verdict.queue,
        priority=verdict.priority,
        lead=lead,
    )
    report = decided(
        new,
        choice.mode,
        holder=holder.siret if holder else None,
        department=department_for(holder, content.target),
        at=store.clock.now(),
    )
    await store.reports.add(report, content)
    await store.facts.add(Case(event.report_id, ruled.facts, ruled.found, content.submitted_at))
    await announce(store, report, choice, content=content, evidence=ruled.evidence)


def department_for(holder: Establishment | None, target: Target) -> str | None:
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
