"""Text documents (docx) taken apart and packed anew; run in the child process only.

Nothing that runs or reaches outside is let in: macros, controls, embedded files, templates and
pictures fetched from elsewhere. Who wrote the document and when is left out.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from intake.domain.attachment import (
    MOST_PARTS,
    MOST_UNPACKED_BYTES,
    AttachmentFault,
    AttachmentRefused,
    FileKind,
)

CHUNK = 256 * 1024
_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.]+\.xml|customXml/[\w./]+\.(?:xml|rels)"
    r"|word/(?:[\w-]+/)*[\w.-]+\.(?:xml|rels|png|jpe?g|gif|emf|wmf|tiff?|odttf)"
)
_ACTIVE = re.compile(r"vba|macro|activex|embeddings|\.bin$", re.IGNORECASE)
# A link that a reader must click is harmless; anything else outside is fetched by itself.
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode=[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK = re.compile(rb"Type=[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NOBODY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)


def rebuild_document(content: bytes, kind: FileKind) -> tuple[FileKind, bytes]:
    """The same parts in a new archive. Raises `AttachmentRefused`."""
    output = BytesIO()
    try:
        with (
            ZipFile(BytesIO(content)) as source,
            ZipFile(output, "w", ZIP_DEFLATED) as fresh,
        ):
            for name, part in _parts(source):
                fresh.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    except (BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, OSError):
        raise AttachmentRefused(AttachmentFault.UNREADABLE) from None
    return kind, output.getvalue()


def _parts(source: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Each part, checked; what the archive says of its sizes is not believed."""
    entries = [entry for entry in source.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS:
        raise AttachmentRefused(AttachmentFault.TOO_LARGE_UNPACKED)
    if any(_ACTIVE.search(name) for name in names):
        raise AttachmentRefused(AttachmentFault.HAS_MACROS)
    if len(set(names)) < len(names) or not {_MAIN, _TYPES} <= set(names):
        raise AttachmentRefused(AttachmentFault.CONTENT_DISAGREES)
    room = MOST_UNPACKED_BYTES
    for entry in entries:
        if not _PART.fullmatch(entry.filename) or ".." in entry.filename:
            raise AttachmentRefused(AttachmentFault.CONTENT_DISAGREES)
        part = _unpacked(source, entry, room)
        room -= len(part)
        _check(entry.filename, part)
        yield entry.filename, _NOBODY if entry.filename == "docProps/core.xml" else part


def _unpacked(source: ZipFile, entry: ZipInfo, room: int) -> bytes:
    """The part, read no further than there is room for."""
    if entry.flag_bits & 1:
        raise AttachmentRefused(AttachmentFault.PROTECTED)
    found = bytearray()
    with source.open(entry) as packed:
        while chunk := packed.read(CHUNK):
            found += chunk
            if len(found) > room:
                raise AttachmentRefused(AttachmentFault.TOO_LARGE_UNPACKED)
    return bytes(found)


def _check(name: str, part: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    if _DECLARED.search(part):
        raise AttachmentRefused(AttachmentFault.UNREADABLE)
    if name == _TYPES and _MAIN_TYPE not in part:
        macros = b"macroEnabled" in part
        fault = AttachmentFault.HAS_MACROS if macros else AttachmentFault.CONTENT_DISAGREES
        raise AttachmentRefused(fault)
    if any(not _LINK.search(found[0]) for found in _OUTSIDE.finditer(part)):
        raise AttachmentRefused(AttachmentFault.HAS_MACROS)
