"""Look again at the reports that waited for what was learnt of a website, a number, an account."""

from dataclasses import replace
from uuid import UUID

from routing.domain.choice import Choice
from routing.domain.report import Report, Stage, decided, stage_after
from routing.handlers.announce_decision import announce
from routing.handlers.choose_recipient import choose_recipient
from routing.handlers.choose_under_rules import choose_under_rules
from routing.handlers.route_report import department_for
from routing.ports import SearchIndex
from routing.store import Store

BATCH = 100


async def reroute_waiting(store: Store, *, search: SearchIndex) -> int:
    """Decide again about some reports of one lead; returns 0 when there is nothing left to do.

    One lead at a time and so many reports at a time: a website of ten thousand reports must not
    make a transaction of ten thousand.
    """
    if await store.registry.version() is None:
        return 0
    found = await store.leads.next_to_reroute()
    if found is None:
        return 0
    known, after = found
    waiting = await store.leads.waiting_for(known.lead, after=after, limit=BATCH)
    for report_id in waiting:
        await decide_again(report_id, store, search=search)
    is_over = len(waiting) < BATCH
    await store.leads.rerouted(known.lead, after=None if is_over else waiting[-1])
    return max(1, len(waiting))


async def decide_again(report_id: UUID, store: Store, *, search: SearchIndex) -> None:
    """Decide anew, by the rules in force, about a report that waits; nothing new changes nothing.

    What the rules say to the triage desk is kept even if an agent must still choose.
    """
    report = await store.reports.get(report_id)
    if report is None or report.stage is not Stage.TRIAGE:
        return
    content = await store.reports.story(report_id)
    ruled = await choose_under_rules(
        content,
        store,
        department=department_for(None, content.target),
        find=lambda: choose_recipient(content, store, search=search, excluded=report.excluded),
    )
    ordered = replace(report, queue=ruled.verdict.queue, priority=ruled.verdict.priority)
    if not _is_news(report, ruled.choice):
        if ordered != report:
            await store.reports.keep(ordered)
        return
    holder = ruled.choice.establishment
    after = decided(
        ordered,
        ruled.choice.mode,
        holder=holder.siret if holder else None,
        department=department_for(holder, content.target),
        at=store.clock.now(),
    )
    await store.reports.keep(after)
    await announce(store, after, ruled.choice, content=content, evidence=ruled.evidence)


def _is_news(report: Report, choice: Choice) -> bool:
    """A report that a company already had may go to another one; it is not withheld any more."""
    if stage_after(choice.mode) is Stage.NOT_TRANSMITTED:
        return not report.excluded
    return choice.establishment is not None and choice.establishment.siret not in report.excluded
