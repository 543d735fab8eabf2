"""The consumer takes the report back."""

from common.contracts.company_portal import CaseClosed
from common.contracts.report import ReportStatus
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.rights import Access, Actor, Role
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    REPORT,
    a_routing,
    a_withdrawal,
    an_account,
    an_erasure,
    announced,
    receive,
)


async def test_an_open_case_closes(parts: PortalParts) -> None:
    await receive(parts, a_routing(), a_withdrawal(), a_withdrawal())

    (closed,) = await announced(parts, CaseClosed)
    assert (closed.state.status, closed.siret) == (ReportStatus.WITHDRAWN, BAKERY)


async def test_an_erased_report_cannot_be_withdrawn(parts: PortalParts) -> None:
    await receive(parts, a_routing(), an_erasure(), a_withdrawal())

    assert await announced(parts, CaseClosed) == []


async def test_an_answered_report_stays_answered(parts: PortalParts) -> None:
    manager = Actor(await an_account(parts), (Access(BAKERY, Role.ADMIN),))
    await receive(parts, a_routing())
    async with parts.open_store() as store:
        command = AnswerReport(
            REPORT, AnswerKind.UNFOUNDED, AnswerReason.LAWFUL_PRACTICE, "Bonjour"
        )
        await answer_report(command, store, actor=manager, calendar=parts.calendar)

    await receive(parts, a_withdrawal())

    assert await announced(parts, CaseClosed) == []
