"""Barcodes of products: the number that identifies a product, written in one way."""

import re
from typing import NewType

from stdnum import ean

Gtin = NewType("Gtin", str)

_BLANKS = re.compile(r"[\s\-\u00a0\u202f]")
_SHAPE = re.compile(r"[0-9]{8}|[0-9]{12,14}")


class NotABarcode(ValueError):
    """The text is no GTIN: wrong length, or wrong key."""


def parse_gtin(text: str) -> Gtin:
    """Fourteen digits, whatever the length printed (8, 12, 13 or 14).

    The key is the standard's: weights 3 and 1 from the right (GS1 General Specifications, 7.9).
    Raises `NotABarcode`.
    """
    digits = _BLANKS.sub("", text)
    if not _SHAPE.fullmatch(digits) or set(digits) == {"0"} or not ean.is_valid(digits.zfill(14)):
        raise NotABarcode(text)
    return Gtin(digits.zfill(14))
