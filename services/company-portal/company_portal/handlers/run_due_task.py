"""What was scheduled falls due: one row, one deed, once."""

from collections.abc import Callable
from uuid import UUID

from company_portal.domain.schedule import Task, TaskKind
from company_portal.handlers.close_expired import close_expired, close_unclaimed
from company_portal.handlers.remind_holder import check_promise, remind_holder
from company_portal.handlers.send_letter import Occasion, send_letter
from company_portal.store import Store


async def run_due_task(open_store: Callable[[], Store]) -> int:
    """Do the oldest task due and return 1, or 0 when there is none.

    The claim is committed first: a task that fails comes back later, after the others. The mark
    that it is done stands or falls with its effect.
    """
    async with open_store() as store:
        task = await store.schedule.claim()
    if task is None:
        return 0
    async with open_store() as store:
        if isinstance(task.about, UUID):
            await _act_on_case(task, store, report_id=task.about)
        else:
            await _send_next_letter(task, store, siret=task.about)
    return 1


async def _act_on_case(task: Task, store: Store, *, report_id: UUID) -> None:
    # The report's turn first, then the task's row: the order that every other deed keeps.
    if not await store.reports.take_turn(report_id):
        return
    if not await store.schedule.finish(task.key, at=store.clock.now()):
        return
    case = await store.cases.lock(report_id)
    if case is None:
        return
    match task.kind:
        case TaskKind.DEADLINE:
            await close_expired(case, store)
        case TaskKind.DECLINED_WINDOW:
            await close_unclaimed(case, store)
        case TaskKind.PROMISE_CHECK:
            await check_promise(case, store)
        case _:
            await remind_holder(case, store, task=task)


async def _send_next_letter(task: Task, store: Store, *, siret: str) -> None:
    """Write again to an establishment that holds a report and still has no account."""
    establishment = await store.establishments.lock(siret)
    if not await store.schedule.finish(task.key, at=store.clock.now()):
        return
    if establishment is None or await store.accounts.exists_for(siret):
        return
    occasion = await _most_urgent(siret, store)
    if occasion is not None:
        await send_letter(establishment, occasion, store)


async def _most_urgent(siret: str, store: Store) -> Occasion | None:
    """The report that must be answered first; None when the establishment holds none."""
    report_id = await store.cases.most_urgent_at(siret)
    case = None if report_id is None else await store.cases.lock(report_id)
    if case is None or case.deadline is None:
        return None
    return Occasion(
        case.reference, await store.reports.category_of(case.report_id), case.deadline.on
    )
