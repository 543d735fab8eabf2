"""The reports as histories: locked, changed, written back with what lists read."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from agent_analytics.domain.history import (
    Answer,
    Case,
    Counted,
    History,
    Review,
    Routing,
    Submission,
)
from agent_analytics.domain.search import plain
from agent_analytics.store.tables import ReportRow
from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork

T = TypeVar("T")

_COUNTED = TypeAdapter(Counted)
_SUBMISSION = TypeAdapter(Submission)
_ROUTING = TypeAdapter(Routing)
_CASE = TypeAdapter(Case)
_ANSWER = TypeAdapter(Answer)
_REVIEW = TypeAdapter(Review)
SEARCH_LANGUAGE = "french"
# Every fact about a report runs both.
_ENTER = Prepared(
    insert(ReportRow).values(report_id=bindparam("report_id")).on_conflict_do_nothing()
)
_HOLD = select(ReportRow).where(ReportRow.report_id == bindparam("held")).with_for_update()


class Histories:
    """One row per report, created by the first fact about it, whichever that is."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def lock(self, report_id: UUID) -> History:
        """What is known of the report; other transactions wait until this one ends."""
        connection = await self._work.connection()
        await _ENTER.fetch(connection, {"report_id": report_id})
        row = await connection.execute(_HOLD, {"held": report_id})
        return history_of(row.mappings().one())

    async def save(self, history: History) -> None:
        connection = await self._work.connection()
        await connection.execute(
            update(ReportRow)
            .where(ReportRow.report_id == history.report_id)
            .values(**_facts(history), **_read_by_lists(history))
        )


def history_of(row: RowMapping) -> History:
    return History(
        report_id=row["report_id"],
        counted=_read(_COUNTED, row["counted"]),
        submission=_read(_SUBMISSION, row["submission"]),
        routing=_read(_ROUTING, row["routing"]),
        case=_read(_CASE, row["case_state"]),
        answer=_read(_ANSWER, row["answer"]),
        review=_read(_REVIEW, row["review"]),
        has_file=row["has_file"],
        withdrawn_at=row["withdrawn_at"],
        erased_at=row["erased_at"],
    )


def _read(adapter: TypeAdapter[T], document: Mapping[str, Any] | None) -> T | None:
    return None if document is None else adapter.validate_python(document)


def _write(adapter: TypeAdapter[T], fact: T | None) -> Any:
    return None if fact is None else adapter.dump_python(fact, mode="json")


def _facts(history: History) -> dict[str, Any]:
    return {
        "counted": _write(_COUNTED, history.counted),
        "submission": _write(_SUBMISSION, history.submission),
        "routing": _write(_ROUTING, history.routing),
        "case_state": _write(_CASE, history.case),
        "answer": _write(_ANSWER, history.answer),
        "review": _write(_REVIEW, history.review),
        "has_file": history.has_file,
        "withdrawn_at": history.withdrawn_at,
        "erased_at": history.erased_at,
    }


def _read_by_lists(history: History) -> dict[str, Any]:
    counted, submission = history.counted, history.submission
    return {
        "status": history.status.value,
        "week": counted.week if counted else None,
        "category": counted.category if counted else None,
        "department": history.department,
        "reference": submission.reference if submission else None,
        "submitted_at": submission.submitted_at if submission else None,
        "tags": list(submission.tags) if submission else None,
        "siret": history.siret,
        "company_name": history.company_name,
        "rating": history.review.rating if history.review else None,
        "words": _words(history),
    }


def _words(history: History) -> ColumnElement[str] | None:
    """What a search finds a report by, stemmed in French; nothing that names the consumer."""
    submission = history.submission
    if submission is None:
        return None
    target = (value for value in submission.target.values() if isinstance(value, str))
    replies = (value for _, value in submission.replies)
    parts = [
        submission.description,
        *submission.category_labels,
        *replies,
        *target,
        history.company_name or "",
        history.answer.message if history.answer else "",
    ]
    return func.to_tsvector(SEARCH_LANGUAGE, plain(" ".join(parts)))
