"""When other rules come into force, the reports that wait for an agent are judged by them."""

from common.contracts.routing import RulesActivated
from routing.domain.replay import Fate, replay
from routing.handlers.reroute_waiting import decide_again
from routing.ports import SearchIndex
from routing.store import Store

_BATCH = 500


async def judge_waiting_again(event: RulesActivated, store: Store, *, search: SearchIndex) -> None:
    """Route, withhold or set in another order those of whom the rules in force now say so.

    What the event tells is not used: only the rules in force when it is heard count, so that
    late or repeated messages change nothing. What is remembered of each report tells which ones
    the rules concern; only those are decided again.
    """
    del event
    rules = await store.rules.in_force(store.clock.now())
    after = None
    while waiting := await store.facts.waiting(after=after, limit=_BATCH):
        for case, queue, priority in waiting:
            again = replay(rules.rules, case)
            verdict = again.verdict
            if verdict is None or (
                again.fate in {Fate.SENT, Fate.WITHHELD, Fate.UNRESOLVED}
                or (verdict.queue, verdict.priority) != (queue, priority)
            ):
                await decide_again(case.report_id, store, search=search)
        after = waiting[-1][0].report_id
