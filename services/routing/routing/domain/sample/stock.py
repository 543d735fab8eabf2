"""A synthetic stock: town halls, chains with branches, and a crowd of small companies."""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from routing.domain.sample.communes import Commune, communes
from routing.domain.sample.firm import Firm, Numbers, Shop, check_digit, siret_of
from routing.domain.sample.names import (
    family_name,
    plain,
    plain_all,
    plain_patterns,
    skewed,
)
from routing.domain.sample.villages import towns_and_villages
from routing.domain.sample.vocabulary import (
    CHAINS,
    FIRST_NAMES,
    OBJECTS,
    PLACES,
    QUALITIES,
    STREET_TYPES,
    STREETS,
    TRADES,
    Trade,
)

__all__ = ["Chunk", "Firm", "Shop", "check_digit", "chunks", "make_chunk", "make_stock", "siret_of"]

_LIMITED, _SIMPLIFIED, _SOLE = "5499", "5710", "1000"
_COMMUNE, _HOSPITAL = "7210", "7364"
CLOSED_SHARE = 0.3
_PARTIAL_SHARE, _SOLE_SHARE, _MOVED_SHARE, _SIGN_SHARE = 0.05, 0.35, 0.15, 0.6
_PUBLIC_SHARE, _CHAIN_SHARE = 0.02, 0.08
# A legal unit numbers its establishments on four digits; a chain is many franchised companies.
_LARGEST, _FRANCHISEE = 400, 40
CHUNK = 20_000
_FORMS = ("SARL ", "SAS ", "", "", "EURL ", "SNC ")
# First digits of the numbers, so that no two makers ever give the same.
_SMALL, _PUBLIC, _CHAIN = "345789", "2", "6"
_PUBLIC_BODIES, _CHAINS, _SMALL_FIRMS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a stock that can be made without the others: `size` establishments.

    The first (number 0) holds public bodies, the second chains, the others small firms.
    """

    number: int
    size: int
    seed: int
    closed_share: float


def make_stock(size: int, *, seed: int, closed_share: float = CLOSED_SHARE) -> Iterator[Firm]:
    """Firms with `size` establishments in all; the same arguments give the same stock.

    `closed_share`: of the small firms, those that ended; without any, no establishment is closed.
    """
    for chunk in chunks(size, seed=seed, closed_share=closed_share):
        yield from make_chunk(chunk)


def chunks(size: int, *, seed: int, closed_share: float = CLOSED_SHARE) -> Iterator[Chunk]:
    public, in_chains = _public_count(size), int(size * _CHAIN_SHARE)
    yield Chunk(_PUBLIC_BODIES, public, seed, closed_share)
    yield Chunk(_CHAINS, in_chains, seed, closed_share)
    rest = size - public - in_chains
    for number in range(-(-rest // CHUNK)):
        part = min(CHUNK, rest - number * CHUNK)
        yield Chunk(_SMALL_FIRMS + number, part, seed, closed_share)


def make_chunk(chunk: Chunk) -> Iterator[Firm]:
    chance = random.Random(f"{chunk.seed}/{chunk.number}")  # noqa: S311 - repeatable, no secret
    maker = _Maker(chance, chunk)
    made = 0
    for firm in maker.firms():
        room = chunk.size - made
        if len(firm.shops) >= room:
            yield firm if len(firm.shops) == room else replace(firm, shops=firm.shops[:room])
            return
        made += len(firm.shops)
        yield firm


def _public_count(size: int) -> int:
    """At most a town hall and a hospital for each city."""
    return min(2 * len({one.city for one in communes()}), max(10, int(size * _PUBLIC_SHARE)))


class _Drawn:
    """A choice among things of unequal weight."""

    def __init__(self, things: Sequence[Commune | Trade]) -> None:
        self._sums = list(accumulate(one.weight for one in things))

    def place(self, chance: random.Random) -> int:
        return bisect(self._sums, chance.random() * self._sums[-1])


class _Maker:
    def __init__(self, chance: random.Random, chunk: Chunk) -> None:
        self._chance = chance
        self._chunk = chunk
        self._communes = towns_and_villages()
        self._drawn_commune = _Drawn(self._communes)
        self._drawn_trade = _Drawn(TRADES)

    def firms(self) -> Iterator[Firm]:
        if self._chunk.number == _PUBLIC_BODIES:
            return self._public_bodies(self._chunk.size)
        if self._chunk.number == _CHAINS:
            return self._chains(self._chunk.size)
        return self._small_firms()

    def _small_firms(self) -> Iterator[Firm]:
        first = (self._chunk.number - _SMALL_FIRMS) * CHUNK
        numbers = Numbers(_SMALL, seed=self._chunk.seed, first=first)
        while True:
            yield self._small_firm(numbers.siren())

    def _public_bodies(self, count: int) -> Iterator[Firm]:
        """Town halls first, the largest towns before the others; then hospitals."""
        numbers = Numbers(_PUBLIC, seed=self._chunk.seed)
        cities: dict[str, Commune] = {}
        for commune in sorted(communes(), key=lambda one: -one.weight):
            cities.setdefault(commune.city, commune)
        bodies = [
            (f"COMMUNE DE {plain(city)}", f"MAIRIE DE {plain(city)}", _COMMUNE, "84.11Z", commune)
            for city, commune in cities.items()
        ] + [
            (f"CENTRE HOSPITALIER DE {plain(city)}", None, _HOSPITAL, "86.10Z", commune)
            for city, commune in cities.items()
        ]
        for name, sign, category, code, commune in bodies[:count]:
            shop = replace(
                self._shop(1, commune, sign=sign, is_open=True, is_head_office=True),
                street_number="1",
                street_type="PL",
                street="DE L HOTEL DE VILLE" if sign else "DE L HOPITAL",
            )
            yield Firm(numbers.siren(), category, code, (shop,), name=name)

    def _chains(self, count: int) -> Iterator[Firm]:
        """The n-th chain has about 1/n of the shops of the first; the last fills what is left."""
        numbers = Numbers(_CHAIN, seed=self._chunk.seed)
        share = count / sum(1 / rank for rank in range(1, len(CHAINS) + 1))
        for rank, (name, letters, code) in enumerate(CHAINS, start=1):
            is_last = rank == len(CHAINS)
            left = count if is_last else max(2, int(share / rank))
            size = min(left, _LARGEST)
            legal_name, acronym = plain(f"{name} France"), letters
            while left > 0:
                shops = self._branches(size, sign=plain(name))
                yield Firm(
                    numbers.siren(), _SIMPLIFIED, code, shops, name=legal_name, acronym=acronym
                )
                left -= size
                size = min(left, self._chance.randint(1, _FRANCHISEE))
                legal_name = f"{plain(name)} {plain(self._commune().city)}"
                acronym = None

    def _branches(self, count: int, *, sign: str) -> tuple[Shop, ...]:
        closed = min(0.1, self._chunk.closed_share)
        return tuple(
            self._shop(
                number,
                self._commune(),
                sign=sign,
                is_open=number == 1 or not self._happens(closed),
                is_head_office=number == 1,
            )
            for number in range(1, count + 1)
        )

    def _small_firm(self, siren: str) -> Firm:
        trade = TRADES[self._drawn_trade.place(self._chance)]
        first = skewed(plain_all(FIRST_NAMES), self._chance)
        last = family_name(self._chance)
        commune = self._commune()
        sign = self._sign(trade, commune, first, last)
        shops = self._moves(commune, sign if self._happens(_SIGN_SHARE) else None)
        if self._happens(_SOLE_SHARE):
            return Firm(
                siren,
                _SOLE,
                trade.code,
                shops,
                first_name=first,
                last_name=last,
                is_partial=self._happens(_PARTIAL_SHARE),
            )
        legal = sign if self._happens(0.5) else self._sign(trade, commune, last, first)
        form = _FORMS[int(self._chance.random() * len(_FORMS))]
        category = _LIMITED if form == "SARL " else _SIMPLIFIED
        return Firm(siren, category, trade.code, shops, name=form + legal)

    def _moves(self, commune: Commune, sign: str | None) -> tuple[Shop, ...]:
        """One place; sometimes an earlier one, closed, that the firm moved from."""
        closed = self._chunk.closed_share
        is_open = not self._happens(closed)
        if not closed or not self._happens(_MOVED_SHARE):
            return (self._shop(1, commune, sign=sign, is_open=is_open, is_head_office=True),)
        return (
            self._shop(1, commune, sign=sign, is_open=False, is_head_office=False),
            self._shop(2, commune, sign=sign, is_open=is_open, is_head_office=True),
        )

    def _shop(
        self,
        number: int,
        commune: Commune,
        *,
        sign: str | None,
        is_open: bool,
        is_head_office: bool,
    ) -> Shop:
        chance = self._chance
        day = int(chance.random() * 61 * 12)
        return Shop(
            number=number,
            commune=commune,
            street_number=str(1 + int(chance.random() * 180)),
            street_type=skewed(STREET_TYPES, chance),
            street=skewed(STREETS, chance),
            sign=sign,
            is_open=is_open,
            is_head_office=is_head_office,
            opened_on=f"{1965 + day // 12}-{day % 12 + 1:02d}-01",
        )

    def _sign(self, trade: Trade, commune: Commune, first: str, last: str) -> str:
        patterns = plain_patterns(trade.signs)
        pattern = patterns[int(self._chance.random() * len(patterns))]
        return pattern.format(
            n=last,
            n2=family_name(self._chance) if "{n2}" in pattern else "",
            f=first,
            o=skewed(plain_all(OBJECTS), self._chance),
            q=skewed(plain_all(QUALITIES), self._chance),
            p=skewed(plain_all(PLACES), self._chance),
            c=plain(commune.city),
        )

    def _commune(self) -> Commune:
        return self._communes[self._drawn_commune.place(self._chance)]

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share
