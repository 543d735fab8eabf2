"""Who may be concerned when a holder says that it is not: one candidate, or a question."""

from collections.abc import Collection, Sequence

from common.values import Siret
from routing.domain.choice import CONVINCING, MARGIN, Candidate, Choice
from routing.domain.mode import Mode

# So many establishments refuse before an agent looks for the next one.
MOST_OFFERS = 3
# What the former holder says of its own group or partner is worth more than our guess.
PROPOSED, HEAD_OFFICE, SELLER = 1.0, 0.95, 0.9


def next_holder(candidates: Sequence[Candidate], excluded: Collection[Siret]) -> Choice:
    """The one candidate that stands out, to whom the report is offered; else an agent chooses.

    Two equally good ones are no match. After `MOST_OFFERS` refusals nobody is offered it blindly.
    """
    able = _able(candidates, excluded)
    if not able or able[0].score < CONVINCING or len(excluded) > MOST_OFFERS:
        return Choice(Mode.DECLINED, candidates=able)
    if len(able) > 1 and able[1].score > able[0].score - MARGIN:
        return Choice(Mode.DECLINED, candidates=able)
    return Choice(Mode.HAND_OFF, able[0].establishment, able)


def _able(candidates: Sequence[Candidate], excluded: Collection[Siret]) -> tuple[Candidate, ...]:
    """Open ones that did not decline, each once with its best score, the best first."""
    best: dict[Siret, Candidate] = {}
    for one in candidates:
        if one.siret in excluded or not one.establishment.is_open:
            continue
        if one.siret not in best or one.score > best[one.siret].score:
            best[one.siret] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.siret)))
