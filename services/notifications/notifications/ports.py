"""The outside world as notifications sees it: a mail server and a press."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Protocol

from notifications.domain.mail import Text
from notifications.domain.messages import ActivationLetter, Lang, MailMessage
from notifications.domain.sending import Answer


class Unwritable(Exception):
    """A template and its context do not agree: a fault of ours, no mail can be made."""


class MailWriter(Protocol):
    def write(self, message: MailMessage, *, lang: Lang) -> Text:
        """The message in words. Raises `Unwritable`."""


class MailCarrier(Protocol):
    async def carry(self, mime: EmailMessage, *, sender: str, recipient: str) -> Answer:
        """Hand one mail to the server; answers in bounded time and raises nothing of SMTP."""

    async def close(self) -> None:
        """Say goodbye to the server."""


class Press(Protocol):
    async def typeset(self, letter: ActivationLetter) -> bytes:
        """The letter as a PDF; the same letter always gives the same bytes. Raises `Unwritable`."""

    async def bind(self, letters: Sequence[bytes]) -> bytes:
        """Several letters in one PDF, in the order given."""

    async def close(self) -> None:
        """Give back its threads."""
