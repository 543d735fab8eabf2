"""One place in the category tree: its words, what it asks, whom it is about, where it stops."""

from dataclasses import dataclass
from enum import StrEnum

from intake.domain.targets import TargetKind
from intake.domain.wording import Wording

FIRST_VERSION = 1


class Tag(StrEnum):
    """What a report is also about; routing, portal and agents filter on these."""

    ACCESSIBILITY = "accessibility"
    CANCELLATION = "cancellation"
    CANVASSING = "canvassing"
    DANGEROUS_PRODUCT = "dangerous_product"
    FOOD = "food"
    GREEN_CLAIM = "green_claim"
    HIDDEN_FROM_COMPANY = "hidden_from_company"
    HYGIENE = "hygiene"
    INFLUENCER = "influencer"
    INTERNET = "internet"
    PRICE = "price"
    PUBLIC_SERVICE = "public_service"
    QUANTITY = "quantity"
    SCAM = "scam"
    TELECOM = "telecom"


class QuestionKind(StrEnum):
    """What a reply must be.

    `date`: a day not in the future; `day`: any day; `time_slot`: an hour of the day; `amount`:
    euros, two decimals at most; `choices`: several of them; `barcode`: a GTIN with its check digit.
    """

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    DAY = "day"
    TIME_SLOT = "time_slot"
    AMOUNT = "amount"
    BARCODE = "barcode"
    POSTAL_CODE = "postal_code"


WITH_CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    label: Wording
    kind: QuestionKind
    hint: Wording | None = None
    is_required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: Wording
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Why no report is taken here, and where to go instead: other sites, other branches."""

    advice: Wording
    links: tuple[Link, ...] = ()
    branches: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """What a branch says in place of the form’s own words; None: the form’s own words stand.

    `story`: under the story's label; `files`: what to attach; `company`: the title of the
    company's step; `afterwards`: what to do once the report has left.
    """

    story: Wording | None = None
    files: Wording | None = None
    company: Wording | None = None
    afterwards: Wording | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A subject as the authorities file it; the same code for the same subject everywhere."""

    key: str
    label: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place in the tree. `question` introduces the children; a node without any is a leaf.

    `help` is what to know before reporting. `words` are what people write for this in the search,
    separated by commas. `since` is the first version of the tree that has the node, `until` the
    first that no longer has it.
    """

    key: str
    title: Wording
    hint: Wording | None = None
    help: Wording | None = None
    question: Wording | None = None
    icon: str | None = None
    tags: frozenset[Tag] = frozenset()
    targets: tuple[TargetKind, ...] = ()
    questions: tuple[Question, ...] = ()
    codes: tuple[Code, ...] = ()
    prompts: Prompts = Prompts()
    words: Wording | None = None
    offers_advice: bool = False
    wall: Wall | None = None
    since: int = FIRST_VERSION
    until: int | None = None
    children: tuple["Node", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def child(self, key: str) -> "Node | None":
        return next((child for child in self.children if child.key == key), None)

    def stands_in(self, version: int) -> bool:
        return self.since <= version and (self.until is None or version < self.until)
