"""Text documents packed anew: no macro, no author, nothing fetched from elsewhere."""

import io
from zipfile import ZipFile

import pytest

from intake.domain.attachment import (
    MOST_PARTS,
    MOST_UNPACKED_BYTES,
    AttachmentFault,
    AttachmentRefused,
    FileKind,
    kind_of,
)
from intake.gateways.document_rebuilder import rebuild_document
from tests.intake.gateways.documents import MACRO_TYPE, a_document, outside
from tests.intake.gateways.pictures import SECRET_PLACE
from tests.intake.gateways.test_sandbox import INSPECTOR, refused


async def test_a_document_comes_out_with_its_text_and_without_its_author() -> None:
    content = a_document()
    assert kind_of(content[:16]) is FileKind.DOCX
    rebuilt = await INSPECTOR.rebuild(content + b"<script>", FileKind.DOCX)
    assert rebuilt.kind is FileKind.DOCX
    with ZipFile(io.BytesIO(rebuilt.content)) as archive:
        assert archive.read("word/document.xml") == b"<w:document>Bonjour</w:document>"
        assert archive.read("word/media/image1.png") == b"\x89PNG"
        assert SECRET_PLACE not in archive.read("docProps/core.xml")
    assert b"<script>" not in rebuilt.content


async def test_a_link_to_click_is_no_danger() -> None:
    content = a_document({"word/_rels/document.xml.rels": outside("hyperlink")})
    assert (await INSPECTOR.rebuild(content, FileKind.DOCX)).kind is FileKind.DOCX


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (a_document({"word/vbaProject.bin": b"macro"}), AttachmentFault.HAS_MACROS),
        (a_document({"word/activeX/activeX1.xml": "<x/>"}), AttachmentFault.HAS_MACROS),
        (a_document({"word/embeddings/evil.exe": b"MZ"}), AttachmentFault.HAS_MACROS),
        (a_document(main=MACRO_TYPE), AttachmentFault.HAS_MACROS),
        (
            a_document({"word/_rels/settings.xml.rels": outside("attachedTemplate")}),
            AttachmentFault.HAS_MACROS,
        ),
        (
            a_document({"word/_rels/document.xml.rels": outside("image")}),
            AttachmentFault.HAS_MACROS,
        ),
        (a_document({"../evil.xml": "<x/>"}), AttachmentFault.CONTENT_DISAGREES),
        (a_document({"evil.exe": b"MZ"}), AttachmentFault.CONTENT_DISAGREES),
        (a_document(main="application/vnd.ms-excel"), AttachmentFault.CONTENT_DISAGREES),
        (
            a_document({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            AttachmentFault.UNREADABLE,
        ),
        (b"PK\x03\x04 no archive", AttachmentFault.UNREADABLE),
        (
            a_document({f"word/media/{number}.png": b"" for number in range(MOST_PARTS)}),
            AttachmentFault.TOO_LARGE_UNPACKED,
        ),
    ],
)
async def test_what_acts_or_is_no_document_is_refused(
    content: bytes, fault: AttachmentFault
) -> None:
    with pytest.raises(AttachmentRefused) as refusal:
        rebuild_document(content, FileKind.DOCX)
    assert refusal.value.fault is fault


async def test_an_archive_that_swells_is_left_where_its_room_ends() -> None:
    bomb = a_document({"word/document.xml": bytes(MOST_UNPACKED_BYTES + 1)})
    assert len(bomb) < 100_000
    assert await refused(bomb, FileKind.DOCX) is AttachmentFault.TOO_LARGE_UNPACKED
