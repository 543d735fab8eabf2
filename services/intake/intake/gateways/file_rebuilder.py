"""The child process that decodes one file and writes it anew. It trusts nothing it reads.

Standard input: the file. First argument: the kind it is said to be. Standard output: one line
of JSON (`{"kind", "size"}` or `{"fault"}`), then the new file.
"""

import json
import resource
import sys
import warnings
from io import BytesIO

from pikepdf import Dictionary, Name, Page, PasswordError, Pdf, PdfError, StreamDecodeLevel
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from intake.domain.attachment import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    AttachmentFault,
    AttachmentRefused,
    FileKind,
)
from intake.gateways.document_rebuilder import rebuild_document

MEMORY = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 30
JPEG_QUALITY = 88
_DECODERS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.WEBP: "WEBP",
    FileKind.HEIC: "HEIF",
    FileKind.GIF: "GIF",
}
_MADE = {FileKind.HEIC: FileKind.JPEG, FileKind.GIF: FileKind.PNG}
# All that a page needs to be seen; actions, scripts, forms and hidden files are not in it.
_PAGE_KEYS = frozenset({"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"})


def main() -> None:
    _give_up_rights()
    kind = FileKind(sys.argv[1])
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    head: dict[str, str | int]
    try:
        made, rebuilt = _REBUILDERS.get(kind, rebuild_image)(content, kind)
        head = {"kind": made.value, "size": len(rebuilt)}
    except AttachmentRefused as refusal:
        head, rebuilt = {"fault": refusal.fault.value}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + rebuilt)


def _give_up_rights() -> None:
    """No more memory, time, files or cores than one file needs."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (limit, limit))


def rebuild_image(content: bytes, kind: FileKind) -> tuple[FileKind, bytes]:
    """The picture alone: no EXIF, no position, no second picture, nothing after its end."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    register_heif_opener()
    try:
        with Image.open(BytesIO(content), formats=[_DECODERS[kind]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise AttachmentRefused(AttachmentFault.TOO_MANY_PIXELS)
            image.load()
            return _written(ImageOps.exif_transpose(image), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise AttachmentRefused(AttachmentFault.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise AttachmentRefused(AttachmentFault.UNREADABLE) from None


def _written(image: Image.Image, kind: FileKind) -> tuple[FileKind, bytes]:
    """The pixels in a new file. HEIC, which few browsers show, becomes JPEG; GIF a still PNG."""
    made = _MADE.get(kind, kind)
    has_alpha = image.has_transparency_data and made is not FileKind.JPEG
    pixels = image.convert("RGBA" if has_alpha else "RGB")
    # A new picture from the bare pixels: what came with the old one stays behind.
    fresh = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    output = BytesIO()
    fresh.save(output, format=_DECODERS[made], quality=JPEG_QUALITY)
    return made, output.getvalue()


def rebuild_pdf(content: bytes, kind: FileKind) -> tuple[FileKind, bytes]:
    """The pages as they look, in a new document: no script, form, attached file or metadata."""
    try:
        with Pdf.open(BytesIO(content)) as source, Pdf.new() as fresh:
            if len(source.pages) > MOST_PAGES:
                raise AttachmentRefused(AttachmentFault.TOO_MANY_PAGES)
            if not source.pages:
                raise AttachmentRefused(AttachmentFault.UNREADABLE)
            source.flatten_annotations("all")
            for page in source.pages:
                fresh.pages.append(page)
                _keep_looks(fresh.pages[-1])
            output = BytesIO()
            # Streams go through as they are packed: to unpack one is what a bomb is made for.
            fresh.save(
                output,
                fix_metadata_version=False,
                compress_streams=False,
                stream_decode_level=StreamDecodeLevel.none,
            )
            return kind, output.getvalue()
    except PasswordError:
        raise AttachmentRefused(AttachmentFault.PROTECTED) from None
    except (PdfError, ValueError, RuntimeError, MemoryError):
        raise AttachmentRefused(AttachmentFault.UNREADABLE) from None


def _keep_looks(page: Page) -> None:
    for key in set(page.obj.keys()) - _PAGE_KEYS - {"/Parent"}:
        del page.obj[key]
    resources = page.obj.get(Name.Resources, Dictionary())
    for key in ("/Properties", "/Metadata"):
        if key in resources:
            del resources[key]


_REBUILDERS = {FileKind.PDF: rebuild_pdf, FileKind.DOCX: rebuild_document}

if __name__ == "__main__":
    main()
