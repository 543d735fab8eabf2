"""Files that consumers add: kinds, limits, names, and what a file's own bytes say it is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_IN_ALL = 25 * 1024 * 1024
MOST_FILES_IN_A_LIFE = 15
MOST_BYTES_IN_A_LIFE = 75 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PAGES = 50
MOST_PARTS = 500
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
LONGEST_FILENAME = 120
UPLOAD_LIFE = timedelta(minutes=10)
UNATTACHED_LIFE = timedelta(hours=48)
MOST_CHECKS = 5
CHECK_LEASE = timedelta(minutes=2)
CHECK_PAUSE = timedelta(seconds=30)


class FileKind(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    GIF = "image/gif"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"


EXTENSIONS: dict[FileKind, tuple[str, ...]] = {
    FileKind.JPEG: ("jpg", "jpeg"),
    FileKind.PNG: ("png",),
    FileKind.WEBP: ("webp",),
    FileKind.HEIC: ("heic", "heif"),
    FileKind.GIF: ("gif",),
    FileKind.DOCX: ("docx",),
    FileKind.PDF: ("pdf",),
}
_SYNONYMS = {"image/jpg": "image/jpeg", "image/heif": "image/heic"}
_MARKS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"PK\x03\x04", FileKind.DOCX),
    (b"%PDF-", FileKind.PDF),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class AttachmentState(StrEnum):
    """`pending`: awaited from the browser; `uploaded`: awaiting its check."""

    PENDING = "pending"
    UPLOADED = "uploaded"
    CLEAN = "clean"
    REJECTED = "rejected"


class AttachmentFault(StrEnum):
    """Why a file is refused, when announced, when uploaded or when looked into."""

    KIND_NOT_ALLOWED = "kind_not_allowed"
    NAME_NOT_ALLOWED = "name_not_allowed"
    NAME_AND_KIND_DISAGREE = "name_and_kind_disagree"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_IN_ALL = "too_large_in_all"
    TOO_MANY = "too_many"
    NOT_THERE = "not_there"
    NOT_UPLOADED = "not_uploaded"
    UNKNOWN = "unknown"
    INFECTED = "infected"
    CONTENT_DISAGREES = "content_disagrees"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    PROTECTED = "protected"
    HAS_MACROS = "has_macros"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    UNCHECKABLE = "uncheckable"


class AttachmentRefused(Exception):
    def __init__(self, fault: AttachmentFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What the check made of an upload: a file built anew, under a key of its own."""

    storage_key: str
    kind: FileKind
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file from announcement to verdict. `clean` is there exactly when the state is clean."""

    id: UUID
    filename: str
    kind: FileKind
    size: int
    state: AttachmentState
    quarantine_key: str
    fault: AttachmentFault | None = None
    clean: CleanFile | None = None
    report_id: UUID | None = None
    checks: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether it counts among the files of a report."""
        return self.state is not AttachmentState.REJECTED

    @property
    def is_arrived(self) -> bool:
        """Whether it may go with a report: clean already, or waiting for its check."""
        return self.state in (AttachmentState.UPLOADED, AttachmentState.CLEAN)

    def after_check(self, clean: CleanFile) -> "Attachment":
        return replace(self, state=AttachmentState.CLEAN, clean=clean)

    def after_upload(self, size: int) -> "Attachment":
        return replace(self, state=AttachmentState.UPLOADED, size=size)

    @property
    def shown_filename(self) -> str:
        """The consumer's name for the file, with the extension of what it has become."""
        kind = self.clean.kind if self.clean else self.kind
        stem, _, extension = self.filename.rpartition(".")
        return (
            self.filename
            if extension.lower() in EXTENSIONS[kind]
            else f"{stem}.{kind.name.lower()}"
        )


def parse_announcement(filename: str, content_type: str, *, size: int) -> tuple[str, FileKind]:
    """The name and kind under which a file of `size` bytes may be uploaded.

    Raises `AttachmentRefused`: forbidden kind, name that says another kind, or size.
    """
    media_type = content_type.strip().lower()
    try:
        kind = FileKind(_SYNONYMS.get(media_type, media_type))
    except ValueError:
        raise AttachmentRefused(AttachmentFault.KIND_NOT_ALLOWED) from None
    name = _clean_name(filename)
    if name.rpartition(".")[2].lower() not in EXTENSIONS[kind]:
        raise AttachmentRefused(AttachmentFault.NAME_AND_KIND_DISAGREE)
    check_size(size)
    return name, kind


def check_size(size: int) -> None:
    if size <= 0:
        raise AttachmentRefused(AttachmentFault.EMPTY)
    if size > MOST_BYTES:
        raise AttachmentRefused(AttachmentFault.TOO_LARGE)


def check_count(count: int) -> None:
    if count > MOST_FILES:
        raise AttachmentRefused(AttachmentFault.TOO_MANY)


def check_together(sizes: Iterable[int]) -> None:
    """Five files and 25 MiB in all. Raises `AttachmentRefused`."""
    found = list(sizes)
    check_count(len(found))
    if sum(found) > MOST_BYTES_IN_ALL:
        raise AttachmentRefused(AttachmentFault.TOO_LARGE_IN_ALL)


def check_together_in_a_life(sizes: Iterable[int]) -> None:
    """What a report may hold in all, once files were added to it. Raises `AttachmentRefused`."""
    found = list(sizes)
    if len(found) > MOST_FILES_IN_A_LIFE:
        raise AttachmentRefused(AttachmentFault.TOO_MANY)
    if sum(found) > MOST_BYTES_IN_A_LIFE:
        raise AttachmentRefused(AttachmentFault.TOO_LARGE_IN_ALL)


def kind_of(start: bytes) -> FileKind | None:
    """What the first bytes say a file is; None when it is nothing that is taken here.

    A zip archive passes for a document here; whether it is one is seen when it is taken apart.
    """
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return FileKind.WEBP
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    return next((kind for mark, kind in _MARKS if start.startswith(mark)), None)


def _clean_name(filename: str) -> str:
    """The last part of the path, without characters that command or hide.

    Raises `AttachmentRefused` when nothing is left to name the file.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", filename))[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem, dot, extension = re.sub(r'[<>:"|?*]', "", visible).strip(" .").rpartition(".")
    if not stem.strip(" .") or not dot:
        raise AttachmentRefused(AttachmentFault.NAME_NOT_ALLOWED)
    return f"{stem[: LONGEST_FILENAME - len(extension) - 1].strip()}.{extension}"
