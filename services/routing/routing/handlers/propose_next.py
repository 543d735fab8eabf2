"""Find who may be concerned by a report, from the reason why its holder is not."""

from collections.abc import Sequence

from common.contracts.company_portal import ReportDeclined
from common.contracts.report import AnswerReason, ReportContent
from common.values import NotASiret, Siren, Siret, parse_siret
from routing.domain.choice import Candidate
from routing.domain.hand_off import HEAD_OFFICE, PROPOSED, SELLER
from routing.domain.lead import Lead, LeadKind
from routing.domain.target import ByLead
from routing.handlers.choose_by_lead import establishment_of
from routing.handlers.choose_recipient import way_of
from routing.store import Store

# Another place of the same company is a hint, not a match.
_SAME_COMPANY = 0.5
_PLACES = 5


async def propose_next(
    event: ReportDeclined, content: ReportContent, store: Store
) -> list[Candidate]:
    """Candidates with what each is worth; the domain says whether one stands out."""
    return [
        *await _named(event, store),
        *await _by_reason(event, content, store),
        *await _considered_before(event, store),
    ]


async def _named(event: ReportDeclined, store: Store) -> Sequence[Candidate]:
    """Whom the former holder names: a company of its group, a partner, the seller."""
    try:
        siret = parse_siret(event.proposed_siret or "")
    except NotASiret:
        return ()
    found = await store.establishments.get(siret)
    return () if found is None else (Candidate(found, PROPOSED),)


async def _by_reason(
    event: ReportDeclined, content: ReportContent, store: Store
) -> Sequence[Candidate]:
    match event.reason:
        case AnswerReason.SAME_GROUP:
            return await _same_company(Siren(event.siret[:9]), store)
        case AnswerReason.BUSINESS_PARTNER | AnswerReason.UNKNOWN_COMPANY:
            return await _seller(content, store)
        case _:
            return ()


async def _same_company(siren: Siren, store: Store) -> Sequence[Candidate]:
    """The head office answers for the company; its other places may be the one that is meant."""
    found = await store.establishments.of_company(siren, after=None, limit=_PLACES)
    return [Candidate(one, HEAD_OFFICE if one.is_head_office else _SAME_COMPANY) for one in found]


async def _seller(content: ReportContent, store: Store) -> Sequence[Candidate]:
    """The seller whom the consumer named, when the marketplace had the report."""
    way = way_of(content.target)
    if not isinstance(way, ByLead):
        return ()
    sellers = [lead for lead in way.leads if lead.kind is LeadKind.SELLER]
    return [one for lead in sellers for one in await _behind(lead, store)]


async def _behind(lead: Lead, store: Store) -> Sequence[Candidate]:
    known = await store.leads.get(lead)
    found = await establishment_of(known, store) if known else None
    return () if found is None else (Candidate(found, SELLER),)


async def _considered_before(event: ReportDeclined, store: Store) -> Sequence[Candidate]:
    """Those considered when the report was routed; for a homonym, the next one may be right."""
    scores: dict[Siret, float] = {}
    for decision in await store.decisions.of(event.report_id):
        scores |= {one.siret: one.score for one in decision.candidates}
    known = await store.establishments.many(scores)
    homonym = event.reason is AnswerReason.HOMONYM
    return [
        Candidate(one, scores[siret] if homonym else min(scores[siret], _SAME_COMPANY))
        for siret, one in known.items()
    ]
