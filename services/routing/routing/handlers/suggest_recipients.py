"""The establishments that an agent may want to choose for a report in triage."""

from uuid import UUID

from routing.domain.choice import Candidate
from routing.domain.resemblance import NameKind
from routing.store import Store

SUGGESTIONS = 5


async def suggest_recipients(report_id: UUID, store: Store) -> list[Candidate]:
    """Those considered by the newest decision that considered any, open ones, none who declined."""
    report = await store.reports.get(report_id)
    decisions = await store.decisions.of(report_id)
    considered = next((one.candidates for one in reversed(decisions) if one.candidates), ())
    known = await store.establishments.many([one.siret for one in considered])
    excluded = report.excluded if report else frozenset()
    return [
        Candidate(known[one.siret], one.score, NameKind(one.by) if one.by else None)
        for one in considered
        if one.siret in known and known[one.siret].is_open and one.siret not in excluded
    ][:SUGGESTIONS]
