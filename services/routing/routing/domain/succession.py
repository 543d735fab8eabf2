"""Who carries on after an establishment that closed, as INSEE's historic links tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from common.values import Siret


@dataclass(frozen=True, slots=True)
class SuccessionLink:
    """One establishment followed another. Source: INSEE `StockEtablissementLiensSuccession`.

    `is_continuous`: the same business goes on;
    `moves_head_office`: the company's head office moved.
    """

    predecessor: Siret
    successor: Siret
    linked_on: date
    moves_head_office: bool
    is_continuous: bool

    @property
    def carries_on(self) -> bool:
        """Whether the successor answers for what the predecessor did.

        Somebody who merely took over the premises does not: a wrong company must never receive
        a report.
        """
        is_same_company = self.predecessor[:9] == self.successor[:9]
        return self.is_continuous or (self.moves_head_office and is_same_company)


def open_successor(
    closed: Siret, links: Iterable[SuccessionLink], is_open: Mapping[Siret, bool]
) -> Siret | None:
    """The first open establishment down the chain; None where it forks, loops or ends.

    Only the latest link of each establishment counts; several of that day are in doubt.
    """
    links_of: dict[Siret, list[SuccessionLink]] = {}
    for link in links:
        if link.carries_on:
            links_of.setdefault(link.predecessor, []).append(link)
    met = {closed}
    current = closed
    while found := links_of.get(current):
        last = max(link.linked_on for link in found)
        successors = {link.successor for link in found if link.linked_on == last}
        if len(successors) > 1 or successors & met:
            return None
        (current,) = successors
        met.add(current)
        if is_open.get(current, False):
            return current
    return None
