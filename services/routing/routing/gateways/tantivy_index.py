"""The search index: Tantivy in a directory per version, followed without a failed query."""

import asyncio
import hashlib
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tantivy import Document, Index, Searcher

from common.values import Siret
from routing.domain.establishment import Diffusion, Establishment
from routing.domain.inquiry import Inquiry
from routing.domain.resemblance import Weight
from routing.gateways.index_schema import (
    JOINED,
    NAMES,
    PLACE,
    SIRET,
    TOKENIZER,
    Questions,
    analyzer,
    documents,
    schema,
)
from routing.gateways.index_share import IndexShare, ShareBroken
from routing.ports import Hits, IndexBuild, IndexFile, IndexVersion, SearchUnavailable

HITS = 60
ENOUGH = 12
WRITER_HEAP_BYTES = 64 * 1024 * 1024
READ_BYTES = 1024 * 1024


class IndexBroken(Exception):
    """The files are not those that were built: sizes, sums or the number of documents differ."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    version: IndexVersion
    searcher: Searcher
    questions: Questions
    weight: Weight


class TantivyIndex:
    """The index in use by this process. `share` is None when replicas see the same disk."""

    def __init__(self, root: Path, *, share: IndexShare | None = None) -> None:
        self._root = root
        self._share = share
        self._loaded: _Loaded | None = None
        self._following = asyncio.Lock()
        self._fetching: asyncio.Task[None] | None = None

    async def follow(self, wanted: IndexVersion | None) -> None:
        """Load from the disk at once, from the object storage in the background."""
        if wanted is None or self._is_loaded(wanted):
            return
        async with self._following:
            if self._is_loaded(wanted):
                return
            directory = self._root / wanted.name
            if directory.is_dir():
                self._loaded = await asyncio.to_thread(_load, directory, wanted)
            elif self._share is not None and wanted.in_storage:
                self._fetch(self._share, wanted)

    async def find(self, inquiry: Inquiry) -> Hits:
        if self._loaded is None:
            raise SearchUnavailable
        return await asyncio.to_thread(_find, self._loaded, inquiry)

    def open_build(self, registry_version: int, *, name: str) -> IndexBuild:
        return TantivyBuild(self._root, name, registry_version, share=self._share)

    async def keep_only(self, names: Sequence[str]) -> None:
        """Readers keep files that are mapped; only the directory entries go."""
        await asyncio.to_thread(_remove_others, self._root, frozenset(names))
        if self._share is not None:
            await self._share.keep_only(names)

    def _is_loaded(self, wanted: IndexVersion) -> bool:
        return self._loaded is not None and self._loaded.version.name == wanted.name

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
            await asyncio.to_thread(_verify_sums, partial, wanted)
        except (ShareBroken, IndexBroken):
            await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
            raise
        await asyncio.to_thread(partial.rename, self._root / wanted.name)


class TantivyBuild:
    """An index being written in a directory that no reader looks into until it is finished."""

    def __init__(
        self, root: Path, name: str, registry_version: int, *, share: IndexShare | None
    ) -> None:
        self._directory = root / name
        self._partial = root / f"{name}.partial"
        self._registry_version = registry_version
        self._share = share
        self._count = 0
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(parents=True)
        index = Index(schema(), path=str(self._partial))
        index.register_tokenizer(TOKENIZER, analyzer())
        self._index = index
        self._writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)

    async def add(self, establishments: Sequence[Establishment]) -> None:
        """Persons in partial diffusion are left out: nobody finds them by name or address."""
        public = [one for one in establishments if one.diffusion is Diffusion.OPEN]
        self._count += len(public)
        await asyncio.to_thread(self._write, public)

    async def finish(self) -> IndexVersion:
        version = await asyncio.to_thread(self._close)
        if self._share is not None:
            await self._share.upload(version, self._partial)
        await asyncio.to_thread(self._partial.rename, self._directory)
        return version

    async def abandon(self) -> None:
        await asyncio.to_thread(self._discard)

    def _write(self, establishments: Sequence[Establishment]) -> None:
        for written in documents(establishments):
            self._writer.add_document(written)

    def _discard(self) -> None:
        # Until its writer is done, Tantivy goes on creating files.
        self._writer.rollback()
        self._writer.wait_merging_threads()
        shutil.rmtree(self._partial, ignore_errors=True)

    def _close(self) -> IndexVersion:
        self._writer.commit()
        self._writer.wait_merging_threads()
        version = IndexVersion(
            name=self._directory.name,
            registry_version=self._registry_version,
            documents=self._count,
            files=_files(self._partial),
            in_storage=self._share is not None,
        )
        _load(self._partial, version)
        return version


def _load(directory: Path, version: IndexVersion) -> _Loaded:
    """Open an index and check that it is the one that was built."""
    for file in version.files:
        path = directory / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise IndexBroken(f"{directory.name}/{file.name}")
    index = Index.open(str(directory))
    index.register_tokenizer(TOKENIZER, analyzer())
    index.reload()
    searcher = index.searcher()
    if searcher.num_docs != version.documents:
        raise IndexBroken(f"{searcher.num_docs} documents, not {version.documents}")
    return _Loaded(version, searcher, Questions(index.schema), _weights(searcher))


def _find(loaded: _Loaded, inquiry: Inquiry) -> Hits:
    """First those that know every word, then, when they are few, those that know most."""
    searcher, count = loaded.searcher, len(inquiry.words)
    found: dict[str, None] = {}
    for at_least in dict.fromkeys((count, max(1, count - 1), max(1, count // 2))):
        if not inquiry.words or len(found) >= ENOUGH:
            break
        query = loaded.questions.ask(inquiry, at_least=at_least)
        for _, address in searcher.search(query, HITS, count=False).hits:
            found.setdefault(_siret(searcher.doc(address)))
    return Hits(tuple(Siret(siret) for siret in found), loaded.weight)


def _siret(stored: Document) -> str:
    return str(stored.get_first(SIRET))


def _weights(searcher: Searcher) -> Weight:
    """How telling a word is: from 0.25 for one that all names share to 1.25 for an unknown one."""
    everything = math.log(searcher.num_docs + 2)

    @lru_cache(maxsize=8_192)
    def weight(word: str) -> float:
        known = max(searcher.doc_freq(field, word) for field in (NAMES, JOINED, PLACE))
        return 0.25 + math.log((searcher.num_docs + 2) / (known + 1)) / everything

    return weight


def _files(directory: Path) -> tuple[IndexFile, ...]:
    """The files of an index; locks and hidden files are none of it."""
    paths = sorted(path for path in directory.iterdir() if not path.name.startswith("."))
    return tuple(
        IndexFile(path.name, path.stat().st_size, _sum(path))
        for path in paths
        if path.suffix != ".lock"
    )


def _verify_sums(directory: Path, version: IndexVersion) -> None:
    for file in version.files:
        path = directory / file.name
        if not path.is_file() or _sum(path) != file.sha256:
            raise IndexBroken(f"{directory.name}/{file.name}")


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _remove_others(root: Path, names: frozenset[str]) -> None:
    for directory in root.glob("*/") if root.is_dir() else ():
        if directory.name not in names and not directory.name.endswith(".partial"):
            shutil.rmtree(directory, ignore_errors=True)
