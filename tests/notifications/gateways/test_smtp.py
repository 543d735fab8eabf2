from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from common.testing.clock import FrozenClock
from notifications.domain.mail import Mail, Sender, Text, to_mime
from notifications.domain.sending import Answer
from notifications.gateways.smtp import IDLE_FOR, Server, SmtpCarrier
from tests.notifications.smtp_sink import DROPS, HANGS, Sink, listening
from tests.notifications.world import MOMENT

TIMEOUT = timedelta(seconds=1)


@pytest_asyncio.fixture
async def sink() -> AsyncIterator[Sink]:
    async with listening(Sink()) as made:
        yield made


@pytest_asyncio.fixture
async def carrier(sink: Sink, clock: FrozenClock) -> AsyncIterator[SmtpCarrier]:
    made = a_carrier(sink.port, clock)
    yield made
    await made.close()


def a_carrier(port: int, clock: FrozenClock) -> SmtpCarrier:
    server = Server(
        host="127.0.0.1", port=port, security="none", timeout=TIMEOUT, helo="vigie.test"
    )
    return SmtpCarrier(server, clock=clock)


async def carry(carrier: SmtpCarrier, number: int = 1) -> Answer:
    mail = Mail(
        delivery_id=UUID(int=number),
        recipient="ana@consumer.test",
        text=Text("Sujet é", "Texte\n.point\n", "<p>Texte</p>"),
        lang="fr",
    )
    mime = to_mime(mail, sender=Sender("Vigie", "v@vigie.test", "vigie.test"), now=MOMENT)
    return await carrier.carry(mime, sender="v@vigie.test", recipient="ana@consumer.test")


async def test_a_mail_that_is_taken_arrives_whole(carrier: SmtpCarrier, sink: Sink) -> None:
    assert await carry(carrier) is Answer.ACCEPTED
    (taken,) = sink.taken
    assert taken["Message-ID"] == f"<{UUID(int=1)}@vigie.test>"
    plain, html = taken.get_body(("plain",)), taken.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["Texte", ".point"]
    assert html.get_content().strip() == "<p>Texte</p>"


async def test_the_connection_serves_for_the_next_mail(carrier: SmtpCarrier, sink: Sink) -> None:
    await carry(carrier, 1)
    await carry(carrier, 2)
    assert (sink.connections, len(sink.taken)) == (1, 2)


async def test_an_old_connection_is_not_trusted(
    carrier: SmtpCarrier, sink: Sink, clock: FrozenClock
) -> None:
    await carry(carrier, 1)
    clock.advance(IDLE_FOR)
    await carry(carrier, 2)
    assert (sink.connections, len(sink.taken)) == (2, 2)


async def test_a_kept_connection_that_says_goodbye_gets_a_fresh_one(
    carrier: SmtpCarrier, sink: Sink
) -> None:
    await carry(carrier, 1)
    sink.on_mail = ["421 4.3.2 closing"]
    assert await carry(carrier, 2) is Answer.ACCEPTED
    assert sink.connections == 2


@pytest.mark.parametrize(
    ("on_mail", "on_recipient", "after_data", "answer"),
    [
        ("421 4.3.2 shutting down", None, None, Answer.DEFERRED),
        ("451 4.3.0 try later", None, None, Answer.DEFERRED),
        ("550 5.7.1 we do not like you", None, None, Answer.DEFERRED),
        (None, "450 4.2.0 greylisted", None, Answer.DEFERRED),
        (None, "421 4.3.2 too many", None, Answer.DEFERRED),
        (None, "550 5.1.1 no such user", None, Answer.NO_SUCH_MAILBOX),
        (None, "550 5.7.1 policy", None, Answer.REJECTED),
        (None, "552 5.2.2 mailbox full", None, Answer.REJECTED),
        (None, None, "421 4.3.2 shutting down", Answer.DEFERRED),
        (None, None, "451 4.3.0 try later", Answer.DEFERRED),
        (None, None, "550 5.7.1 spam", Answer.REJECTED),
        (None, None, "554 5.6.0 refused", Answer.REJECTED),
        (None, None, HANGS, Answer.SILENT),
        (None, None, DROPS, Answer.SILENT),
    ],
)
async def test_each_reply_has_one_meaning(
    carrier: SmtpCarrier,
    sink: Sink,
    on_mail: str | None,
    on_recipient: str | None,
    after_data: str | None,
    answer: Answer,
) -> None:
    sink.on_mail = [on_mail] if on_mail else []
    sink.on_recipient = [on_recipient] if on_recipient else []
    sink.after_data = [after_data] if after_data else []
    assert await carry(carrier) is answer
    assert not sink.taken


async def test_no_server_is_a_reason_to_wait(clock: FrozenClock) -> None:
    async with listening(Sink()) as gone:
        port = gone.port
    assert await carry(a_carrier(port, clock)) is Answer.DEFERRED


async def test_a_server_without_tls_gets_no_mail_when_tls_is_wanted(
    sink: Sink, clock: FrozenClock
) -> None:
    server = Server(host="127.0.0.1", port=sink.port, security="starttls", timeout=TIMEOUT)
    assert await carry(SmtpCarrier(server, clock=clock)) is Answer.DEFERRED
    assert sink.received == 0


async def test_a_refused_mail_may_be_followed_by_another(carrier: SmtpCarrier, sink: Sink) -> None:
    sink.on_recipient = ["550 5.1.1 no such user"]
    await carry(carrier, 1)
    assert await carry(carrier, 2) is Answer.ACCEPTED
