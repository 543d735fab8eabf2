"""An agent takes a report of the triage queue, so that two do not work on the same one."""

from datetime import timedelta
from uuid import UUID

from common.agent_tokens import Agent
from routing.domain.report import AlreadyResolved, Stage
from routing.handlers.resolve_triage import ClaimedByAnother, UnknownReport
from routing.store import Store
from routing.store.desk import Claim
from routing.store.queue import QueueFilter

# Long enough to look a company up; a report forgotten on a screen is free again after it.
CLAIM_LIFE = timedelta(minutes=15)


async def claim_report(report_id: UUID, agent: Agent, store: Store) -> Claim:
    """Take it, or keep it for as long again.

    Raises `UnknownReport`, `AlreadyResolved`, `ClaimedByAnother`.
    """
    report = await store.reports.get(report_id)
    if report is None or not agent.may_see(report.department):
        raise UnknownReport
    if report.stage is not Stage.TRIAGE:
        raise AlreadyResolved
    now = store.clock.now()
    claim = Claim(agent.id, now + CLAIM_LIFE)
    if not await store.desk.take(report_id, claim, now):
        raise ClaimedByAnother
    return claim


async def release_report(report_id: UUID, agent: Agent, store: Store) -> None:
    """Let it go; what the agent does not hold stays as it is. Raises `UnknownReport`."""
    report = await store.reports.get(report_id)
    if report is None or not agent.may_see(report.department):
        raise UnknownReport
    await store.desk.release(report_id, agent.id)


async def claim_next(wanted: QueueFilter, agent: Agent, store: Store) -> UUID | None:
    """Take the first report of the queue that nobody is at; None when there is none."""
    now = store.clock.now()
    report_id = await store.desk.next_free(wanted, agent.id, now)
    if report_id is not None:
        await store.desk.take(report_id, Claim(agent.id, now + CLAIM_LIFE), now)
    return report_id
