"""Routing found a recipient: it becomes the report's holder, the first or the next."""

from datetime import datetime

from common.clock import paris_date
from common.contracts.company_portal import CaseOpened
from common.contracts.routing import ReportRouted
from company_portal.domain.case import (
    Arrival,
    Case,
    Holder,
    Holding,
    Move,
    moved_away,
    open_case,
)
from company_portal.domain.deadline import Deadline, answer_deadline, offer_deadline
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import HOLDER_TASKS, TaskKind, holding_tasks
from company_portal.handlers.case_state import state_of
from company_portal.handlers.send_letter import Occasion, send_letter
from company_portal.ports import WorkingDays
from company_portal.store import Store


async def receive_report(routed: ReportRouted, store: Store, *, calendar: WorkingDays) -> None:
    """Open the case at the recipient, or hand it off with its thread.

    A decision older than the one followed changes nothing, nor does any decision about a report
    that is closed, erased, or was withdrawn before a company got it.
    """
    if not await store.reports.take_turn(routed.report_id):
        return
    establishment = await store.establishments.describe(routed.recipient, at=routed.routed_at)
    case = await store.cases.lock(routed.report_id)
    if not await _is_wanted(routed, case, store):
        return
    has_account = await store.accounts.exists_for(establishment.siret)
    now = store.clock.now()
    deadline = _deadline(now, calendar, has_account=has_account, is_offer=routed.is_offer)
    holder = Holder(establishment.siret, establishment.name)
    arrival = Arrival(holder, routed.version, deadline, is_offer=routed.is_offer)
    opened, ended = _placed(routed, case, arrival, now)
    await store.reports.keep(routed.report_id, routed.content, routed.decision)
    await store.cases.save(opened, Move.OPEN if case is None else Move.HAND_OFF, ended=ended)
    await store.schedule.drop(routed.report_id, HOLDER_TASKS | {TaskKind.DECLINED_WINDOW})
    await store.schedule.add(holding_tasks(opened, rules_in_force(paris_date(now))))
    store.publish(_case_opened(opened, routed, has_account=has_account, at=now))
    if not has_account:
        occasion = Occasion(opened.reference, _category(routed), deadline.on)
        await send_letter(establishment, occasion, store)


async def _is_wanted(routed: ReportRouted, case: Case | None, store: Store) -> bool:
    if case is not None:
        return routed.version > case.routing_version and case.may(Move.HAND_OFF)
    return await store.consumer_facts.withdrawn_at(routed.report_id) is None


def _deadline(
    now: datetime, calendar: WorkingDays, *, has_account: bool, is_offer: bool
) -> Deadline:
    today = paris_date(now)
    last_day = offer_deadline if is_offer else answer_deadline
    return last_day(
        today,
        has_account=has_account,
        rules=rules_in_force(today),
        is_working_day=calendar.is_working_day,
    )


def _placed(
    routed: ReportRouted, case: Case | None, arrival: Arrival, now: datetime
) -> tuple[Case, Holding | None]:
    """The case at its new holder, and the holding that this ended."""
    if case is None:
        return open_case(routed.report_id, routed.content.reference, arrival, at=now), None
    return case.handed_off(arrival, at=now), moved_away(case, at=now)


def _category(routed: ReportRouted) -> str:
    labels = routed.content.office_labels
    return labels[0] if labels else routed.content.category


def _case_opened(
    case: Case, routed: ReportRouted, *, has_account: bool, at: datetime
) -> CaseOpened:
    return CaseOpened(
        report_id=case.report_id,
        version=case.version,
        reference=case.reference,
        state=state_of(case),
        occurred_at=at,
        siret=case.holding.holder.siret,
        siren=case.holding.holder.siren,
        has_account=has_account,
        category_labels=routed.content.office_labels,
    )
