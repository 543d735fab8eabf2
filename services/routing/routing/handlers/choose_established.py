"""Choose an establishment that is known, or what stands in for one that closed."""

from collections.abc import Collection
from dataclasses import replace

from common.values import Siret
from routing.domain.choice import Choice, choose_by_number
from routing.domain.establishment import Establishment
from routing.domain.mode import Mode
from routing.store import Store


async def choose_established(
    found: Establishment | None, store: Store, *, excluded: Collection[Siret] = frozenset()
) -> Choice:
    """The establishment if it is open, else its successor, else its head office, else an agent."""
    head_office = successor = None
    if found is not None and not found.is_open:
        successor = await store.successions.successor_of(found.siret)
        head_office = await store.establishments.head_office_of(found.siren)
    return choose_by_number(found, head_office=head_office, successor=successor, excluded=excluded)


async def choose_after_closed(
    choice: Choice, store: Store, *, excluded: Collection[Siret] = frozenset()
) -> Choice:
    """The successor of the one closed establishment that convinced by its name, if it has one.

    Its head office does not stand in: with a name and a place, people mean that place.
    """
    if choice.mode is not Mode.CLOSED or not choice.candidates:
        return choice
    closed = max(choice.candidates, key=lambda candidate: candidate.score)
    successor = await store.successions.successor_of(closed.siret)
    if successor is None or successor.siret in excluded:
        return choice
    return replace(choice, mode=Mode.SUCCESSOR, establishment=successor)
