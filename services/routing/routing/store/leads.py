"""The leads: websites, phone numbers, accounts, products, and the companies behind them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from common.values import Siren, Siret
from routing.domain.host import Host, Silhouette, silhouette
from routing.domain.lead import KnownLead, Lead, LeadKind, LeadState
from routing.domain.report import Stage
from routing.store.tables import LeadRow, ReportRow

BEGINNING = UUID(int=0)
# Enough to compare one by one; more would mean that the outline tells nothing.
_LOOK_ALIKES = 500


class Leads:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def get(self, lead: Lead) -> KnownLead | None:
        found = await self.many([lead])
        return found[0] if found else None

    async def many(self, leads: Collection[Lead]) -> Sequence[KnownLead]:
        statement = select(LeadRow.__table__).where(_key().in_(_keys(leads)))
        rows = (await (await self._store.connection()).execute(statement)).all()
        return await self._with_merged(rows)

    async def canonical(self, lead: Lead) -> Lead:
        """The lead, or the one that it was merged into."""
        statement = select(LeadRow.merged_into).where(
            LeadRow.kind == lead.kind.value, LeadRow.key == lead.key
        )
        into = await (await self._store.connection()).scalar(statement)
        return lead if into is None else Lead(lead.kind, into)

    async def merge(self, alias: Lead, into: Lead) -> int:
        """Remember that the first is the second, and those merged into the first with it.

        Returns how many reports moved; the worker will look again at those that wait.
        """
        connection = await self._store.connection()
        for lead in (alias, into):
            new = insert(LeadRow).values(**self._columns(KnownLead(lead)))
            await connection.execute(new.on_conflict_do_nothing())
        same = or_(LeadRow.key == alias.key, LeadRow.merged_into == alias.key)
        merged = update(LeadRow).where(LeadRow.kind == alias.kind.value, same)
        await connection.execute(merged.values(merged_into=into.key))
        moved = await connection.execute(
            update(ReportRow)
            .where(ReportRow.lead_kind == alias.kind.value, ReportRow.lead_key == alias.key)
            .values(lead_key=into.key)
        )
        again = update(LeadRow).where(_key() == (into.kind.value, into.key))
        await connection.execute(again.values(rerouted_after=BEGINNING))
        return moved.rowcount

    async def aliases_of(self, lead: Lead) -> Sequence[str]:
        statement = (
            select(LeadRow.key)
            .where(LeadRow.kind == lead.kind.value, LeadRow.merged_into == lead.key)
            .order_by(LeadRow.key)
        )
        return (await (await self._store.connection()).scalars(statement)).all()

    async def _with_merged(self, rows: Sequence[Row[Any]]) -> Sequence[KnownLead]:
        """What is known of each, told of the one that it was merged into if it was."""
        wanted = [(row.kind, row.merged_into) for row in rows if row.merged_into is not None]
        if not wanted:
            return [_known(row) for row in rows]
        statement = select(LeadRow.__table__).where(_key().in_(wanted))
        found = (await (await self._store.connection()).execute(statement)).all()
        targets = {(row.kind, row.key): _known(row) for row in found}
        return [
            replace(targets[row.kind, row.merged_into], lead=Lead(LeadKind(row.kind), row.key))
            if row.merged_into is not None
            else _known(row)
            for row in rows
        ]

    async def hear_of(self, leads: Collection[Lead]) -> Sequence[KnownLead]:
        """What is known of them, held still until the transaction ends.

        The first is remembered if nobody named it before, so that who learns of its company
        meanwhile waits for this report to be on record.
        """
        first, *_ = leads
        connection = await self._store.connection()
        new = insert(LeadRow).values(**self._columns(KnownLead(first)))
        await connection.execute(new.on_conflict_do_nothing())
        statement = select(LeadRow.__table__).where(_key().in_(_keys(leads)))
        statement = statement.order_by(LeadRow.kind, LeadRow.key).with_for_update(read=True)
        return await self._with_merged((await connection.execute(statement)).all())

    async def keep(self, known: KnownLead) -> None:
        """Write what is known now; the reports that wait for it will be looked at again."""
        await self.keep_all([known])

    async def keep_all(self, known: Sequence[KnownLead]) -> None:
        again = {"rerouted_after": BEGINNING}
        statement = insert(LeadRow).values([self._columns(one) | again for one in known])
        written = {
            name: statement.excluded[name]
            for name in LeadRow.__table__.columns.keys()  # noqa: SIM118 - a collection of columns
            if name not in {"kind", "key", "merged_into"}
        }
        statement = statement.on_conflict_do_update(
            index_elements=[LeadRow.kind, LeadRow.key],
            set_=written,
        )
        await (await self._store.connection()).execute(statement)

    async def next_to_reroute(self) -> tuple[KnownLead, UUID] | None:
        """A lead whose reports must be looked at again, locked, and the last one looked at."""
        statement = (
            select(LeadRow.__table__)
            .where(LeadRow.rerouted_after.is_not(None))
            .order_by(LeadRow.changed_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else (_known(row), row.rerouted_after)

    async def waiting_for(self, lead: Lead, *, after: UUID, limit: int) -> Sequence[UUID]:
        """The reports in triage that name the lead, or what is below it, in order."""
        below = ReportRow.lead_key == lead.key
        if lead.kind is LeadKind.WEBSITE:
            below = or_(below, ReportRow.lead_key.endswith(f".{lead.key}", autoescape=True))
        kind = ReportRow.lead_kind == lead.kind.value
        if lead.kind is LeadKind.WEBSITE:
            # A marketplace that becomes known may answer for sellers whom nobody knows.
            seller = ReportRow.lead_kind == LeadKind.SELLER.value
            of_here = ReportRow.lead_key.startswith(f"{lead.key}/", autoescape=True)
            named = or_(and_(kind, below), and_(seller, of_here))
        elif lead.kind is LeadKind.ACCOUNT and lead.key.endswith("/*"):
            of_here = ReportRow.lead_key.startswith(lead.key[:-1], autoescape=True)
            named = and_(kind, of_here)
        else:
            named = and_(kind, below)
        statement = (
            select(ReportRow.report_id)
            .where(named, ReportRow.stage == Stage.TRIAGE, ReportRow.report_id > after)
            .order_by(ReportRow.report_id)
            .limit(limit)
        )
        return (await (await self._store.connection()).scalars(statement)).all()

    async def rerouted(self, lead: Lead, *, after: UUID | None) -> None:
        """Remember how far the reports were looked at again; None: to the end."""
        statement = update(LeadRow).where(_key() == (lead.kind.value, lead.key))
        await (await self._store.connection()).execute(statement.values(rerouted_after=after))

    async def looking_like(self, asked: Silhouette) -> Sequence[Host]:
        """Known websites worth comparing: the same outline, or one that begins or ends alike."""
        column = LeadRow.silhouette
        word = asked.word
        near = and_(
            func.length(column).between(len(word) - 2, len(word) + 2),
            or_(column.startswith(word[:3], autoescape=True), func.right(column, 3) == word[-3:]),
        )
        parts = [part for part in word.split("-") if part]
        statement = (
            select(LeadRow.key)
            .where(
                LeadRow.kind == LeadKind.WEBSITE.value,
                LeadRow.state == LeadState.IDENTIFIED.value,
                or_(column.in_([word, "".join(parts), *parts]), near),
            )
            .order_by(LeadRow.key)
            .limit(_LOOK_ALIKES)
        )
        return [Host(key) for key in await (await self._store.connection()).scalars(statement)]

    def _columns(self, known: KnownLead) -> dict[str, Any]:
        is_website = known.lead.kind is LeadKind.WEBSITE
        return {
            "kind": known.lead.kind.value,
            "key": known.lead.key,
            "state": known.state.value,
            "siret": known.siret,
            "siren": known.siren,
            "country": known.country,
            "is_marketplace": known.is_marketplace,
            "label": known.label,
            "source": known.source,
            "silhouette": silhouette(Host(known.lead.key)).word if is_website else None,
            "rerouted_after": None,
            "changed_at": self._store.clock.now(),
        }


def _key() -> Any:
    return tuple_(LeadRow.kind, LeadRow.key)


def _keys(leads: Collection[Lead]) -> list[tuple[str, str]]:
    return [(lead.kind.value, lead.key) for lead in leads]


def _known(row: Row[Any]) -> KnownLead:
    return KnownLead(
        lead=Lead(LeadKind(row.kind), row.key),
        state=LeadState(row.state),
        siret=Siret(row.siret) if row.siret else None,
        siren=Siren(row.siren) if row.siren else None,
        country=row.country,
        is_marketplace=row.is_marketplace,
        label=row.label,
        source=row.source,
    )
