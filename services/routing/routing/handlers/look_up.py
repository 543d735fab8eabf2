"""Answer a search box: a number of the register or words, a place or a position, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from common.values import Siren, Siret
from routing.domain.choice import Candidate
from routing.domain.establishment import Establishment
from routing.domain.inquiry import Area, Inquiry, inquiry, number_in
from routing.domain.local import Point, distance_km
from routing.domain.reasons import Because, Reason, reasons_for
from routing.handlers.find_establishments import find_establishments
from routing.ports import SearchIndex
from routing.store import Store

# The communes around a position: those whose centre is so near, and no more than so many.
NEAR_KM, NEAR_COMMUNES = 25.0, 100
# What distance takes from a score: nothing on the spot, this much from `_FAR_KM` on.
_FAR, _FAR_KM = 0.15, 40.0
_BY_NUMBER = (Because(Reason.NUMBER),)


@dataclass(frozen=True, slots=True)
class LookUp:
    """What was typed and where; `position` prefers what is near without leaving out the rest."""

    text: str
    area: Area
    only_open: bool = False
    only_closed: bool = False
    limit: int = 10
    position: Point | None = None


async def look_up(command: LookUp, store: Store, *, search: SearchIndex) -> list[Candidate]:
    """Best first. Raises `NotANumber` for digits with a wrong key, `SearchUnavailable`."""
    asked = replace(
        inquiry(command.text, command.area, limit=command.limit),
        only_open=command.only_open,
        only_closed=command.only_closed,
    )
    number = number_in(command.text)
    if number is not None:
        found = await _by_number(number, store, limit=command.limit)
        admitted = [one for one in found if asked.admits(is_open=one.is_open)]
        return [Candidate(one, 1.0, reasons=_BY_NUMBER) for one in admitted]
    if command.position is None:
        candidates = await find_establishments(asked, store, search=search)
        return [_explained(one, asked) for one in candidates]
    return await _nearest(asked, command.position, store, search=search)


async def _by_number(number: Siret | Siren, store: Store, *, limit: int) -> Sequence[Establishment]:
    if len(number) == 14:
        found = await store.establishments.get(Siret(number))
        return [found] if found else []
    return await store.establishments.of_company(Siren(number), after=None, limit=limit)


async def _nearest(
    asked: Inquiry, position: Point, store: Store, *, search: SearchIndex
) -> list[Candidate]:
    """What is around the position and what is anywhere, the near first among equals."""
    far_away = await _distances(position, store)
    codes = sorted(
        (code for code, km in far_away.items() if km <= NEAR_KM), key=far_away.__getitem__
    )
    around = replace(asked, area=replace(asked.area, communes=tuple(codes[:NEAR_COMMUNES])))
    near = await find_establishments(around, store, search=search) if codes else []
    anywhere = await find_establishments(asked, store, search=search)
    found = {one.siret: one for one in (*near, *anywhere)}

    def rank(candidate: Candidate) -> tuple[float, str]:
        km = far_away.get(candidate.establishment.location.commune_code or "", _FAR_KM)
        return _FAR * min(1.0, km / _FAR_KM) - candidate.score, candidate.siret

    best = sorted(found.values(), key=rank)[: asked.limit]
    return [_explained(one, asked, far_away) for one in best]


async def _distances(position: Point, store: Store) -> dict[str, float]:
    """Kilometres to the centres of the communes around, by their codes."""
    return {
        commune.code: distance_km(position, commune.centre)
        for commune in await store.local.communes_near(position)
        if commune.centre is not None
    }


def _explained(
    candidate: Candidate, asked: Inquiry, distances: Mapping[str, float] | None = None
) -> Candidate:
    one = candidate.establishment
    reasons = reasons_for(one, candidate.by, asked)
    km = (distances or {}).get(one.location.commune_code or "")
    if km is not None:
        reasons = (*reasons, Because(Reason.DISTANCE, kilometres=km))
    return replace(candidate, reasons=reasons)
