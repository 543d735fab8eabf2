"""Canaries: nothing that names a person reaches a log, whatever happens to a mail."""

import logging

import pytest
from structlog.testing import capture_logs

from common.contracts.report import Address
from notifications.domain.sending import Answer
from notifications.handlers.send_next_mail import send_next_mail
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear, send_all, typeset_all

CANARIES = (
    "ana@consumer.test",
    "Ana",
    "Canari",
    "secret",
    "chef@company.test",
    "123456",
    "V7K2-9QXD-WM",
)


async def test_no_log_line_names_anyone(
    parts: NotificationsParts, postman: Postman, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    postman.answers = list(Answer)
    with capture_logs() as lines:
        await hear(
            parts,
            world.submitted(),
            world.code_requested(email="not an address: ana@consumer.test"),
            world.code_requested(),
            world.identified(),
            world.account(),
            world.submitted(),
            world.opened(),
            world.answered(),
            world.link_requested(),
            world.code_issued(),
            world.code_issued(activation_code_id=world.ACCOUNT, address=Address(lines=("x",))),
        )
        await send_next_mail(parts.mail_room)
        await send_all(parts)
        await typeset_all(parts)
        await hear(parts, world.withdrawn(), world.erased())
    written = f"{lines} {caplog.text}"
    assert len(lines) > 5
    assert [canary for canary in CANARIES if canary in written] == []
