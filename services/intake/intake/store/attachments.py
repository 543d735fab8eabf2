"""Files that consumers add to their reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, insert, or_, select, update
from sqlalchemy import Row as ResultRow

from common.unit_of_work import UnitOfWork
from intake.domain.attachment import (
    CHECK_LEASE,
    UNATTACHED_LIFE,
    Attachment,
    AttachmentFault,
    AttachmentState,
    CleanFile,
    FileKind,
)
from intake.store.tables import AttachmentRow as Row

PURGE_BATCH = 200


class Attachments:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(
        self, attachment: Attachment, *, key_digest: bytes, draft_id: UUID | None
    ) -> None:
        now = self._store.clock.now()
        await (await self._store.connection()).execute(
            insert(Row).values(
                id=attachment.id,
                key_digest=key_digest,
                draft_id=draft_id,
                filename=attachment.filename,
                kind=attachment.kind,
                size=attachment.size,
                state=attachment.state,
                quarantine_key=attachment.quarantine_key,
                next_check_at=now,
                created_at=now,
            )
        )

    async def of_key(self, key_digest: bytes, *, lock: bool = False) -> Attachment | None:
        """The file whose key the caller holds. `lock`: against its check and its report."""
        found = _select().where(Row.key_digest == key_digest)
        return await self._one(found.with_for_update() if lock else found)

    async def lock(self, attachment_id: UUID) -> Attachment | None:
        return await self._one(_select().where(Row.id == attachment_id).with_for_update())

    async def of_draft(self, draft_id: UUID) -> Sequence[Attachment]:
        return await self._all(
            _select().where(Row.draft_id == draft_id, Row.report_id.is_(None)).order_by(Row.id)
        )

    async def of_report(self, report_id: UUID) -> Sequence[Attachment]:
        return await self._all(_select().where(Row.report_id == report_id).order_by(Row.id))

    async def lock_unattached(
        self, key_digests: Sequence[bytes], *, draft_id: UUID | None
    ) -> Sequence[Attachment]:
        """The files under these keys or of this draft that no report has taken yet."""
        mine: list[ColumnElement[bool]] = [Row.key_digest.in_(key_digests)]
        if draft_id is not None:
            mine.append(Row.draft_id == draft_id)
        return await self._all(
            _select().where(or_(*mine), Row.report_id.is_(None)).order_by(Row.id).with_for_update()
        )

    async def lock_abandoned(self) -> Sequence[Attachment]:
        """Files announced two days ago or more that neither a report nor a draft holds."""
        return await self._all(
            _select()
            .where(
                Row.report_id.is_(None),
                Row.draft_id.is_(None),
                Row.created_at < self._store.clock.now() - UNATTACHED_LIFE,
            )
            .order_by(Row.created_at, Row.id)
            .limit(PURGE_BATCH)
            .with_for_update(skip_locked=True)
        )

    async def attach(self, attachment_ids: Sequence[UUID], report_id: UUID) -> None:
        await self._update(attachment_ids, report_id=report_id, draft_id=None)

    async def mark_uploaded(self, attachment_id: UUID, *, size: int) -> None:
        await self._update(
            [attachment_id],
            state=AttachmentState.UPLOADED,
            size=size,
            next_check_at=self._store.clock.now(),
        )

    async def mark_clean(self, attachment_id: UUID, clean: CleanFile) -> None:
        await self._update(
            [attachment_id],
            state=AttachmentState.CLEAN,
            clean_key=clean.storage_key,
            clean_kind=clean.kind,
            clean_size=clean.size,
            sha256=clean.sha256,
        )

    async def mark_rejected(self, attachment_id: UUID, fault: AttachmentFault) -> None:
        await self._update([attachment_id], state=AttachmentState.REJECTED, fault=fault)

    async def postpone_check(self, attachment_id: UUID, *, until: datetime) -> None:
        await self._update([attachment_id], next_check_at=until)

    async def lease_next(self) -> Attachment | None:
        """The file that has waited longest for its check, taken for two minutes.

        A checker that dies lets the lease run out; `checks` counts the files that kill.
        """
        now = self._store.clock.now()
        next_id = (
            select(Row.id)
            .where(Row.state == AttachmentState.UPLOADED, Row.next_check_at <= now)
            .order_by(Row.next_check_at, Row.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        leased = await (await self._store.connection()).scalar(
            update(Row)
            .where(Row.id == next_id)
            .values(next_check_at=now + CHECK_LEASE, checks=Row.checks + 1)
            .returning(Row.id)
        )
        return await self._one(_select().where(Row.id == leased)) if leased else None

    async def remove(self, attachment_ids: Sequence[UUID]) -> None:
        await (await self._store.connection()).execute(
            delete(Row).where(Row.id.in_(attachment_ids))
        )

    async def _update(self, attachment_ids: Sequence[UUID], **values: Any) -> None:
        await (await self._store.connection()).execute(
            update(Row).where(Row.id.in_(attachment_ids)).values(**values)
        )

    async def _one(self, query: Select[*tuple[Any, ...]]) -> Attachment | None:
        found = (await (await self._store.connection()).execute(query)).one_or_none()
        return _attachment(found) if found is not None else None

    async def _all(self, query: Select[*tuple[Any, ...]]) -> Sequence[Attachment]:
        return [_attachment(row) for row in await (await self._store.connection()).execute(query)]


def _select() -> Select[*tuple[Any, ...]]:
    return select(
        Row.id,
        Row.filename,
        Row.kind,
        Row.size,
        Row.state,
        Row.fault,
        Row.quarantine_key,
        Row.clean_key,
        Row.clean_kind,
        Row.clean_size,
        Row.sha256,
        Row.report_id,
        Row.checks,
    )


def _attachment(row: ResultRow[*tuple[Any, ...]]) -> Attachment:
    clean = None
    if row.clean_key is not None:
        kind = FileKind(row.clean_kind)
        clean = CleanFile(row.clean_key, kind=kind, size=row.clean_size, sha256=row.sha256)
    return Attachment(
        id=row.id,
        filename=row.filename,
        kind=FileKind(row.kind),
        size=row.size,
        state=AttachmentState(row.state),
        quarantine_key=row.quarantine_key,
        fault=AttachmentFault(row.fault) if row.fault is not None else None,
        clean=clean,
        report_id=row.report_id,
        checks=row.checks,
    )
