"""Find the establishments that somebody means: by number, or by words and place."""

from collections.abc import Sequence

from common.values import Siren, Siret
from routing.domain.choice import Candidate
from routing.domain.establishment import Diffusion, Establishment, portrait
from routing.domain.inquiry import Area, Inquiry, inquiry, number_in
from routing.domain.resemblance import Weight, resemblance
from routing.ports import SearchIndex
from routing.store import Store

# Between two that resemble what was typed alike, the open one, then the head office.
_CLOSED, _BRANCH = -0.02, -0.005
# Less than this, or far less than the best one, and showing it would only confuse.
WORTH_SHOWING, WORTH_BESIDE_THE_BEST = 0.3, 0.55


async def find_establishments(
    asked: Inquiry, store: Store, *, search: SearchIndex
) -> list[Candidate]:
    """Those that answer, best first. Raises `SearchUnavailable` when no index is in use."""
    await search.follow(await store.indexes.current())
    hits = await search.find(asked)
    known = await store.establishments.many(hits.sirets)
    found = [
        _candidate(establishment, asked, hits.weight)
        for siret in hits.sirets
        if (establishment := known.get(siret)) is not None
        and establishment.diffusion is Diffusion.OPEN
        and (establishment.is_open or not asked.only_open)
    ]
    best = max((candidate.score for candidate in found), default=0.0)
    least = max(WORTH_SHOWING, WORTH_BESIDE_THE_BEST * best)
    worthy = [candidate for candidate in found if candidate.score >= least]
    return sorted(worthy, key=_rank)[: asked.limit]


async def look_up(
    text: str, area: Area, store: Store, *, search: SearchIndex, only_open: bool, limit: int
) -> list[Candidate]:
    """What a search box does: a number typed with spaces, a VAT number, or words.

    Raises `NotANumber` for digits with a wrong key.
    """
    number = number_in(text)
    if number is not None:
        found = await _by_number(number, store, limit=limit)
        return [Candidate(one, 1.0) for one in found if one.is_open or not only_open]
    asked = inquiry(text, area, only_open=only_open, limit=limit)
    return await find_establishments(asked, store, search=search)


async def _by_number(number: Siret | Siren, store: Store, *, limit: int) -> Sequence[Establishment]:
    if len(number) == 14:
        found = await store.establishments.get(Siret(number))
        return [found] if found else []
    return await store.establishments.of_company(Siren(number), after=None, limit=limit)


def _candidate(establishment: Establishment, asked: Inquiry, weight: Weight) -> Candidate:
    alike = resemblance(asked.words, portrait(establishment), weight=weight)
    return Candidate(establishment, alike.score, alike.by, alike.liberties)


def _rank(candidate: Candidate) -> tuple[float, str]:
    establishment = candidate.establishment
    worth = candidate.score
    worth += 0 if establishment.is_open else _CLOSED
    worth += 0 if establishment.is_head_office else _BRANCH
    return (-worth, candidate.siret)
