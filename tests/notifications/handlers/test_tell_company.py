from uuid import UUID

from common.contracts.company_portal import AccountAccess, AccountRole, Reminder
from common.messaging.delivery import Retry
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear, hear_well, rows, send_all, states
from tests.notifications.world import ACCOUNT, SIRET

COLLEAGUE = UUID("01980000-0000-7000-8000-0000000000a2")
HEAD_OFFICE = "36252187900019"


async def recipients(parts: NotificationsParts, kind: str = "new_report") -> list[str]:
    found = await rows(
        parts, "SELECT recipient FROM deliveries WHERE kind = :kind ORDER BY recipient", kind=kind
    )
    return [row.recipient for row in found]


async def test_every_active_user_of_the_holder_is_told(parts: NotificationsParts) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.account(),
        world.account(account_id=COLLEAGUE, email="adjoint@company.test"),
        world.account(account_id=UUID(int=3), email="parti@company.test", is_active=False),
        world.opened(),
    )
    assert await recipients(parts) == ["adjoint@company.test", "chef@company.test"]


async def test_the_head_office_that_covers_its_branches_is_told(parts: NotificationsParts) -> None:
    covers = AccountAccess(siret=HEAD_OFFICE, role=AccountRole.ADMIN, covers_siren=True)
    alone = AccountAccess(siret=HEAD_OFFICE, role=AccountRole.MEMBER)
    await hear_well(
        parts,
        world.identified(),
        world.account(accesses=(covers,)),
        world.account(account_id=COLLEAGUE, email="x@company.test", accesses=(alone,)),
        world.opened(),
    )
    assert await recipients(parts) == ["chef@company.test"]


async def test_a_holder_without_an_account_gets_no_mail(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.account(), world.opened(has_account=False))
    assert await recipients(parts) == []


async def test_the_mail_waits_for_the_account_to_be_known(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified())
    (outcome,) = await hear(parts, world.opened())
    assert isinstance(outcome, Retry)
    await hear_well(parts, world.account(), world.opened())
    assert await recipients(parts) == ["chef@company.test"]


async def test_an_account_that_lost_its_rights_is_told_nothing(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.account(2, accesses=()), world.account(1))
    (outcome,) = await hear(parts, world.opened())
    assert isinstance(outcome, Retry)
    assert await recipients(parts) == []


async def test_the_mail_says_where_to_read_and_how_to_stop(
    parts: NotificationsParts, postman: Postman
) -> None:
    await hear_well(parts, world.identified(), world.account(), world.opened())
    await send_all(parts)
    (mime,) = [mime for mime in postman.carried if mime["To"] == "chef@company.test"]
    plain = mime.get_body(("plain",))
    assert plain is not None
    assert f"http://portal.test/reports/{world.REPORT}" in plain.get_content()
    assert parts.links.unsubscribe(ACCOUNT, SIRET) in mime["List-Unsubscribe"]
    assert "Ana" not in mime.as_string()


async def test_a_reminder_goes_to_the_same_people(parts: NotificationsParts) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.account(),
        world.opened(),
        world.reminder(which=Reminder.EVE),
    )
    assert await recipients(parts, "company_reminder") == ["chef@company.test"]


async def test_a_reminder_waits_for_the_case_to_be_known(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.account())
    assert isinstance((await hear(parts, world.reminder()))[0], Retry)
    await hear_well(parts, world.opened(), world.reminder())
    assert await recipients(parts, "company_reminder") == ["chef@company.test"]


async def test_a_holder_reminded_by_letters_gets_no_mail(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.opened(has_account=False), world.reminder())
    assert await recipients(parts, "company_reminder") == []


async def test_an_answered_case_is_not_reminded(parts: NotificationsParts) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.account(),
        world.opened(),
        world.answered(),
        world.reminder(),
    )
    assert (await states(parts))["company_reminder"] == "failed:overtaken"


async def test_an_erased_report_is_neither_announced_nor_reminded(
    parts: NotificationsParts,
) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.account(),
        world.erased(),
        world.opened(),
        world.reminder(),
    )
    assert await states(parts) == {}


async def test_the_activation_link_goes_to_the_address_to_prove(
    parts: NotificationsParts, postman: Postman
) -> None:
    await hear_well(parts, world.link_requested(), world.link_requested())
    await send_all(parts)
    (mime,) = postman.carried
    plain = mime.get_body(("plain",))
    assert plain is not None
    assert "http://portal.test/accounts/new#token" in plain.get_content()


async def test_a_consumer_s_message_is_told_without_its_words(
    parts: NotificationsParts, postman: Postman
) -> None:
    (early,) = await hear(parts, world.message_received())
    assert isinstance(early, Retry)
    await hear_well(
        parts, world.identified(), world.account(), world.opened(), world.message_received()
    )
    assert await recipients(parts, "consumer_message") == ["chef@company.test"]
    await hear_well(parts, world.erased(), world.message_received(version=6))
    assert len(await recipients(parts, "consumer_message")) <= 1
