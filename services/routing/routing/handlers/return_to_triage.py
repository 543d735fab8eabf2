"""Take back a report whose holder says it is not concerned: an agent chooses the next one."""

from common.contracts.company_portal import ReportDeclined
from common.contracts.report import AnswerReason
from common.messaging.subscription import Later
from common.values import Siren, Siret
from routing.domain.choice import Candidate, Choice
from routing.domain.mode import Mode
from routing.domain.report import Report, declined
from routing.handlers.announce_decision import announce
from routing.store import Store

# Known only by what the former holder said, a suggestion is a hint, not a match.
_SAME_GROUP_SCORE = 0.5


async def return_to_triage(event: ReportDeclined, store: Store) -> None:
    """Exclude the holder and queue the report; the same refusal heard again changes nothing."""
    report = await store.reports.get(event.report_id)
    if report is None:
        raise Later("the report has not been submitted here yet")
    holder = Siret(event.siret)
    after = declined(report, holder, portal_version=event.version, at=store.clock.now())
    if after is None:
        return
    await store.reports.keep(after)
    if after.version == report.version:
        return
    content = await store.reports.story(event.report_id)
    candidates = await _next_candidates(after, event, store)
    evidence = {"declined_by": holder, "reason": event.reason.value}
    choice = Choice(Mode.DECLINED, candidates=candidates)
    await announce(store, after, choice, content=content, evidence=evidence)


async def _next_candidates(
    report: Report, event: ReportDeclined, store: Store
) -> tuple[Candidate, ...]:
    """Those considered before, without who declined; for a group, the declining company's own."""
    found: dict[Siret, Candidate] = {}
    if event.reason is AnswerReason.SAME_GROUP:
        siren = Siren(event.siret[:9])
        for one in await store.establishments.of_company(siren, after=None, limit=5):
            found[one.siret] = Candidate(one, _SAME_GROUP_SCORE)
    scores = {
        candidate.siret: candidate.score
        for decision in await store.decisions.of(report.report_id)
        for candidate in decision.candidates
    }
    known = await store.establishments.many(scores)
    found |= {siret: Candidate(one, scores[siret]) for siret, one in known.items()}
    able = [
        one
        for one in found.values()
        if one.siret not in report.excluded and one.establishment.is_open
    ]
    return tuple(sorted(able, key=lambda one: (-one.score, one.siret)))
