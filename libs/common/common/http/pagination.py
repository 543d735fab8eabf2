"""Lists in pages: an opaque cursor says where the next page begins."""

import base64
import json
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

from common.http.language import Text
from common.http.problem import Problem, ProblemSpec

T = TypeVar("T")
MAX_CURSOR = 1024

# A query parameter: `cursor: Cursor | None = None`. Only what an answer gave as `next` is valid.
Cursor = Annotated[
    str,
    Field(
        max_length=MAX_CURSOR,
        pattern="^[A-Za-z0-9_-]+$",
        json_schema_extra={"format": "cursor"},
        description="The `next` of the page before.",
    ),
]

BAD_CURSOR = ProblemSpec(
    422,
    "invalid-cursor",
    Text("Curseur invalide", "Invalid cursor"),
    Text(
        "Reprenez la liste depuis le début, sans « cursor ».",
        "Start the list again from the beginning, without “cursor”.",
    ),
)


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` is the cursor of the following page, null on the last one."""

    items: list[T]
    next: str | None = None


def encode_cursor(*values: str) -> str:
    """The sort key of the last item shown, as one opaque word."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(text: str, *, count: int | None = None) -> tuple[str, ...]:
    """The values put in; a cursor that we never gave is a 422.

    The caller still parses each value (a date, an identifier) and must expect any text.
    """
    try:
        values = _read(text[: MAX_CURSOR + 1])
    except (ValueError, RecursionError) as error:
        raise Problem(BAD_CURSOR) from error
    if count is not None and len(values) != count:
        raise Problem(BAD_CURSOR)
    return values


def _read(text: str) -> tuple[str, ...]:
    padded = (text + "=" * (-len(text) % 4)).encode("ascii")
    values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(values, list) or not all(map(_is_plain, values)):
        raise ValueError(text)
    return tuple(values)


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()
