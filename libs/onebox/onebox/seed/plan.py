"""Who files what, when, about whom, and what becomes of it: decided before anything is done.

The same seed and the same day give the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from common.clock import PARIS
from onebox.seed.texts import Reply, Review, Texts

DAYS = 84
# The share of the week's reports that each day gets, from Monday.
WEEK = (1.3, 1.2, 1.1, 1.0, 1.0, 0.7, 0.5)
SURGE_CATEGORY = "travel"
SURGE_DAYS = range(54, 61)


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Shop:
    """An establishment that reports are about. `is_active`: it has an account and answers."""

    siret: str
    name: str
    postal_code: str
    category: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What follows, counted from the filing; None: it never happens."""

    read_after: timedelta | None = None
    answer_after: timedelta | None = None
    reply: Reply | None = None
    review_after: timedelta | None = None
    review: Review | None = None
    withdrawn_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """One report to be: `target` is in the words of intake's public contract."""

    at: datetime
    path: tuple[str, ...]
    story: str
    target: Mapping[str, str]
    person: Person
    shares_identity: bool
    wishes_advice: bool
    fate: Fate


@dataclass(frozen=True, slots=True)
class Planner:
    """`leaves` are the paths of the category tree that take a report."""

    today: date
    shops: Sequence[Shop]
    leaves: Sequence[tuple[str, ...]]
    texts: Texts
    dice: Random

    def filings(self, count: int) -> list[Filing]:
        """In the order of time, the last ones yesterday."""
        weights = [self._weight(number) for number in range(DAYS)]
        chosen = self.dice.choices(range(DAYS), weights, k=count)
        return sorted(map(self._filing, chosen), key=lambda filing: filing.at)

    def _day(self, number: int) -> date:
        return self.today - timedelta(days=DAYS - number)

    def _weight(self, number: int) -> float:
        """Busier on Mondays, a little more each week, and a peak when one agency fails."""
        growth = 1 + number / DAYS / 2
        return WEEK[self._day(number).weekday()] * growth * (2.5 if number in SURGE_DAYS else 1)

    def _filing(self, number: int) -> Filing:
        shop = self._shop(number)
        paths = [leaf for leaf in self.leaves if leaf[0] == shop.category] or list(self.leaves)
        path = self.dice.choice(paths)
        return Filing(
            at=self._moment(self._day(number)),
            path=path,
            story=self.dice.choice(self.texts.stories_of(path[0])),
            target=self._target(shop),
            person=self._person(),
            shares_identity=self.dice.random() < 0.6,
            wishes_advice=self.dice.random() < 0.04,
            fate=self._fate(shop),
        )

    def _shop(self, number: int) -> Shop:
        agencies = [shop for shop in self.shops if shop.category == SURGE_CATEGORY]
        if number in SURGE_DAYS and agencies and self.dice.random() < 0.6:
            return agencies[0]
        return self.dice.choice(self.shops)

    def _moment(self, day: date) -> datetime:
        """Between breakfast and bedtime in Paris, mostly in the evening."""
        minutes = int(self.dice.triangular(7 * 60, 23 * 60, 19 * 60))
        return datetime.combine(day, time(minutes // 60, minutes % 60), PARIS)

    def _person(self) -> Person:
        return Person(
            self.dice.choice(self.texts.first_names),
            self.dice.choice(self.texts.last_names),
            f"consommateur{self.dice.randrange(10**6):06}@vigie.example",
        )

    def _target(self, shop: Shop) -> Mapping[str, str]:
        throw = self.dice.random()
        if throw < 0.82:
            return {"kind": "siret", "siret": shop.siret}
        if throw < 0.90:
            return {"kind": "company", "name": shop.name, "postal_code": shop.postal_code}
        if throw < 0.95:
            return {"kind": "website", "url": f"https://boutique-{self.dice.randrange(40)}.example"}
        if throw < 0.98:
            return {"kind": "unknown", "postal_code": shop.postal_code}
        return {"kind": "foreign", "name": "Northern Trading Ltd", "country": "IE"}

    def _fate(self, shop: Shop) -> Fate:
        withdrawn = self._days(1, 20) if self.dice.random() < 0.03 else None
        if not shop.is_active or self.dice.random() < 0.12:
            return Fate(withdrawn_after=withdrawn)
        read = self._days(0, 9) + timedelta(hours=2)
        if withdrawn or self.dice.random() < 0.15:
            return Fate(read_after=read, withdrawn_after=withdrawn)
        replies = self.texts.replies
        reply = self.dice.choices(replies, [each.weight for each in replies])[0]
        answered = read + self._days(0, 12) + timedelta(hours=1)
        if reply.kind == "not_concerned" or self.dice.random() < 0.5:
            return Fate(read, answered, reply)
        reviews = self.texts.reviews
        review = self.dice.choices(reviews, [each.weight for each in reviews])[0]
        return Fate(read, answered, reply, answered + self._days(1, 6), review)

    def _days(self, least: int, most: int) -> timedelta:
        return timedelta(days=self.dice.randint(least, most))
