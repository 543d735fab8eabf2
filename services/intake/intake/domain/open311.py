"""Open311 GeoReport v2: what the standard asks for, in our words.

The standard: services, their definitions, requests and tokens. A service is a leaf of the category
tree, a request is a report that a program with a key filed for a consumer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from intake.domain.category_tree import (
    CategoryTree,
    NotALeaf,
    Trail,
    UnknownCategory,
    WallReached,
)
from intake.domain.targets import TargetKind
from intake.domain.tracking import OPEN, Status

JURISDICTION = "fr"
LONGEST_WINDOW = timedelta(days=90)
MOST_ROWS = 1000
MOST_PAGES = 1000
MOST_IDS = 100
TRIES_PER_NETWORK = 600
TRIES_WINDOW = timedelta(hours=1)
# About a kilometre: enough for a map, too little to find a door.
PUBLIC_DECIMALS = 2
_BETWEEN_KEYS = "-"
_TARGETS = frozenset({TargetKind.PLACE, TargetKind.SIRET})
_YEARS = range(2000, 2101)


class Fault(StrEnum):
    """Why a call is refused."""

    KEY = "key"
    JURISDICTION = "jurisdiction"
    SERVICE_MISSING = "service_missing"
    SERVICE_UNKNOWN = "service_unknown"
    REQUEST_UNKNOWN = "request_unknown"
    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105 - the name of a fault
    BAD_ADDRESS = "bad_address"
    NOT_A_FORM = "not_a_form"
    UNREADABLE = "unreadable"
    REPEATED = "repeated"
    PLACE_MISSING = "place_missing"
    PLACE_NOT_TAKEN = "place_not_taken"
    COMMUNE_MISSING = "commune_missing"
    MEDIA = "media"
    PUBLISHED_ADDRESS = "published_address"
    TOO_LONG = "too_long"
    NOT_A_DATE = "not_a_date"
    WINDOW = "window"
    STATUS = "status"
    PAGE = "page"
    TOO_MANY_IDS = "too_many_ids"
    NOT_A_CHOICE = "not_a_choice"


class Open311Refused(Exception):
    """The call breaks a rule; `field` is the parameter that does, if it is one."""

    def __init__(self, fault: Fault, field: str = "") -> None:
        super().__init__(f"{field}: {fault}")
        self.fault = fault
        self.field = field


def check_jurisdiction(given: str) -> None:
    """There is one jurisdiction, which need not be named. Raises `Open311Refused`."""
    if given not in ("", JURISDICTION):
        raise Open311Refused(Fault.JURISDICTION, "jurisdiction_id")


def service_code(keys: Sequence[str]) -> str:
    """The code of a leaf: its keys from the top, as stable as they are."""
    return _BETWEEN_KEYS.join(keys)


def services(tree: CategoryTree) -> Iterator[Trail]:
    """The leaves that take reports about a place or an establishment."""
    for trail in tree.trails():
        if trail.end.is_leaf and trail.end.wall is None and not _TARGETS.isdisjoint(trail.targets):
            yield trail


def service(tree: CategoryTree, code: str) -> Trail:
    """The leaf of a code. Raises `Open311Refused`."""
    if not code:
        raise Open311Refused(Fault.SERVICE_MISSING, "service_code")
    try:
        trail = tree.leaf(code.split(_BETWEEN_KEYS))
    except (UnknownCategory, NotALeaf, WallReached):
        raise Open311Refused(Fault.SERVICE_UNKNOWN, "service_code") from None
    if _TARGETS.isdisjoint(trail.targets):
        raise Open311Refused(Fault.SERVICE_UNKNOWN, "service_code")
    return trail


def is_open(status: Status) -> bool:
    """`open` while someone must still act, else `closed`."""
    return status in OPEN


def parse_moment(text: str, field: str) -> datetime:
    """An instant, ISO 8601 with Z or an offset, in UTC. Raises `Open311Refused`.

    A plus sign that a client left bare in an address has become a blank: it is read as meant.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is None or moment.year not in _YEARS:
            raise Open311Refused(Fault.NOT_A_DATE, field)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Open311Refused(Fault.NOT_A_DATE, field) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which requests are asked for. With `ids`, nothing else counts."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    start: datetime
    end: datetime
    wants_open: bool | None = None
    page: int = 1
    page_size: int = MOST_ROWS


def parse_search(fields: dict[str, str], *, now: datetime) -> Search:
    """What the parameters of GET requests ask for; empty ones are as good as absent.

    The window is 90 days at most, the last ones unless told otherwise. Raises `Open311Refused`.
    """
    ids = _listed(fields.get("service_request_id", ""), "service_request_id")
    if ids:
        return Search(ids=ids, start=now - LONGEST_WINDOW, end=now)
    start, end = _window(fields.get("start_date", ""), fields.get("end_date", ""), now)
    return Search(
        codes=_listed(fields.get("service_code", ""), "service_code"),
        start=start,
        end=end,
        wants_open=_wants_open(fields.get("status", "")),
        page=_number(fields, "page", 1, most=MOST_PAGES),
        page_size=_number(fields, "page_size", MOST_ROWS, most=MOST_ROWS),
    )


def _window(start_text: str, end_text: str, now: datetime) -> tuple[datetime, datetime]:
    start = parse_moment(start_text, "start_date") if start_text else None
    end = parse_moment(end_text, "end_date") if end_text else None
    if start is None:
        end = end or now
        return end - LONGEST_WINDOW, end
    end = end or start + LONGEST_WINDOW
    if not timedelta(0) <= end - start <= LONGEST_WINDOW:
        raise Open311Refused(Fault.WINDOW, "end_date")
    return start, end


def _listed(text: str, field: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(found) > MOST_IDS:
        raise Open311Refused(Fault.TOO_MANY_IDS, field)
    return found


def _wants_open(text: str) -> bool | None:
    asked = {part.lower() for part in _listed(text, "status")}
    if not asked <= {"open", "closed"}:
        raise Open311Refused(Fault.STATUS, "status")
    return asked == {"open"} if len(asked) == 1 else None


def _number(fields: dict[str, str], field: str, default: int, *, most: int) -> int:
    text = fields.get(field, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= most):
        raise Open311Refused(Fault.PAGE, field)
    return int(text)
