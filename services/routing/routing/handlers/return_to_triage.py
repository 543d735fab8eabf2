"""Take back a report whose holder says it is not concerned, and offer it to who may be."""

from dataclasses import replace

from common.contracts.company_portal import ReportDeclined
from common.messaging.subscription import Later
from common.values import Siret
from routing.domain.hand_off import next_holder
from routing.domain.mode import Mode
from routing.domain.report import decided, declined
from routing.handlers.announce_decision import announce
from routing.handlers.propose_next import propose_next
from routing.store import Store


async def return_to_triage(event: ReportDeclined, store: Store) -> None:
    """Exclude the holder; offer the report to the next one, or queue it for an agent.

    The same refusal heard again changes nothing.
    """
    report = await store.reports.get(event.report_id)
    if report is None:
        raise Later("the report has not been submitted here yet")
    holder, now = Siret(event.siret), store.clock.now()
    after = declined(report, holder, portal_version=event.version, at=now)
    if after is None:
        return
    if after.version == report.version:
        await store.reports.keep(after)
        return
    content = await store.reports.story(event.report_id)
    candidates = await propose_next(event, content, store)
    choice = next_holder(candidates, after.excluded)
    if choice.establishment is not None:
        after = decided(
            replace(after, version=report.version),
            Mode.HAND_OFF,
            holder=choice.establishment.siret,
            department=choice.establishment.location.department,
            at=now,
        )
    await store.reports.keep(after)
    evidence = {"declined_by": holder, "reason": event.reason.value}
    if event.proposed_siret:
        evidence["proposed"] = event.proposed_siret
    await announce(store, after, choice, content=content, evidence=evidence)
