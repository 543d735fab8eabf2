"""What routing needs from the outside world: a search index, stock files."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from common.values import Siret
from routing.domain.establishment import Establishment
from routing.domain.inquiry import Inquiry
from routing.domain.resemblance import Resemblance


class SearchUnavailable(Exception):
    """There is no search index yet, or it cannot be reached: ask again later."""


@dataclass(frozen=True, slots=True)
class IndexFile:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """A search index built from one version of the registry, and what proves it whole."""

    name: str
    registry_version: int
    documents: int
    files: tuple[IndexFile, ...]
    in_storage: bool

    def is_of(self, layout: str) -> bool:
        """Whether it was built in that layout: names begin with it."""
        return self.name.startswith(f"{layout}-")


@dataclass(frozen=True, slots=True)
class Hit:
    """An establishment that may answer, and how much it resembles what was typed."""

    siret: Siret
    alike: Resemblance
    is_open: bool
    is_head_office: bool


class SearchIndex(Protocol):
    """The index in use by this process, and the making of the next one."""

    @property
    def layout(self) -> str:
        """What its fields and files are called together; another release may have another."""

    async def follow(self, wanted: IndexVersion | None) -> None:
        """Make `wanted` the index in use; the old one serves until the new one is verified.

        One of another layout is left alone: the worker that reads ours builds it anew.
        """

    async def find(self, inquiry: Inquiry) -> Sequence[Hit]:
        """Those considered, most alike first. Raises `SearchUnavailable` without an index."""

    def open_build(self, registry_version: int, *, name: str) -> "IndexBuild": ...

    async def keep_only(self, names: Sequence[str]) -> None:
        """Remove the indexes that nobody needs any more."""


class IndexBuild(Protocol):
    """An index being made beside the running one."""

    async def add(self, establishments: Sequence[Establishment]) -> None: ...

    async def finish(self) -> IndexVersion:
        """Verify, put in place, share with the replicas."""

    async def abandon(self) -> None: ...


class Fault(StrEnum):
    """Why a line of a stock file was left out."""

    COLUMNS = "columns"
    NUMBER = "number"
    CHECKSUM = "checksum"
    MISMATCH = "mismatch"
    SUCCESSOR = "successor"
    DATE = "date"
    STATE = "state"
    DIFFUSION = "diffusion"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line left out. `line` counts from 1, the header; None when the order is lost."""

    line: int | None
    number: str
    fault: Fault


class StockUnreadable(Exception):
    """The file as a whole cannot be used: wrong columns, wrong encoding, cut short."""


class StockKind(StrEnum):
    ESTABLISHMENTS = "establishments"
    LEGAL_UNITS = "legal_units"
    SUCCESSIONS = "successions"


@dataclass(frozen=True, slots=True)
class StockPart:
    """Some lines of a stock, as CSV for COPY in the order of the columns of the table.

    `through`: INSEE's latest treatment among them; `share`: how much of the file is read by now.
    """

    rows: bytes
    accepted: int
    rejections: tuple[Rejection, ...]
    through: datetime | None
    share: float


class StockReader(Protocol):
    """INSEE's stock files, whatever they are packed in."""

    def columns(self, kind: StockKind) -> Sequence[str]: ...

    def fingerprint(self, path: Path, kind: StockKind) -> str:
        """Tells two files apart, and two ways of reading one. Raises `StockUnreadable`."""

    def parts(self, path: Path, kind: StockKind, *, skip: int = 0) -> Iterator[StockPart]:
        """The file part by part, never whole in memory. Raises `StockUnreadable`.

        The same file always has the same parts: `skip` leaves out those read before.
        """


class UpdatesUnreadable(Exception):
    """What was given as updates is not in INSEE's format."""


class UpdatesUnavailable(Exception):
    """INSEE cannot be asked now, or refuses to answer: nothing was lost, ask again later."""


# What one document tells, kind by kind.
Update = Mapping[StockKind, StockPart]


class UpdateFiles(Protocol):
    """Documents of the Sirene API kept in files."""

    def read(self, path: Path) -> Iterator[Update]:
        """One document after another. Raises `UpdatesUnreadable`."""


class SireneUpdates(Protocol):
    """INSEE's Sirene API."""

    def since(self, instant: datetime) -> AsyncIterator[Update]:
        """All that INSEE treated since then, page by page.

        Raises `UpdatesUnavailable`, `UpdatesUnreadable`.
        """


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was read, and where it was in the end."""

    address: str
    text: str


class PageUnavailable(Exception):
    """The page cannot be read: nobody answers, too slow, too large, no text."""


class PageRefused(PageUnavailable):
    """The address leads where we must not go: a private network, another port, another scheme."""


class Web(Protocol):
    """Other people’s websites."""

    async def read(self, address: str) -> WebPage:
        """Raises `PageUnavailable`, and `PageRefused` for what must not be asked."""
