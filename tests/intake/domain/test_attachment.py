"""Files: what may be announced, what bytes say they are."""

from dataclasses import replace
from uuid import UUID

import pytest

from intake.domain.attachment import (
    MOST_BYTES,
    Attachment,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    CleanFile,
    FileKind,
    check_together,
    kind_of,
    parse_announcement,
)

FILE = Attachment(
    id=UUID(int=1),
    filename="photo.heic",
    kind=FileKind.HEIC,
    size=10,
    state=AttachmentState.PENDING,
    quarantine_key="q",
)


@pytest.mark.parametrize(
    ("filename", "content_type", "name", "kind"),
    [
        ("photo.jpg", "image/jpeg", "photo.jpg", FileKind.JPEG),
        ("photo.JPEG", " Image/JPG ", "photo.JPEG", FileKind.JPEG),
        ("C:\\temp\\a.png", "image/png", "a.png", FileKind.PNG),
        ("../../etc/a.pdf", "application/pdf", "a.pdf", FileKind.PDF),
        ("été\u202egpj.webp", "image/webp", "étégpj.webp", FileKind.WEBP),
        ('a<b>"?.heif', "image/heif", "ab.heif", FileKind.HEIC),
        ("x" * 300 + ".pdf", "application/pdf", "x" * 116 + ".pdf", FileKind.PDF),
    ],
)
def test_a_file_is_announced_under_a_harmless_name(
    filename: str, content_type: str, name: str, kind: FileKind
) -> None:
    assert parse_announcement(filename, content_type, size=1) == (name, kind)


@pytest.mark.parametrize(
    ("filename", "content_type", "size", "fault"),
    [
        ("a.svg", "image/svg+xml", 1, AttachmentFault.KIND_NOT_ALLOWED),
        ("a.html", "text/html", 1, AttachmentFault.KIND_NOT_ALLOWED),
        ("a.bmp", "image/bmp", 1, AttachmentFault.KIND_NOT_ALLOWED),
        ("a.exe", "image/png", 1, AttachmentFault.NAME_AND_KIND_DISAGREE),
        ("a.png.html", "image/png", 1, AttachmentFault.NAME_AND_KIND_DISAGREE),
        (".png", "image/png", 1, AttachmentFault.NAME_NOT_ALLOWED),
        ("png", "image/png", 1, AttachmentFault.NAME_NOT_ALLOWED),
        ("///", "image/png", 1, AttachmentFault.NAME_NOT_ALLOWED),
        ("a.png", "image/png", 0, AttachmentFault.EMPTY),
        ("a.png", "image/png", MOST_BYTES + 1, AttachmentFault.TOO_LARGE),
    ],
)
def test_what_may_not_be_uploaded_is_refused_at_once(
    filename: str, content_type: str, size: int, fault: AttachmentFault
) -> None:
    with pytest.raises(AttachmentRefused) as refusal:
        parse_announcement(filename, content_type, size=size)
    assert refusal.value.fault is fault


def test_five_files_and_twenty_five_mebibytes_are_the_most() -> None:
    check_together([5 * 1024 * 1024] * 5)
    with pytest.raises(AttachmentRefused, match="too_many"):
        check_together([1] * 6)
    with pytest.raises(AttachmentRefused, match="too_large_in_all"):
        check_together([10 * 1024 * 1024] * 3)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"RIFF\0\0\0\0WEBPVP8 ", FileKind.WEBP),
        (b"\0\0\0\x18ftypheic", FileKind.HEIC),
        (b"%PDF-1.7", FileKind.PDF),
        (b"GIF89a", FileKind.GIF),
        (b"<svg", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"PK\x03\x04", FileKind.DOCX),
        (b" %PDF-1.7", None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_the_kind(start: bytes, kind: FileKind | None) -> None:
    assert kind_of(start) is kind


def test_a_file_is_shown_with_the_extension_of_what_it_has_become() -> None:
    assert FILE.shown_filename == "photo.heic"
    clean = FILE.after_check(CleanFile("k", kind=FileKind.JPEG, size=9, sha256="0"))
    assert clean.shown_filename == "photo.jpeg"
    assert clean.state is AttachmentState.CLEAN


def test_only_what_has_arrived_goes_with_a_report() -> None:
    assert not FILE.is_arrived
    assert FILE.is_kept
    assert FILE.after_upload(5).is_arrived
    assert not replace(FILE, state=AttachmentState.REJECTED).is_kept
