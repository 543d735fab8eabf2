"""The search index: Tantivy in a directory per version, followed without a failed query."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from routing.domain.inquiry import Inquiry
from routing.gateways.index_build import TantivyBuild
from routing.gateways.index_files import IndexBroken, verify_sums
from routing.gateways.index_schema import LAYOUT
from routing.gateways.index_seeker import Seeker, load
from routing.gateways.index_share import IndexShare, ShareBroken
from routing.ports import Hit, IndexBuild, IndexVersion, SearchUnavailable


class TantivyIndex:
    """The index in use by this process. `share` is None when replicas see the same disk."""

    def __init__(self, root: Path, *, share: IndexShare | None = None) -> None:
        self._root = root
        self._share = share
        self._loaded: tuple[IndexVersion, Seeker] | None = None
        self._following = asyncio.Lock()
        self._fetching: asyncio.Task[None] | None = None

    @property
    def layout(self) -> str:
        return LAYOUT

    @property
    def in_use(self) -> str | None:
        """The name of the index that answers now."""
        return self._loaded[0].name if self._loaded else None

    async def follow(self, wanted: IndexVersion | None) -> None:
        """Load from the disk at once, from the object storage in the background."""
        if wanted is None or not wanted.is_of(LAYOUT) or self._is_loaded(wanted):
            return
        async with self._following:
            if self._is_loaded(wanted):
                return
            directory = self._root / wanted.name
            if directory.is_dir():
                self._loaded = wanted, await asyncio.to_thread(load, directory, wanted)
            elif self._share is not None and wanted.in_storage:
                self._fetch(self._share, wanted)

    async def find(self, inquiry: Inquiry) -> Sequence[Hit]:
        if self._loaded is None:
            raise SearchUnavailable
        return await asyncio.to_thread(self._loaded[1].find, inquiry)

    def open_build(self, registry_version: int, *, name: str) -> IndexBuild:
        return TantivyBuild(self._root, name, registry_version, share=self._share)

    async def keep_only(self, names: Sequence[str]) -> None:
        """Readers keep files that are mapped; only the directory entries go."""
        await asyncio.to_thread(_remove_others, self._root, frozenset(names))
        if self._share is not None:
            await self._share.keep_only(names)

    def _is_loaded(self, wanted: IndexVersion) -> bool:
        return self.in_use == wanted.name

    def _fetch(self, share: IndexShare, wanted: IndexVersion) -> None:
        if self._fetching is not None and not self._fetching.done():
            return
        if self._fetching is not None and not self._fetching.cancelled():
            # Ask for the outcome, so that a failed download is told once and tried again.
            self._fetching.exception()
        self._fetching = asyncio.create_task(self._download(share, wanted))

    async def _download(self, share: IndexShare, wanted: IndexVersion) -> None:
        partial = self._root / f"{wanted.name}.partial"
        try:
            await share.download(wanted, into=partial)
            await asyncio.to_thread(verify_sums, partial, wanted)
        except (ShareBroken, IndexBroken):
            await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
            raise
        await asyncio.to_thread(partial.rename, self._root / wanted.name)


def _remove_others(root: Path, names: frozenset[str]) -> None:
    for directory in root.glob("*/") if root.is_dir() else ():
        if directory.name not in names and not directory.name.endswith(".partial"):
            shutil.rmtree(directory, ignore_errors=True)
