"""A report arrives, is handed off, or comes too late."""

from datetime import date, timedelta

from common.contracts.company_portal import ActivationCodeIssued, CaseOpened
from common.contracts.report import ReportStatus
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    BRANCH,
    GARAGE,
    REPORT,
    a_routing,
    a_withdrawal,
    an_account,
    an_erasure,
    announced,
    receive,
)


async def test_a_holder_with_an_account_is_told_and_gets_twenty_five_days(
    parts: PortalParts,
) -> None:
    await an_account(parts)

    await receive(parts, a_routing())

    (opened,) = await announced(parts, CaseOpened)
    assert (opened.has_account, opened.siret, opened.version) == (True, BAKERY, 1)
    assert opened.state.status is ReportStatus.WAITING
    assert opened.state.deadline_on == date(2026, 5, 29)
    assert opened.state.holder_name == "Au bon pain"
    assert await announced(parts, ActivationCodeIssued) == []


async def test_a_holder_without_an_account_gets_a_letter_and_sixty_days(
    parts: PortalParts,
) -> None:
    await receive(parts, a_routing())

    (opened,) = await announced(parts, CaseOpened)
    (letter,) = await announced(parts, ActivationCodeIssued)
    assert opened.has_account is False
    assert opened.state.deadline_on == date(2026, 7, 3)
    assert (letter.siret, letter.letter_number, letter.deadline_on) == (
        BAKERY,
        1,
        date(2026, 7, 3),
    )
    assert letter.report_category == "Achat en magasin"
    assert len(letter.code.replace("-", "")) == 10
    assert letter.expires_on == date(2026, 5, 4) + timedelta(days=60)
    assert letter.address.lines[-1] == "75011 PARIS"


async def test_an_admin_of_the_head_office_counts_as_an_account_of_every_branch(
    parts: PortalParts,
) -> None:
    await an_account(parts, access=Access(BAKERY, Role.ADMIN, covers_siren=True))

    await receive(parts, a_routing(siret=BRANCH))

    (opened,) = await announced(parts, CaseOpened)
    assert opened.has_account


async def test_a_newer_decision_moves_the_report_and_an_older_one_does_not(
    parts: PortalParts,
) -> None:
    await receive(parts, a_routing(version=1), a_routing(version=3, siret=GARAGE))
    await receive(parts, a_routing(version=2, siret=BRANCH))

    openings = await announced(parts, CaseOpened)
    assert [(opened.siret, opened.version) for opened in openings] == [(BAKERY, 1), (GARAGE, 2)]


async def test_a_report_withdrawn_before_it_arrives_is_given_to_nobody(
    parts: PortalParts,
) -> None:
    await receive(parts, a_withdrawal(), a_routing())

    assert await announced(parts, CaseOpened) == []


async def test_a_report_erased_before_it_arrives_stays_erased(parts: PortalParts) -> None:
    await receive(parts, an_erasure(), a_routing())

    assert await announced(parts, CaseOpened) == []


async def test_a_closed_report_is_not_handed_off(parts: PortalParts) -> None:
    await receive(parts, a_routing(), a_withdrawal(), a_routing(version=2, siret=GARAGE))

    assert len(await announced(parts, CaseOpened)) == 1
    async with parts.open_store() as store:
        case = await store.cases.lock(REPORT)
    assert case is not None
    assert case.holding.holder.siret == BAKERY


async def test_a_report_without_labels_is_named_by_its_category(parts: PortalParts) -> None:
    await receive(parts, a_routing(category_labels=()))

    (letter,) = await announced(parts, ActivationCodeIssued)
    assert letter.report_category == "shop.delivery"


async def test_a_report_filed_in_english_is_announced_in_french(parts: PortalParts) -> None:
    routed = a_routing(
        lang="en",
        category_labels=("Buying in a shop", "Prices"),
        category_labels_fr=("Achat en magasin", "Les prix"),
    )

    await receive(parts, routed)

    (opened,) = await announced(parts, CaseOpened)
    (letter,) = await announced(parts, ActivationCodeIssued)
    assert opened.category_labels == ("Achat en magasin", "Les prix")
    assert letter.report_category == "Achat en magasin"
