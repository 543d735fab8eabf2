"""Choose the public body that answers for a place: by the category and the commune."""

from collections.abc import Collection, Sequence
from typing import Any

from common.values import Siret
from routing.domain.choice import Candidate, Choice
from routing.domain.local import Commune, communes_at, first_rules, most_precise
from routing.domain.mode import Mode
from routing.domain.target import ByPlace
from routing.handlers.choose_established import choose_established
from routing.store import Store

_EQUAL = 0.5


async def choose_by_place(
    way: ByPlace, path: str, store: Store, *, excluded: Collection[Siret]
) -> tuple[Choice, dict[str, Any]]:
    """The body of the most precise rule for the category and the commune, or triage.

    A point near two communes is in doubt: their town halls are candidates, none is chosen.
    """
    communes = await _communes(way, store)
    evidence: dict[str, Any] = {"communes": [one.code for one in communes]} if communes else {}
    if len(communes) > 1:
        return await _in_doubt(communes, path, store, excluded), evidence
    commune = communes[0].code if communes else None
    rule = most_precise(
        [*first_rules(), *await store.local.rules_for(path, commune)], path, commune
    )
    if rule is None:
        halls = await _town_halls(communes, store, excluded)
        return Choice(way.otherwise, candidates=halls), evidence
    evidence |= {"local_rule": f"{rule.category} × {rule.area}", "known_source": rule.source or ""}
    if rule.siret is None:
        return await _town_hall(communes, way.otherwise, store, excluded), evidence
    named = await store.establishments.get(rule.siret)
    choice = await choose_established(named, store, excluded=excluded)
    if choice.mode is not Mode.SIRET:
        return choice, evidence
    return Choice(Mode.LOCAL_RULE, choice.establishment, choice.candidates), evidence


async def _communes(way: ByPlace, store: Store) -> Sequence[Commune]:
    if way.commune is not None:
        return [Commune(way.commune, way.commune)]
    if way.point is not None:
        return communes_at(way.point, await store.local.communes_near(way.point))
    return await store.local.communes_of(way.postal_code) if way.postal_code else ()


async def _in_doubt(
    communes: Sequence[Commune], path: str, store: Store, excluded: Collection[Siret]
) -> Choice:
    """One body may answer for all of them; else nobody can tell which commune it is."""
    rules = {
        most_precise([*first_rules(), *await store.local.rules_for(path, one.code)], path, one.code)
        for one in communes
    }
    named = {rule.siret if rule else None for rule in rules}
    if len(named) == 1 and (siret := named.pop()) is not None:
        establishment = await store.establishments.get(siret)
        choice = await choose_established(establishment, store, excluded=excluded)
        if choice.mode is Mode.SIRET:
            return Choice(Mode.LOCAL_RULE, choice.establishment, choice.candidates)
    halls = await _town_halls(communes, store, excluded)
    return Choice(Mode.SEVERAL_COMMUNES, candidates=halls)


async def _town_hall(
    communes: Sequence[Commune], otherwise: Mode, store: Store, excluded: Collection[Siret]
) -> Choice:
    halls = await _town_halls(communes, store, excluded)
    if len(halls) != 1:
        return Choice(otherwise, candidates=halls)
    return Choice(Mode.TOWN_HALL, halls[0].establishment, (Candidate(halls[0].establishment, 1.0),))


async def _town_halls(
    communes: Sequence[Commune], store: Store, excluded: Collection[Siret]
) -> tuple[Candidate, ...]:
    sirets = [siret for one in communes for siret in await store.local.town_halls(one.code)]
    known = await store.establishments.many(sirets)
    return tuple(
        Candidate(known[siret], _EQUAL) for siret in dict.fromkeys(sirets) if siret not in excluded
    )
