"""A synthetic stock: town halls, chains with branches, and a crowd of small companies."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from routing.domain.sample.communes import Commune, communes
from routing.domain.sample.vocabulary import (
    CHAINS,
    FAMILY_NAMES,
    FIRST_NAMES,
    OBJECTS,
    PLACES,
    QUALITIES,
    STREET_TYPES,
    STREETS,
    TRADES,
    Trade,
)
from routing.domain.words import fold

_LIMITED, _SIMPLIFIED, _SOLE = "5499", "5710", "1000"
_COMMUNE, _HOSPITAL = "7210", "7364"
_CLOSED_SHARE, _PARTIAL_SHARE, _SOLE_SHARE = 0.3, 0.05, 0.35
_PUBLIC_SHARE, _CHAIN_SHARE = 0.02, 0.08


@dataclass(frozen=True, slots=True)
class Shop:
    """An establishment of the stock; `number` is its rank in the company."""

    number: int
    commune: Commune
    street_number: str
    street_type: str
    street: str
    sign: str | None
    is_open: bool
    is_head_office: bool
    opened_on: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A legal unit: `name` for a company, `first_name` and `last_name` for a person."""

    siren: str
    legal_category: str
    activity_code: str
    shops: tuple[Shop, ...]
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    acronym: str | None = None
    is_partial: bool = False

    @property
    def is_open(self) -> bool:
        return any(shop.is_open for shop in self.shops)


def make_stock(size: int, *, seed: int) -> Iterator[Firm]:
    """Firms with `size` establishments in all, give or take the last firm's.

    The same size and seed give the same stock.
    """
    maker = _Maker(random.Random(seed))  # noqa: S311 - repeatable on purpose, no secret
    made = 0
    for firm in maker.firms(size):
        room = size - made
        if room <= 0:
            return
        kept = firm.shops if len(firm.shops) <= room else firm.shops[:room]
        made += len(kept)
        yield replace(firm, shops=kept)


