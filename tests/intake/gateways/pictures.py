"""Files that people and attackers send, made here."""

import io
import struct
import zlib

import pikepdf
from PIL import Image
from pillow_heif import register_heif_opener

SECRET_PLACE = b"48.8583701 N 2.2944813 E"


def a_picture(kind: str, size: tuple[int, int] = (32, 24)) -> bytes:
    """A picture whose metadata says where and with what it was taken."""
    register_heif_opener()
    image = Image.new("RGB", size, (200, 80, 30))
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x010E] = SECRET_PLACE.decode()
    exif[0x0112] = 6
    output = io.BytesIO()
    image.save(output, format=kind, exif=exif)
    return output.getvalue()


def a_commented_jpeg() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, format="JPEG", comment=SECRET_PLACE)
    return output.getvalue()


def a_png_of(width: int, height: int) -> bytes:
    """A valid PNG whose few bytes decode to as many pixels as told."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(name + body)
        return struct.pack("!I", len(body)) + name + body + struct.pack("!I", checksum)

    compressor = zlib.compressobj(9)
    line = bytes(1 + (width + 7) // 8)
    rows = b"".join(compressor.compress(line) for _ in range(height)) + compressor.flush()
    header = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def a_pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    """A document with a script, a form, an attached file and metadata."""
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 200))
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(b"0 0 100 100 re f")
        page.obj.AA = pikepdf.Dictionary(O=a_script())
    pdf.Root.OpenAction = a_script()
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xfa>"))
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(
        pdf,
        b"MZ and the rest",
        description="",
        filename="evil.exe",
        mime_type="",
        creation_date="",
        mod_date="",
    )
    pdf.docinfo["/Author"] = SECRET_PLACE.decode()
    output = io.BytesIO()
    encryption = pikepdf.Encryption(owner="o", user=password) if password else False
    pdf.save(output, encryption=encryption)
    return output.getvalue()


def a_script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('hello')"))
