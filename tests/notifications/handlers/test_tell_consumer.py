from datetime import timedelta
from uuid import UUID

import pytest

from common.contracts.event import Event
from common.contracts.report import NotTransmittedReason, ReportStatus
from common.messaging.delivery import Retry
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear, hear_well, rows, send_all, states

TOLD: list[tuple[Event, str]] = [
    (world.submitted(), "acknowledgement"),
    (world.triaged(), "triaged"),
    (world.not_transmitted(), "not_transmitted"),
    (world.opened(has_account=False), "transmitted"),
    (world.read(), "read"),
    (world.asked(), "question"),
    (world.answered(), "answered"),
    (world.declined(), "declined"),
    (world.closed(3, ReportStatus.EXPIRED_UNREAD), "expired_unread"),
    (world.closed(3, ReportStatus.EXPIRED_UNANSWERED), "expired_unanswered"),
    (world.closed(3, ReportStatus.NOT_CONCERNED), "nobody_concerned"),
    (world.promise_check(), "promise_check"),
    (world.link_asked_for(), "tracking_link"),
    (world.withdrawn(), "withdrawn"),
]


@pytest.mark.parametrize(("event", "kind"), TOLD, ids=[kind for _, kind in TOLD])
async def test_each_step_has_its_mail(
    parts: NotificationsParts, postman: Postman, event: Event, kind: str
) -> None:
    await hear_well(parts, world.identified(), event)
    assert list(await states(parts)) == [kind]
    await send_all(parts)
    (mime,) = postman.carried
    assert mime["To"] == "ana@consumer.test"
    assert world.REFERENCE in mime["Subject"]


@pytest.mark.parametrize(("event", "kind"), TOLD, ids=[kind for _, kind in TOLD])
async def test_a_step_waits_for_the_consumer_to_be_known(
    parts: NotificationsParts, event: Event, kind: str
) -> None:
    (outcome,) = await hear(parts, event)
    assert isinstance(outcome, Retry)
    assert await states(parts) == {}
    await hear_well(parts, world.identified(), event)
    assert list(await states(parts)) == [kind]


@pytest.mark.parametrize(("event", "kind"), TOLD, ids=[kind for _, kind in TOLD])
async def test_nothing_is_told_about_an_erased_report(
    parts: NotificationsParts, event: Event, kind: str
) -> None:
    await hear_well(parts, world.identified(), world.erased(), event)
    assert await states(parts) == {}, kind


@pytest.mark.parametrize("reason", NotTransmittedReason)
async def test_each_reason_for_not_transmitting_can_be_said(
    parts: NotificationsParts, postman: Postman, reason: NotTransmittedReason
) -> None:
    await hear_well(parts, world.identified(lang="en"), world.not_transmitted(reason))
    await send_all(parts)
    (mime,) = postman.carried
    assert mime["Subject"] == f"Your report {world.REFERENCE} is in the officers’ hands"


async def test_a_closing_by_withdrawal_is_told_by_another_deed(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.closed(3, ReportStatus.WITHDRAWN))
    assert await states(parts) == {}


async def test_triage_after_a_refusal_was_told_by_the_refusal(parts: NotificationsParts) -> None:
    await hear_well(parts, world.identified(), world.declined(), world.triaged(version=2))
    assert list(await states(parts)) == ["declined"]


async def test_an_answer_overtakes_what_waits_to_say_that_the_report_was_read(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(), world.read(), world.answered())
    assert await states(parts) == {"read": "failed:overtaken", "answered": "pending"}
    (ended,) = [envelope.event for envelope in await outbox(parts.ground)]
    assert ended.model_dump()["kind"] == "read"


async def test_a_late_reading_is_overtaken_by_an_answer_already_told(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(), world.answered(), world.read())
    assert await states(parts) == {"answered": "pending", "read": "failed:overtaken"}


async def test_the_next_holder_is_not_overtaken_by_the_refusal_of_the_first(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(), world.opened(4, has_account=False), world.declined())
    assert await states(parts) == {"transmitted": "pending", "declined": "pending"}


async def test_a_withdrawal_stops_what_was_about_to_leave_but_the_acknowledgement(
    parts: NotificationsParts,
) -> None:
    await hear_well(
        parts,
        world.identified(),
        world.account(),
        world.submitted(),
        world.opened(),
        world.code_issued(),
        world.withdrawn(),
    )
    assert await states(parts) == {
        "acknowledgement": "pending",
        "transmitted": "failed:overtaken",
        "new_report": "failed:overtaken",
        "activation_letter": "pending",
        "withdrawn": "pending",
    }


async def test_who_the_consumer_is_may_be_corrected_but_not_uncorrected(
    parts: NotificationsParts,
) -> None:
    await hear_well(parts, world.identified(version=2, email="new@consumer.test"))
    await hear_well(parts, world.identified(version=1))
    (row,) = await rows(parts, "SELECT email FROM reports")
    assert row.email == "new@consumer.test"


async def test_the_link_of_a_draft_is_sent_once(
    parts: NotificationsParts, postman: Postman
) -> None:
    await hear_well(parts, world.draft_link_requested(), world.draft_link_requested())
    await send_all(parts)
    (mime,) = postman.carried
    assert mime["Subject"] == "Reprenez votre signalement Vigie"
    body = mime.get_body(("plain",))
    assert body is not None
    assert "http://intake.test/resume#secret" in body.get_content()


async def test_a_code_is_sent_once_and_never_after_it_expired(
    parts: NotificationsParts, postman: Postman, clock: FrozenClock
) -> None:
    await hear_well(parts, world.code_requested(), world.code_requested())
    await hear_well(parts, world.code_requested(email_proof_id=UUID(int=8)))
    clock.advance(timedelta(minutes=9))
    await send_all(parts)
    assert [mime["Subject"] for mime in postman.carried] == ["Votre code Vigie"] * 2
    await hear_well(parts, world.code_requested(email_proof_id=UUID(int=9)))
    clock.advance(timedelta(minutes=2))
    await send_all(parts)
    assert len(postman.carried) == 2
    (row,) = await rows(parts, "SELECT state, reason FROM deliveries ORDER BY id DESC LIMIT 1")
    assert tuple(row) == ("failed", "expired")
