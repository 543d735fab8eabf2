"""Everything intake is made of, constructed once in `app.build`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from common.clock import paris_date
from common.http.sessions import SessionCookie
from common.secrets import Signer
from common.settings import HttpSettings
from common.storage import ObjectStorage
from common.unit_of_work import Cause, Ground
from intake.domain.buckets import Buckets
from intake.domain.category_tree import CategoryTree, TreeHistory
from intake.domain.open_data import PathMap
from intake.domain.tree_search import TreeSearches
from intake.ports import Antivirus, FileInspector
from intake.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeContent:
    """What the commands of the tree's editors read; each call reads the files."""

    read_history: Callable[[], TreeHistory]
    read_path_map: Callable[[], PathMap]
    count_paths: Callable[[Path], Mapping[tuple[str, ...], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeParts:
    """The cookies hold what only the consumer's browser has: the tracking session, the token of
    the draft, the proof of the e-mail, and the tracking link of the report just sent.
    `upload_origin` is where browsers post files to.
    """

    ground: Ground
    http: HttpSettings
    tracking_cookie: SessionCookie
    draft_cookie: SessionCookie
    proof_cookie: SessionCookie
    receipt_cookie: SessionCookie
    trees: TreeHistory
    searches: TreeSearches
    storage: ObjectStorage
    buckets: Buckets
    antivirus: Antivirus
    inspector: FileInspector
    picker: Signer
    routing_url: str
    upload_origin: str

    @property
    def tree(self) -> CategoryTree:
        """The version of the tree in force now, in Paris."""
        return self.trees.on(paris_date(self.ground.clock.now()))

    @property
    def tracking_page(self) -> str:
        """The address that a tracking secret is added to, as a fragment."""
        return f"{self.http.public_url.rstrip('/')}/tracking"

    def open_store(self, *, cause: Cause | None = None) -> Store:
        return Store(self.ground, cause=cause)

    async def close(self) -> None:
        await self.storage.close()
        await self.ground.engine.dispose()
