"""Show an agent one report that routing follows, and write down that it was read."""

from uuid import UUID

from common.agent_tokens import Agent
from routing.handlers.resolve_triage import UnknownReport
from routing.store import Store
from routing.store.queries import FollowedReport, followed_report


async def read_followed(report_id: UUID, agent: Agent, store: Store) -> FollowedReport:
    """Raises `UnknownReport` for one out of the agent's territory too."""
    report = await followed_report(store, report_id)
    if report is None or not agent.may_see(report.department):
        raise UnknownReport
    store.audit(
        "report_read",
        actor=f"agent/{agent.id}",
        object_kind="report",
        object_id=str(report_id),
    )
    return report
