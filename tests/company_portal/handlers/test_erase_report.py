"""An erased report leaves nothing behind."""

from sqlalchemy import text

from common.contracts.company_portal import ReportForgotten
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.rights import Access, Actor, Role
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    REPORT,
    a_review,
    a_routing,
    an_account,
    an_attachment,
    an_erasure,
    an_identity,
    announced,
    receive,
)

CANARY = "CANARI-7731"


async def everything_kept(parts: PortalParts) -> str:
    """The whole database as one text, the sent messages included."""
    async with parts.ground.engine.begin() as connection:
        await connection.execute(text("UPDATE outbox SET sent_at = now()"))
    return await dump(parts)


async def dump(parts: PortalParts) -> str:
    async with parts.ground.engine.connect() as connection:
        tables = await connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        )
        texts: list[str] = []
        for table in tables:
            row_text = "convert_from(body, 'utf8')" if table == "outbox" else "t::text"
            statement = f"SELECT {row_text} FROM {table} t"  # noqa: S608 - names from the catalogue
            rows = await connection.scalars(text(statement))
            texts.extend(rows)
    return "\n".join(texts)


async def test_erasure_deletes_the_report_its_people_and_its_answer(parts: PortalParts) -> None:
    manager = Actor(await an_account(parts), (Access(BAKERY, Role.ADMIN),))
    await receive(parts, a_routing(description=f"{CANARY} récit"), an_identity(), an_attachment())
    async with parts.open_store() as store:
        command = AnswerReport(
            REPORT,
            AnswerKind.PROMISE,
            AnswerReason.REFUND_OR_CREDIT,
            f"{CANARY} réponse",
            f"{CANARY} aux agents",
        )
        await answer_report(command, store, actor=manager, calendar=parts.calendar)
    await receive(parts, a_review())
    assert CANARY in await everything_kept(parts)

    await receive(parts, an_erasure())

    kept = await dump(parts)
    assert CANARY not in kept
    assert "camille.durand" not in kept
    assert "facture-1.pdf" not in kept
    (forgotten,) = await announced(parts, ReportForgotten)
    assert (forgotten.report_id, forgotten.version) == (REPORT, 3)


async def test_a_report_that_never_came_is_forgotten_too_and_only_once(
    parts: PortalParts,
) -> None:
    await receive(parts, an_identity(), an_erasure(), an_erasure(), an_identity())
    await receive(parts, an_attachment(), a_review())

    (forgotten,) = await announced(parts, ReportForgotten)
    assert forgotten.version == 1
    kept = await dump(parts)
    assert "camille.durand" not in kept
    assert "facture-1.pdf" not in kept
    assert "positive" not in kept


async def test_who_stays_anonymous_never_reaches_the_portal(parts: PortalParts) -> None:
    """Only the event that carries a consent brings contact data; nothing else here has any."""
    await receive(parts, a_routing(), an_attachment(), a_review())
    assert "camille.durand" not in await dump(parts)

    await receive(parts, an_identity())
    assert "camille.durand" in await dump(parts)
