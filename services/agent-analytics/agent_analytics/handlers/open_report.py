"""An agent opens a report: what is read of a person is written down."""

from uuid import UUID

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.enclosures import StoredFile
from agent_analytics.domain.territory import scope_of
from agent_analytics.store import Store
from agent_analytics.store.dossiers import Dossier, find_file, read_dossier


class NoSuchReport(LookupError):
    """There is no such report for this person: unknown, erased, or of another territory."""


async def open_report(report_id: UUID, store: Store, *, reader: Account) -> Dossier:
    """Everything about the report; the reading is audited in the same transaction."""
    scope = scope_of(reader.role, reader.departments)
    dossier = await read_dossier(store, report_id, scope=scope)
    if dossier is None:
        raise NoSuchReport
    store.audit(
        "report_read",
        actor=f"agent:{reader.agent_id}",
        object_kind="report",
        object_id=str(report_id),
    )
    return dossier


async def open_file(
    report_id: UUID, attachment_id: UUID, store: Store, *, reader: Account
) -> StoredFile:
    """The report's file; the reading is audited in the same transaction."""
    scope = scope_of(reader.role, reader.departments)
    file = await find_file(store, report_id, attachment_id, scope=scope)
    if file is None:
        raise NoSuchReport
    store.audit(
        "file_read",
        actor=f"agent:{reader.agent_id}",
        object_kind="report",
        object_id=str(report_id),
        attachment_id=str(attachment_id),
    )
    return file