def check_digit(digits: str) -> int:
    """The last digit that makes a number fit Luhn’s key."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def siret_of(firm: Firm, shop: Shop) -> str:
    """SIREN, rank on four digits, key."""
    body = f"{firm.siren}{shop.number:04d}"
    return f"{body}{check_digit(body)}"


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._communes = communes()
        self._weights = list(accumulate(commune.weight for commune in self._communes))
        self._trades = list(accumulate(trade.weight for trade in TRADES))
        self._known: set[str] = set()

    def firms(self, size: int) -> Iterator[Firm]:
        yield from self._public_bodies(max(10, int(size * _PUBLIC_SHARE)))
        yield from self._chains(int(size * _CHAIN_SHARE))
        while True:
            yield self._small_firm()

    def _public_bodies(self, count: int) -> Iterator[Firm]:
        """Town halls first, the largest towns before the others; then hospitals."""
        cities: dict[str, Commune] = {}
        for commune in sorted(self._communes, key=lambda one: -one.weight):
            cities.setdefault(commune.city, commune)
        bodies = [
            (f"COMMUNE DE {_plain(city)}", f"MAIRIE DE {_plain(city)}", _COMMUNE, "84.11Z", commune)
            for city, commune in cities.items()
        ] + [
            (f"CENTRE HOSPITALIER DE {_plain(city)}", None, _HOSPITAL, "86.10Z", commune)
            for city, commune in cities.items()
        ]
        for name, sign, category, code, commune in bodies[:count]:
            shop = replace(
                self._shop(1, commune=commune, is_open=True),
                sign=sign,
                street_number="1",
                street_type="PL",
                street="DE L HOTEL DE VILLE" if sign else "DE L HOPITAL",
                is_head_office=True,
            )
            yield Firm(self._siren("2"), category, code, (shop,), name=name)

    def _chains(self, count: int) -> Iterator[Firm]:
        """The n-th chain has about 1/n of the shops of the first."""
        share = count / sum(1 / rank for rank in range(1, len(CHAINS) + 1))
        for rank, (name, acronym, code) in enumerate(CHAINS, start=1):
            shops = tuple(
                replace(
                    self._shop(number, is_open=number == 1 or self._happens(0.9)),
                    sign=_plain(name),
                    is_head_office=number == 1,
                )
                for number in range(1, max(2, int(share / rank)) + 1)
            )
            legal_name = _plain(f"{name} France")
            yield Firm(self._siren(), _SIMPLIFIED, code, shops, name=legal_name, acronym=acronym)

    def _small_firm(self) -> Firm:
        trade = self._chance.choices(TRADES, cum_weights=self._trades)[0]
        first, last = self._skewed(FIRST_NAMES), self._skewed(FAMILY_NAMES)
        is_open = not self._happens(_CLOSED_SHARE)
        shops = self._moves(is_open)
        sign = self._sign(trade, shops[-1].commune, first, last)
        has_sign = self._happens(0.6)
        shops = tuple(replace(shop, sign=sign if has_sign else None) for shop in shops)
        if self._happens(_SOLE_SHARE):
            return Firm(
                self._siren(),
                _SOLE,
                trade.code,
                shops,
                first_name=_plain(first),
                last_name=_plain(last),
                is_partial=self._happens(_PARTIAL_SHARE),
            )
        legal = sign if self._happens(0.5) else self._sign(trade, shops[-1].commune, last, first)
        form = self._chance.choice(("SARL ", "SAS ", "", "", "EURL ", "SNC "))
        category = _LIMITED if form == "SARL " else _SIMPLIFIED
        return Firm(self._siren(), category, trade.code, shops, name=form + legal)

    def _moves(self, is_open: bool) -> tuple[Shop, ...]:  # noqa: FBT001 - private
        """One place; sometimes an earlier one, closed, that the firm moved from."""
        if not self._happens(0.15):
            return (replace(self._shop(1, is_open=is_open), is_head_office=True),)
        former = self._shop(1, is_open=False)
        present = self._shop(2, commune=former.commune, is_open=is_open)
        return former, replace(present, is_head_office=True)

    def _shop(self, number: int, *, is_open: bool, commune: Commune | None = None) -> Shop:
        chance = self._chance
        drawn = chance.choices(self._communes, cum_weights=self._weights)[0]
        return Shop(
            number=number,
            commune=commune or drawn,
            street_number=str(chance.randint(1, 180)),
            street_type=self._skewed(STREET_TYPES),
            street=self._skewed(STREETS),
            sign=None,
            is_open=is_open,
            is_head_office=False,
            opened_on=f"{chance.randint(1965, 2025)}-{chance.randint(1, 12):02d}-01",
        )

    def _sign(self, trade: Trade, commune: Commune, first: str, last: str) -> str:
        pattern = self._chance.choice(trade.signs)
        return _plain(
            pattern.format(
                n=last,
                n2=self._skewed(FAMILY_NAMES),
                f=first,
                o=self._skewed(OBJECTS),
                q=self._skewed(QUALITIES),
                p=self._skewed(PLACES),
                c=commune.city,
            )
        )

    def _skewed(self, words: tuple[str, ...]) -> str:
        """The first words come far more often than the last, as names do."""
        return words[int(len(words) * self._chance.random() ** 2)]

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    def _siren(self, first: str | None = None) -> str:
        """A number with a good key, never given twice in one stock."""
        while True:
            head = first or self._chance.choice("345789")
            body = head + f"{self._chance.randrange(10**7):07d}"
            siren = body + str(check_digit(body))
            if siren not in self._known:
                self._known.add(siren)
                return siren


def _plain(text: str) -> str:
    """As INSEE writes: capitals without accents, apostrophes as spaces."""
    return fold(text).upper().replace("’", " ").replace("'", " ").replace("-", " ")
