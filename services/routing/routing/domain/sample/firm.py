"""A legal unit of the synthetic stock and its establishments."""

from dataclasses import dataclass

from routing.domain.sample.communes import Commune


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


def siret_of(firm: Firm, shop: Shop) -> str:
    """SIREN, rank on four digits, key."""
    body = f"{firm.siren}{shop.number:04d}"
    return f"{body}{check_digit(body)}"


# What a digit adds to Luhn's sum where it counts double, and where it does not.
_WORTH = ({str(n): 2 * n - 9 * (n > 4) for n in range(10)}, {str(n): n for n in range(10)})


def check_digit(digits: str) -> int:
    """The last digit that makes a number fit Luhn’s key."""
    doubled, plain = _WORTH
    total = sum(map(doubled.__getitem__, digits[::-2])) + sum(
        map(plain.__getitem__, digits[-2::-2])
    )
    return -total % 10


class Numbers:
    """SIRENs with a good key, given out of order and never twice, without remembering any.

    `heads` are the first digits that may be used: ten million numbers for each.
    """

    _ROOM = 10**7
    # Prime to ten: its multiples run through all the numbers before one comes again.
    _STEP = 7_654_321

    def __init__(self, heads: str, *, seed: int, first: int = 0) -> None:
        self._heads = heads
        self._shift = seed * 1_234_577
        self._next = first

    def siren(self) -> str:
        turn, head = divmod(self._next, len(self._heads))
        if turn >= self._ROOM:
            raise OverflowError(f"more legal units than numbers that begin with {self._heads}")
        self._next += 1
        body = f"{self._heads[head]}{(turn * self._STEP + self._shift) % self._ROOM:07d}"
        return f"{body}{check_digit(body)}"
