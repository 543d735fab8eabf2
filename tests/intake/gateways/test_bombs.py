"""Small files made to swell: what they cost is bounded, in time and in memory."""

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from intake.domain.attachment import MOST_UNPACKED_BYTES, FileKind
from tests.intake.gateways.documents import a_document
from tests.intake.gateways.pictures import a_png_of

MOST_SECONDS = 1.0
MOST_MEMORY = 200 * 1024 * 1024


def a_pdf_bomb() -> bytes:
    """A page whose few bytes unpack to two gigabytes."""
    packer = zlib.compressobj(9)
    block = bytes(8 * 1024 * 1024)
    packed = b"".join(packer.compress(block) for _ in range(256)) + packer.flush()
    once_more = zlib.compress(packed, 9)
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page()
    contents = pikepdf.Stream(pdf, b"")
    filters = pikepdf.Array([pikepdf.Name("/FlateDecode")] * 2)
    contents.write(once_more, filter=filters)
    page.obj.Contents = contents
    output = io.BytesIO()
    pdf.save(output, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return output.getvalue()


def a_gif_of(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.new("P", (8, 8)).save(output, format="GIF")
    made = bytearray(output.getvalue())
    made[6:10] = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return bytes(made)


BOMBS: dict[str, tuple[Callable[[], bytes], FileKind]] = {
    "image": (lambda: a_png_of(20_000, 20_000), FileKind.PNG),
    "gif": (lambda: a_gif_of(65_000, 65_000), FileKind.GIF),
    "zip": (
        lambda: a_document({"word/document.xml": bytes(8 * MOST_UNPACKED_BYTES)}),
        FileKind.DOCX,
    ),
    "pdf": (a_pdf_bomb, FileKind.PDF),
}
# Runs the rebuilder as the service does, and adds what its process used.
_MEASURED = (
    "import json, resource, sys, runpy\n"
    "sys.argv = ['file_rebuilder', sys.argv[1]]\n"
    "runpy.run_module('intake.gateways.file_rebuilder', run_name='__main__')\n"
    "used = resource.getrusage(resource.RUSAGE_SELF)\n"
    "seconds = used.ru_utime + used.ru_stime\n"
    # Not ru_maxrss, which remembers the process that this one was forked from.
    "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
    "memory = int(status['VmHWM'].split()[0]) * 1024\n"
    "sys.stderr.write(json.dumps([seconds, memory]))\n"
)


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_costs_less_than_a_second_and_two_hundred_megabytes(name: str) -> None:
    make, kind = BOMBS[name]
    content = make()
    assert len(content) < 10 * 1024 * 1024
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, kind.value],
        input=content,
        capture_output=True,
        timeout=60,
        check=True,
    )
    seconds, memory = json.loads(done.stderr)
    assert json.loads(done.stdout.partition(b"\n")[0])
    assert seconds < MOST_SECONDS, f"{seconds} s of processor"
    assert memory < MOST_MEMORY, f"{memory} bytes"
