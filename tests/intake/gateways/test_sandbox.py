"""Files rebuilt in their own process: nothing but what is seen comes out."""

import io
import sys
from datetime import timedelta

import pikepdf
import pytest
from PIL import Image

from intake.domain.attachment import AttachmentFault, AttachmentRefused, FileKind
from intake.gateways.sandbox import SandboxInspector
from intake.ports import InspectionUnavailable
from tests.intake.gateways.pictures import (
    SECRET_PLACE,
    a_commented_jpeg,
    a_pdf,
    a_picture,
    a_png_of,
)

INSPECTOR = SandboxInspector()
ZIP = b"PK\x03\x04 hidden archive PK\x05\x06"


async def refused(content: bytes, kind: FileKind) -> AttachmentFault:
    with pytest.raises(AttachmentRefused) as refusal:
        await INSPECTOR.rebuild(content, kind)
    return refusal.value.fault


@pytest.mark.parametrize(
    ("sent", "kind", "made"),
    [
        ("JPEG", FileKind.JPEG, FileKind.JPEG),
        ("PNG", FileKind.PNG, FileKind.PNG),
        ("WEBP", FileKind.WEBP, FileKind.WEBP),
        ("HEIF", FileKind.HEIC, FileKind.JPEG),
    ],
)
async def test_a_picture_comes_out_without_place_nor_device_the_right_way_up(
    sent: str, kind: FileKind, made: FileKind
) -> None:
    content = a_picture(sent)
    assert SECRET_PLACE in content
    rebuilt = await INSPECTOR.rebuild(content, kind)
    assert rebuilt.kind is made
    assert SECRET_PLACE not in rebuilt.content
    with Image.open(io.BytesIO(rebuilt.content)) as image:
        assert not image.getexif()
        if sent != "HEIF":
            assert image.size == (24, 32)


async def test_what_is_hidden_beside_the_pixels_stays_behind() -> None:
    rebuilt = await INSPECTOR.rebuild(a_commented_jpeg() + ZIP, FileKind.JPEG)
    assert SECRET_PLACE not in rebuilt.content
    assert b"PK" not in rebuilt.content


async def test_a_moving_picture_becomes_its_first_image() -> None:
    output = io.BytesIO()
    frames = [Image.new("P", (8, 8), number) for number in range(3)]
    frames[0].save(output, format="GIF", save_all=True, append_images=frames[1:])
    rebuilt = await INSPECTOR.rebuild(output.getvalue(), FileKind.GIF)
    assert rebuilt.kind is FileKind.PNG
    with Image.open(io.BytesIO(rebuilt.content)) as image:
        assert image.size == (8, 8)


async def test_a_transparent_picture_stays_transparent() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(output, format="PNG")
    rebuilt = await INSPECTOR.rebuild(output.getvalue(), FileKind.PNG)
    with Image.open(io.BytesIO(rebuilt.content)) as image:
        assert image.mode == "RGBA"


async def test_forty_million_pixels_are_the_most() -> None:
    bomb = a_png_of(20_000, 20_000)
    assert len(bomb) < 100_000
    assert await refused(bomb, FileKind.PNG) is AttachmentFault.TOO_MANY_PIXELS
    assert await refused(a_png_of(6401, 6250), FileKind.PNG) is AttachmentFault.TOO_MANY_PIXELS


async def test_a_picture_of_nearly_forty_million_pixels_passes() -> None:
    rebuilt = await INSPECTOR.rebuild(a_png_of(6400, 6250), FileKind.PNG)
    assert rebuilt.kind is FileKind.PNG


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", FileKind.PNG),
        (b"\xff\xd8\xff\xe0<?php system($_GET[0]); ?>", FileKind.JPEG),
        (a_picture("PNG")[:60], FileKind.PNG),
        (a_picture("PNG"), FileKind.JPEG),
        (b"%PDF-1.7 no more", FileKind.PDF),
        (b"RIFF\0\0\0\0WEBP", FileKind.WEBP),
        (b"\0\0\0\x18ftypheic", FileKind.HEIC),
        (b"", FileKind.PNG),
    ],
)
async def test_what_cannot_be_decoded_whole_is_refused(content: bytes, kind: FileKind) -> None:
    assert await refused(content, kind) is AttachmentFault.UNREADABLE


async def test_a_pdf_comes_out_with_its_pages_and_nothing_that_acts() -> None:
    rebuilt = await INSPECTOR.rebuild(a_pdf(2) + ZIP, FileKind.PDF)
    for hidden in (b"JavaScript", b"alert", b"evil.exe", b"XFA", SECRET_PLACE, b"PK\x03\x04"):
        assert hidden not in rebuilt.content
    with pikepdf.open(io.BytesIO(rebuilt.content)) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.pages[0].obj.Contents.read_bytes() == b"0 0 100 100 re f"
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}


async def test_a_pdf_has_at_most_fifty_pages_and_no_password() -> None:
    assert await refused(a_pdf(51), FileKind.PDF) is AttachmentFault.TOO_MANY_PAGES
    assert await refused(a_pdf(password="x"), FileKind.PDF) is AttachmentFault.PROTECTED
    empty = io.BytesIO()
    pikepdf.Pdf.new().save(empty)
    assert await refused(empty.getvalue(), FileKind.PDF) is AttachmentFault.UNREADABLE


async def test_a_child_that_hangs_is_ended() -> None:
    hurried = SandboxInspector(patience=timedelta(milliseconds=1))
    with pytest.raises(AttachmentRefused, match="unreadable"):
        await hurried.rebuild(a_picture("PNG"), FileKind.PNG)


async def test_no_child_at_all_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(InspectionUnavailable):
        await INSPECTOR.rebuild(a_picture("PNG"), FileKind.PNG)
