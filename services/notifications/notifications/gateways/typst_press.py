"""Letters as PDF files: Typst sets them, segno draws their QR code, pypdf binds them."""

import asyncio
import dataclasses
import io
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.resources import files
from typing import Any

import segno

from common.http.language import Language
from common.http.speech import filters_of
from notifications.domain.envelope import readable, spaced_siret
from notifications.domain.links import Links
from notifications.domain.messages import ActivationLetter
from notifications.ports import Unwritable

_day = filters_of(Language.FRENCH)["day"]


class TypstPress:
    """Sets letters in threads: each takes some 40 ms of a core, and the loop must not wait.

    Only Typst's own fonts are used, so that a letter is the same on every machine.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        folder = files("notifications") / "templates" / "letters"
        self._template = (folder / "activation_letter.typ").read_bytes()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="typst")

    async def typeset(self, letter: ActivationLetter) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._typeset, letter)

    async def bind(self, letters: Sequence[bytes]) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _bind, letters)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _typeset(self, letter: ActivationLetter) -> bytes:
        typst, fonts = self._typst
        try:
            pdf: bytes = typst.compile(
                self._template,
                format="pdf",
                font_paths=fonts,
                sys_inputs={"letter": json.dumps(self._words(letter), ensure_ascii=False)},
            )
        except typst.TypstError as error:
            raise Unwritable("activation_letter") from error
        return pdf

    @cached_property
    def _typst(self) -> tuple[Any, Any]:
        """The library and its fonts: with pypdf 16 MB, for the processes that set letters only."""
        import typst  # noqa: PLC0415

        return typst, typst.Fonts(include_system_fonts=False)

    def _words(self, letter: ActivationLetter) -> dict[str, object]:
        """What the template says, as text: nothing of it is read as Typst."""
        words = dataclasses.asdict(letter)
        portal = self._links.portal.partition("://")[2]
        return words | {
            "company_name": readable(letter.company_name),
            "category": readable(letter.category),
            "siret": spaced_siret(letter.siret),
            "deadline_on": _day(letter.deadline_on),
            "expires_on": _day(letter.expires_on),
            "site": portal,
            "page": f"{portal}/activation",
            "qr": _qr_code(self._links.activation(letter.siret, letter.code)),
        }


def _qr_code(address: str) -> str:
    """As SVG; level M survives a coffee stain, four modules of margin are the standard's."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, xmldecl=False, svgns=True
    )
    return drawing.getvalue().decode()


def _bind(letters: Sequence[bytes]) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - as Typst

    writer = PdfWriter()
    for letter in letters:
        writer.append(PdfReader(io.BytesIO(letter)))
    writer.compress_identical_objects()
    bound = io.BytesIO()
    writer.write(bound)
    return bound.getvalue()
