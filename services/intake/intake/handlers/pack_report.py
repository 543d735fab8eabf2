"""Everything about a report in one archive, sent as it is made: one file in memory at a time."""

import io
from collections.abc import AsyncIterator, Sequence
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from common.storage import NoSuchObject, ObjectStorage, StorageUnavailable
from intake.domain.attachment import Attachment

MISSING = "fichiers-manquants.txt"


async def pack_report(
    told: str, files: Sequence[Attachment], *, storage: ObjectStorage, bucket: str
) -> AsyncIterator[bytes]:
    """A zip: what is known of the report (JSON) and its clean files.

    A file that cannot be had now is named in the archive instead of cutting it short.
    """
    sink = _Sink()
    missing: list[str] = []
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        archive.writestr("signalement.json", told)
        yield sink.drain()
        for number, file in enumerate(files, start=1):
            if file.clean is None:
                continue
            name = f"{number}-{PurePath(file.shown_filename).name}"
            try:
                content = await storage.get(
                    bucket, file.clean.storage_key, max_bytes=file.clean.size
                )
            except (NoSuchObject, StorageUnavailable):
                missing.append(name)
                continue
            # Pictures and PDF are compressed already.
            archive.writestr(name, content, ZIP_STORED)
            yield sink.drain()
        if missing:
            archive.writestr(MISSING, "\n".join(missing))
    yield sink.drain()


class _Sink(io.RawIOBase):
    """Where a zip is written that nobody seeks in; what was written is taken away in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = bytes(memoryview(content))  # type: ignore[arg-type]  # any buffer, says the protocol
        self._written += piece
        return len(piece)

    def drain(self) -> bytes:
        piece = bytes(self._written)
        self._written.clear()
        return piece
