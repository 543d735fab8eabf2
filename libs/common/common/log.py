"""Logs: one JSON object a line, identifiers only, never what a person wrote or is called."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import date, timedelta
from enum import Enum
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog

# Anything else is dropped and its name told, so that a new field is decided upon, not let in.
_ALLOWED = """
    event level timestamp service version pid logger library_message
    queue topic event_id causation_id correlation_id attempt faults delay_s outcome reason
    error error_at trace_id span_id request_id method route status duration_ms
    report_id reference siret siren department account_id agent_id session_id attachment_id
    delivery_id letter_id batch_id email_proof_id activation_id rule_id job loop task
    count total limit size_bytes oldest_s unsent revision exchange namespace channel kind state
    mode decision category source path rows bucket port host replayed_by dropped_fields
"""
ALLOWED = frozenset(_ALLOWED.split())
MAX_TEXT = 200
MAX_FRAMES = 12
_EVENT_NAME = re.compile(r"[a-z][a-z0-9_]*")

EventDict = MutableMapping[str, Any]


def configure(*, level: str = "INFO") -> None:
    """Send the process's logs, and those of its libraries, to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            pass_foreign_args=True,
            processors=[tame_libraries, keep_allowed, _render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("aio_pika", "aiormq", "alembic", "sqlalchemy", "uvicorn.access", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def logger() -> structlog.stdlib.BoundLogger:
    found: structlog.stdlib.BoundLogger = structlog.get_logger()
    return found


def bound(**fields: Any) -> Any:
    """Every line inside the block carries these fields."""
    return structlog.contextvars.bound_contextvars(**fields)


def fault(error: BaseException) -> dict[str, Any]:
    """An exception as two safe fields: its class, and the lines it went through.

    Its text stays out: a database repeats the row it refuses, and the row is somebody's.
    """
    return {"error": type(error).__qualname__, "error_at": _frames(error.__traceback__)}


def tame_libraries(_: Any, __: str, fields: EventDict) -> EventDict:
    """Reduce what a library logs to its constant template, without the values put into it."""
    if fields.pop("_from_structlog", False):
        fields.pop("_record", None)
        return fields
    record: logging.LogRecord | None = fields.pop("_record", None)
    if record is None:
        return fields
    fields["library_message"] = record.msg if isinstance(record.msg, str) else ""
    fields["event"] = "library_logged"
    fields["logger"] = record.name
    fields.pop("positional_args", None)
    exc_info = fields.pop("exc_info", None)
    if isinstance(exc_info, tuple) and exc_info[1] is not None:
        fields.update(fault(exc_info[1]))
    return fields


def keep_allowed(_: Any, __: str, fields: EventDict) -> EventDict:
    """Keep the fields of the list, as short plain values; tell the names of the others."""
    kept = {name: _plain(value) for name, value in fields.items() if name in ALLOWED}
    dropped = sorted(name for name in fields if name not in ALLOWED and name[0] != "_")
    if dropped:
        kept["dropped_fields"] = [name[:40] for name in dropped]
    if not _EVENT_NAME.fullmatch(str(kept.get("event", ""))):
        kept["event"] = "unnamed_event"
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in list(value)[:MAX_FRAMES]]
    if isinstance(value, str | UUID | date | timedelta):
        return str(value)[:MAX_TEXT]
    return type(value).__qualname__


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-MAX_FRAMES:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]


# ASCII only: every control character and look-alike leaves escaped.
_render = structlog.processors.JSONRenderer(ensure_ascii=True)
