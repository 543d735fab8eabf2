"""Where a list goes on: after an identifier."""

from uuid import UUID

from common.http.pagination import BAD_CURSOR, decode_cursor
from common.http.problem import Problem


def position(cursor: str | None) -> UUID | None:
    """The identifier that a cursor holds."""
    if cursor is None:
        return None
    (text,) = decode_cursor(cursor, count=1)
    try:
        return UUID(text)
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
