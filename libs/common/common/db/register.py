"""What a unit of work leaves behind besides its own rows: the audit and the outbox."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from common.db.prepared import Prepared

# One statement and one round trip for all of it, while the transaction holds its locks.
_AUDITED = """
    WITH audited AS (
        INSERT INTO audit (at, actor, action, object_kind, object_id, detail)
        SELECT at, actor, action, object_kind, object_id, detail
        FROM jsonb_to_recordset(:entries) AS entry(
            at timestamptz, actor text, action text, object_kind text, object_id text, detail jsonb)
    )
"""
_ANSWERED = """, answered AS (
        UPDATE idempotency_keys SET status = :status, headers = :headers, body = :body
        WHERE scope = :scope AND key = :key
    )
"""
_ANNOUNCED = """
    INSERT INTO outbox (event_id, topic, subject, body)
    SELECT event_id, topic, subject, body
    FROM unnest(:event_ids, :topics, :subjects, :bodies) WITH ORDINALITY
        AS waiting(event_id, topic, subject, body, place)
    ORDER BY place
"""
_VALUES = (
    bindparam("entries", type_=JSONB()),
    bindparam("event_ids", type_=ARRAY(Uuid())),
    bindparam("topics", type_=ARRAY(Text())),
    bindparam("subjects", type_=ARRAY(Text())),
    bindparam("bodies", type_=ARRAY(LargeBinary())),
)
_KEPT = (
    bindparam("status", type_=Integer()),
    bindparam("headers", type_=JSONB()),
    bindparam("body", type_=LargeBinary()),
    bindparam("scope", type_=Text()),
    bindparam("key", type_=Text()),
)
_WRITE = Prepared(text(_AUDITED + _ANNOUNCED).bindparams(*_VALUES))
_WRITE_ANSWERED = Prepared(
    text(_AUDITED + _ANSWERED + _ANNOUNCED).bindparams(*_VALUES, *_KEPT),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which object; `detail` holds identifiers, never contents."""

    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    detail: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event as it waits for the relay."""

    event_id: UUID
    topic: str
    subject: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was told that may be sent again: sealed, under the digest of its key."""

    scope: str
    key: str
    status: int
    headers: dict[str, str]
    body: bytes


async def write(
    connection: AsyncConnection,
    entries: Sequence[Entry],
    announcements: Sequence[Announcement],
    *,
    answer: Answer | None = None,
) -> None:
    """Add the rows, in the order given; `answer` goes to the key that was claimed before."""
    await (_WRITE_ANSWERED if answer else _WRITE).fetch(
        connection,
        {
            **(asdict(answer) if answer else {}),
            "entries": [_document(entry) for entry in entries],
            "event_ids": [one.event_id for one in announcements],
            "topics": [one.topic for one in announcements],
            "subjects": [one.subject for one in announcements],
            "bodies": [one.body for one in announcements],
        },
    )


def _document(entry: Entry) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "detail": entry.detail,
    }
