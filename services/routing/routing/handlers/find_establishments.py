"""Find the establishments that somebody means by words and place."""

from collections.abc import Sequence

from common.values import Siret
from routing.domain.choice import Candidate
from routing.domain.establishment import Diffusion
from routing.domain.inquiry import Inquiry
from routing.ports import Hit, SearchIndex
from routing.store import Store

# Between two that resemble what was typed alike, the open one, then the head office.
_CLOSED, _BRANCH = -0.02, -0.001
# The index may be older than the registry: others take the place of those that are gone.
SPARE = 5
# Less than this, or far less than the best one, and showing it would only confuse.
WORTH_SHOWING, WORTH_BESIDE_THE_BEST = 0.3, 0.55


async def find_establishments(
    asked: Inquiry, store: Store, *, search: SearchIndex
) -> list[Candidate]:
    """Those that answer, best first. Raises `SearchUnavailable` when no index is in use."""
    await search.follow(await store.indexes.current())
    hits = worthy(await search.find(asked))[: asked.limit + SPARE]
    known = await store.establishments.many([hit.siret for hit in hits])
    found = [
        Candidate(establishment, hit.alike.score, hit.alike.by, hit.alike.liberties)
        for hit in hits
        if (establishment := known.get(hit.siret)) is not None
        and establishment.diffusion is Diffusion.OPEN
        and asked.admits(is_open=establishment.is_open)
    ]
    return sorted(found, key=_rank)[: asked.limit]


def worthy(hits: Sequence[Hit]) -> list[Hit]:
    """Best first, without those that answer far less well than the best."""
    best = max((hit.alike.score for hit in hits), default=0.0)
    least = max(WORTH_SHOWING, WORTH_BESIDE_THE_BEST * best)
    worthy = [hit for hit in hits if hit.alike.score >= least]
    return sorted(
        worthy,
        key=lambda hit: _order(
            hit.alike.score, hit.siret, is_open=hit.is_open, is_head_office=hit.is_head_office
        ),
    )


def _rank(candidate: Candidate) -> tuple[float, str]:
    one = candidate.establishment
    return _order(
        candidate.score, one.siret, is_open=one.is_open, is_head_office=one.is_head_office
    )


def _order(score: float, siret: Siret, *, is_open: bool, is_head_office: bool) -> tuple[float, str]:
    worth = score + (0 if is_open else _CLOSED) + (0 if is_head_office else _BRANCH)
    return (-worth, siret)
