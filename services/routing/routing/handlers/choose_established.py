"""Choose an establishment that is known, or what stands in for one that closed."""

from collections.abc import Collection

from common.values import Siret
from routing.domain.choice import Choice, choose_by_number
from routing.domain.establishment import Establishment
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
