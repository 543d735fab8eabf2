"""An index being written, beside those in use."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from tantivy import Index

from routing.domain.establishment import Diffusion, Establishment
from routing.gateways.index_files import files_of, open_index
from routing.gateways.index_schema import TOKENIZER, analyzer, documents, schema
from routing.gateways.index_seeker import load
from routing.gateways.index_share import IndexShare
from routing.gateways.index_vocabulary import FOLDER, write_vocabulary
from routing.ports import IndexVersion

WRITER_HEAP_BYTES = 128 * 1024 * 1024


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
        write_vocabulary(open_index(self._partial).searcher(), self._partial / FOLDER)
        version = IndexVersion(
            name=self._directory.name,
            registry_version=self._registry_version,
            documents=self._count,
            files=files_of(self._partial),
            in_storage=self._share is not None,
        )
        load(self._partial, version)
        return version
