"""What people call the categories: learnt from the reports, for the tree is intake's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from agent_analytics.store.tables import CategoryRow
from common.unit_of_work import UnitOfWork


class Categories:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def learn(self, category: str, label: str, *, lang: str, told_at: datetime) -> None:
        """Keep the label unless a newer report told another.

        The row is written only when the label changes: every report would wait for it otherwise.
        """
        row = insert(CategoryRow).values(category=category, lang=lang, label=label, told_at=told_at)
        await (await self._work.connection()).execute(
            row.on_conflict_do_update(
                index_elements=["category", "lang"],
                set_={"label": row.excluded.label, "told_at": row.excluded.told_at},
                where=(CategoryRow.label != row.excluded.label)
                & (CategoryRow.told_at < row.excluded.told_at),
            )
        )

    async def labels(self, lang: str) -> dict[str, str]:
        """Every category with its label; in French where the language has none, else its code."""
        found = await (await self._work.connection()).execute(
            select(CategoryRow.category, CategoryRow.lang, CategoryRow.label)
        )
        labels: dict[str, str] = {}
        for category, told_in, label in found:
            if told_in == lang or category not in labels:
                labels[category] = label
        return labels
