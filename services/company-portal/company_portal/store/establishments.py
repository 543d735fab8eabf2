"""Establishments that were given a report, and the letters sent to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.dialects.postgresql import insert

from common.contracts.report import Address, Recipient
from common.unit_of_work import UnitOfWork
from company_portal.store.tables import EstablishmentRow, HoldingRow


@dataclass(frozen=True, slots=True)
class Establishment:
    """`letters_sent` counts the letters that carried an activation code."""

    siret: str
    name: str
    address: Address
    is_head_office: bool
    letters_sent: int
    last_letter_on: date | None


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of an establishment; None where INSEE does not say."""

    on: date | None
    successor_siret: str | None = None
    successor_name: str | None = None


class Establishments:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def describe(
        self, recipient: Recipient, *, at: datetime, closing: Closing | None = None
    ) -> Establishment:
        """Keep what routing says of an establishment, the latest description; lock it.

        What it holds now is under its new name; what it held before keeps the name of that time.
        """
        before = await self.lock(recipient.siret)
        is_head_office = recipient.is_head_office or (
            recipient.head_office_siret == recipient.siret
        )
        values = {
            "siren": recipient.siren,
            "name": recipient.trade_name or recipient.name,
            "address": recipient.address.model_dump(mode="json"),
            "is_head_office": is_head_office,
            "described_at": at,
            "is_open": recipient.is_open,
            "closed_on": closing and closing.on,
            "successor_siret": closing and closing.successor_siret,
            "successor_name": closing and closing.successor_name,
        }
        await (await self._store.connection()).execute(
            insert(EstablishmentRow)
            .values(siret=recipient.siret, **values)
            .on_conflict_do_update(
                index_elements=[EstablishmentRow.siret],
                set_=values,
                where=EstablishmentRow.described_at < at,
            )
        )
        establishment = await self.lock(recipient.siret)
        if establishment is None:
            raise LookupError(recipient.siret)
        if before is not None and before.name != establishment.name:
            await self._rename(establishment, HoldingRow.ending.is_(None))
        return establishment

    async def forget_names(self, siret: str) -> None:
        """Leave no name but the present one, not even where it held a report before."""
        establishment = await self.lock(siret)
        if establishment is not None:
            await self._rename(establishment, true())

    async def _rename(self, establishment: Establishment, which: ColumnElement[bool]) -> None:
        await (await self._store.connection()).execute(
            update(HoldingRow)
            .where(
                HoldingRow.siret == establishment.siret,
                HoldingRow.holder_name != establishment.name,
                which,
            )
            .values(holder_name=establishment.name)
        )

    async def closing_of(self, siret: str) -> Closing | None:
        """When the establishment closed and who carries on; None for an open one."""
        row = EstablishmentRow
        statement = select(row.closed_on, row.successor_siret, row.successor_name).where(
            row.siret == siret, row.is_open.is_(False)
        )
        found = (await (await self._store.connection()).execute(statement)).first()
        return None if found is None else Closing(*found)

    async def lock(self, siret: str) -> Establishment | None:
        """The establishment, held for this transaction; None when it never got a report.

        Who gives it a letter or a first account takes this lock before any other of its rows.
        """
        statement = (
            select(EstablishmentRow.__table__)
            .where(EstablishmentRow.siret == siret)
            .with_for_update()
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        if row is None:
            return None
        return Establishment(
            siret=row.siret,
            name=row.name,
            address=Address.model_validate(row.address),
            is_head_office=row.is_head_office,
            letters_sent=row.letters_sent,
            last_letter_on=row.last_letter_on,
        )

    async def name_of(self, siret: str) -> str:
        """The name people know it by; its number when routing never described it."""
        name = await (await self._store.connection()).scalar(
            select(EstablishmentRow.name).where(EstablishmentRow.siret == siret)
        )
        return str(name or siret)

    async def count_letter(self, siret: str, *, on: date) -> None:
        await (await self._store.connection()).execute(
            update(EstablishmentRow)
            .where(EstablishmentRow.siret == siret)
            .values(letters_sent=EstablishmentRow.letters_sent + 1, last_letter_on=on)
        )
