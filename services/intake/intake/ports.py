"""What intake asks of the world outside its process, beside object storage."""

from dataclasses import dataclass
from typing import Protocol

from intake.domain.attachment import FileKind


class AntivirusUnavailable(Exception):
    """No verdict: the scanner does not answer, or gave up on the file. The file is not clean."""


class Antivirus(Protocol):
    async def finds(self, content: bytes) -> str | None:
        """The name of what is wrong with the file; None when nothing is.

        Raises `AntivirusUnavailable` whenever there is no verdict.
        """


class InspectionUnavailable(Exception):
    """The file could not be looked into for a reason that is not the file's: try again."""


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file built anew from what could be read of the upload; nothing else of it is left."""

    kind: FileKind
    content: bytes


class FileInspector(Protocol):
    async def rebuild(self, content: bytes, kind: FileKind) -> InspectedFile:
        """Decode the whole file and write it anew, without anything hidden in it.

        Raises `AttachmentRefused` when the file is not what it should be, and
        `InspectionUnavailable` when no attempt could be made.
        """
