"""The choice of a recipient among candidates: one convincing establishment, or an agent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from common.values import Siret
from routing.domain.establishment import Establishment
from routing.domain.mode import Mode
from routing.domain.reasons import Because
from routing.domain.resemblance import NameKind

# Below it a candidate does not convince; nearer than the margin two candidates are equals.
CONVINCING = 0.8
MARGIN = 0.06
# One typing slip is forgiven within a postal code, none over a whole département: elsewhere in it
# another shop may well bear the very name that was typed.
_SLIPS_IN_TOWN, _SLIPS_IN_DEPARTMENT = 1, 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An establishment, how well it answers (0 to 1), by which name and with what forgiven."""

    establishment: Establishment
    score: float
    by: NameKind | None = None
    liberties: int = 0
    reasons: tuple[Because, ...] = ()

    @property
    def siret(self) -> Siret:
        return self.establishment.siret


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided: `establishment` is None when an agent must choose, or nobody may get it."""

    mode: Mode
    establishment: Establishment | None = None
    candidates: tuple[Candidate, ...] = ()


def choose_by_name(
    candidates: Sequence[Candidate], *, is_narrow: bool, excluded: Collection[Siret]
) -> Choice:
    """The one convincing open establishment, or triage when in doubt.

    A wrong company must never receive a report: two equally good candidates are no match. A
    closed establishment that answers as well as the open one casts the same doubt. `is_narrow`:
    the place given is a postal code or a commune, not a whole département.
    """
    able = tuple(found for found in candidates if found.siret not in excluded)
    forgiven = _SLIPS_IN_TOWN if is_narrow else _SLIPS_IN_DEPARTMENT
    convincing = sorted(
        (found for found in able if found.score >= CONVINCING), key=lambda found: -found.score
    )
    rivals = [found for found in convincing if found.score > convincing[0].score - MARGIN]
    if not rivals or rivals[0].liberties > forgiven:
        return Choice(Mode.NO_MATCH, candidates=able)
    if len(rivals) > 1:
        return Choice(Mode.SEVERAL_MATCHES, candidates=able)
    if not rivals[0].establishment.is_open:
        return Choice(Mode.CLOSED, candidates=able)
    return Choice(Mode.NAME_AND_PLACE, rivals[0].establishment, able)


def choose_by_number(
    found: Establishment | None,
    *,
    head_office: Establishment | None,
    excluded: Collection[Siret],
    successor: Establishment | None = None,
) -> Choice:
    """The establishment of the number given if it is open, else its successor or head office.

    A report about a closed establishment is never dropped: without anybody who may receive it
    instead, an agent chooses.
    """
    if found is None:
        return Choice(Mode.NO_SUCH_SIRET)
    candidates = tuple(
        Candidate(one, score)
        for one, score in ((found, 1.0), (successor, 0.95), (head_office, 0.9))
        if one is not None and one.siret not in excluded
    )
    if found.is_open and found.siret not in excluded:
        return Choice(Mode.SIRET, found, candidates[:1])
    if _may_stand_in(successor, found, excluded):
        return Choice(Mode.SUCCESSOR, successor, candidates)
    if _may_stand_in(head_office, found, excluded):
        return Choice(Mode.HEAD_OFFICE, head_office, candidates)
    return Choice(Mode.CLOSED, candidates=candidates)


def _may_stand_in(
    other: Establishment | None, closed: Establishment, excluded: Collection[Siret]
) -> bool:
    return (
        other is not None
        and other.is_open
        and other.siret != closed.siret
        and other.siret not in excluded
    )
