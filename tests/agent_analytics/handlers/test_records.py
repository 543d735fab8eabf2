"""What each event leaves in the projection."""

from uuid import UUID

from sqlalchemy import text

from agent_analytics.parts import AnalyticsParts
from tests.agent_analytics.builders import Tale, a_content
from tests.agent_analytics.telling import state, tell

TALE = Tale()


async def test_a_delivery_about_no_report_is_no_matter_of_ours(parts: AnalyticsParts) -> None:
    await tell(parts, [TALE.delivered().model_copy(update={"report_id": None})])

    assert (await state(parts))["timeline"] == []


async def test_a_category_without_a_label_is_counted_all_the_same(parts: AnalyticsParts) -> None:
    content = a_content().model_copy(update={"category_labels": ()})

    await tell(parts, [Tale(content=content).submitted()])

    assert len((await state(parts))["report_counts"]) == 1
    assert (await state(parts))["categories"] == []


async def test_the_newest_report_names_its_category(parts: AnalyticsParts) -> None:
    renamed = a_content(reference="LATER", submitted_at=TALE.content.submitted_at.replace(month=6))
    renamed = renamed.model_copy(update={"category_labels": ("Magasins",)})
    later = Tale(UUID(int=2), renamed)

    await tell(parts, [later.submitted(), TALE.submitted()])

    async with parts.open_store() as store:
        assert await store.categories.labels("fr") == {"shops": "Magasins"}
        assert await store.categories.labels("en") == {"shops": "Magasins"}


async def test_the_secret_tracking_address_is_never_kept(parts: AnalyticsParts) -> None:
    await tell(parts, [TALE.submitted(), TALE.identified()])

    async with parts.ground.engine.connect() as connection:
        kept = await connection.scalar(text("SELECT consumers::text FROM consumers"))

    assert "secret-tracking-word" not in str(kept)


async def test_a_report_filed_in_english_names_its_category_in_both_languages(
    parts: AnalyticsParts,
) -> None:
    told = {"lang": "en", "category_labels": ("Shops",), "category_labels_fr": ("Commerces",)}

    await tell(parts, [Tale(content=a_content().model_copy(update=told)).submitted()])

    async with parts.open_store() as store:
        assert await store.categories.labels("fr") == {"shops": "Commerces"}
        assert await store.categories.labels("en") == {"shops": "Shops"}
