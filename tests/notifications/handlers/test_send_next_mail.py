from datetime import timedelta
from uuid import UUID

import pytest

from common.testing.clock import FrozenClock
from notifications.domain.sending import RETRY_DELAYS, UNKNOWN_AFTER, Answer
from notifications.handlers.give_up_silent_mails import give_up_silent_mails
from notifications.handlers.send_next_mail import send_next_mail
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, rows, send_all, states


async def plan(parts: NotificationsParts, email: str = "ana@consumer.test") -> None:
    await hear_well(parts, world.identified(email=email), world.submitted())


async def give_up(parts: NotificationsParts) -> int:
    async with parts.open_store() as store:
        return await give_up_silent_mails(store)


async def test_with_nothing_due_nothing_is_done(parts: NotificationsParts) -> None:
    assert await send_next_mail(parts.mail_room) == 0


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer.ACCEPTED, "sent"),
        (Answer.REJECTED, "failed:refused"),
        (Answer.SILENT, "unknown:server_silent"),
        (Answer.DEFERRED, "pending:server_busy"),
    ],
)
async def test_the_servers_answer_is_kept(
    parts: NotificationsParts, postman: Postman, answer: Answer, state: str
) -> None:
    await plan(parts)
    postman.answers = [answer]
    await send_next_mail(parts.mail_room)
    assert await states(parts) == {"acknowledgement": state}
    assert await send_next_mail(parts.mail_room) == 0


async def test_a_mail_that_was_put_off_leaves_later_under_the_same_name(
    parts: NotificationsParts, postman: Postman, clock: FrozenClock
) -> None:
    await plan(parts)
    postman.answers = [Answer.DEFERRED]
    await send_all(parts)
    clock.advance(RETRY_DELAYS[0])
    await send_all(parts)
    first, second = (mime["Message-ID"] for mime in postman.carried)
    assert first == second
    assert await states(parts) == {"acknowledgement": "sent"}


async def test_a_server_that_is_always_busy_is_given_up_after_three_days(
    parts: NotificationsParts, postman: Postman, clock: FrozenClock
) -> None:
    await plan(parts)
    postman.answers = [Answer.DEFERRED] * 50
    for delay in (*RETRY_DELAYS, timedelta()):
        await send_all(parts)
        clock.advance(delay)
    assert await states(parts) == {"acknowledgement": "failed:gave_up"}
    assert len(postman.carried) == len(RETRY_DELAYS) + 1


async def test_an_address_that_does_not_exist_is_never_written_to_again(
    parts: NotificationsParts, postman: Postman
) -> None:
    await plan(parts)
    postman.answers = [Answer.NO_SUCH_MAILBOX]
    await send_all(parts)
    await hear_well(parts, world.triaged())
    await send_all(parts)
    assert await states(parts) == {
        "acknowledgement": "failed:no_such_mailbox",
        "triaged": "failed:suppressed",
    }
    assert len(postman.carried) == 1


@pytest.mark.parametrize("email", ["a@b.fr, evil@x.fr", "a@b.fr\nBcc: evil@x.fr", "é@b.fr"])
async def test_what_is_not_one_address_gets_no_mail(
    parts: NotificationsParts, postman: Postman, email: str
) -> None:
    await plan(parts, email)
    await send_all(parts)
    assert await states(parts) == {"acknowledgement": "failed:unusable_address"}
    assert postman.carried == []


async def test_a_subject_that_is_no_plain_text_gets_no_mail(
    parts: NotificationsParts, postman: Postman
) -> None:
    await hear_well(parts, world.identified(reference="=?utf-8?q?a=0ABcc:_x?="), world.submitted())
    await send_all(parts)
    assert await states(parts) == {"acknowledgement": "failed:unwritable"}
    assert postman.carried == []


async def test_one_address_gets_so_many_company_notices_a_day(
    parts: NotificationsParts, postman: Postman, clock: FrozenClock
) -> None:
    await hear_well(parts, world.account())
    limit = parts.mail.notices_per_day
    for number in range(limit + 1):
        report = {"report_id": UUID(int=number)}
        await hear_well(parts, world.identified(**report))
        await hear_well(parts, world.opened().model_copy(update=report))
    await send_all(parts)
    assert sum(mime["To"] == "chef@company.test" for mime in postman.carried) == limit
    (row,) = await rows(parts, "SELECT kind FROM deliveries WHERE reason = 'budget_spent'")
    assert row.kind == "new_report"
    clock.advance(timedelta(days=1, seconds=1))
    await hear_well(parts, world.identified(), world.opened())
    await send_all(parts)
    assert sum(mime["To"] == "chef@company.test" for mime in postman.carried) == limit + 1


async def test_codes_leave_before_everything_else(
    parts: NotificationsParts, postman: Postman
) -> None:
    await plan(parts)
    await hear_well(parts, world.code_requested())
    await send_all(parts)
    assert postman.carried[0]["Subject"] == "Votre code Vigie"


async def test_a_mail_whose_sender_died_is_unknown_and_never_sent_by_itself(
    parts: NotificationsParts, postman: Postman, clock: FrozenClock
) -> None:
    await plan(parts)
    async with parts.open_store() as store:
        assert await store.mailbag.take() is not None
    clock.advance(UNKNOWN_AFTER)
    assert await give_up(parts) == 0
    clock.advance(timedelta(seconds=1))
    assert await give_up(parts) == 1
    clock.advance(timedelta(days=30))
    assert await send_all(parts) == 0
    assert await states(parts) == {"acknowledgement": "unknown:sender_died"}
    assert postman.carried == []


@pytest.mark.parametrize(
    ("answer", "state"), [(Answer.ACCEPTED, "sent"), (Answer.DEFERRED, "unknown:sender_died")]
)
async def test_a_sender_that_comes_back_from_the_dead_tells_only_what_is_final(
    parts: NotificationsParts,
    postman: Postman,
    clock: FrozenClock,
    answer: Answer,
    state: str,
) -> None:
    await plan(parts)

    async def sleep() -> None:
        clock.advance(UNKNOWN_AFTER + timedelta(seconds=1))
        assert await give_up(parts) == 1

    postman.meanwhile, postman.answers = sleep, [answer]
    await send_next_mail(parts.mail_room)
    assert await states(parts) == {"acknowledgement": state}


async def test_what_is_erased_while_it_is_sent_stays_erased(
    parts: NotificationsParts, postman: Postman
) -> None:
    await plan(parts)

    async def erase() -> None:
        await hear_well(parts, world.erased())

    postman.meanwhile = erase
    await send_next_mail(parts.mail_room)
    assert await states(parts) == {"acknowledgement": "failed:erased"}
