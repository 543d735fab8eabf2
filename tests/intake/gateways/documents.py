"""Text documents that people and attackers send, made here."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from tests.intake.gateways.pictures import SECRET_PLACE

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_document(parts: Mapping[str, str | bytes] | None = None, *, main: str = MAIN_TYPE) -> bytes:
    """A letter by somebody, with a picture; `parts` are added or take the place of its own."""
    own: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types><Override ContentType="{main}"/></Types>',
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<w:document>Bonjour</w:document>",
        "word/_rels/document.xml.rels": "<Relationships/>",
        "word/media/image1.png": b"\x89PNG",
        "docProps/core.xml": f"<cp:coreProperties>{SECRET_PLACE.decode()}</cp:coreProperties>",
    }
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, part in {**own, **(parts or {})}.items():
            archive.writestr(name, part)
    return output.getvalue()


def outside(kind: str) -> str:
    """The relations of a document that reaches for something elsewhere."""
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELATION}/{kind}" '
        'Target="https://elsewhere.example/x" TargetMode="External"/></Relationships>'
    )
