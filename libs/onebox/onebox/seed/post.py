"""The post of the sample's past: the last days' mails are kept, older ones are thrown away."""

from datetime import datetime
from email.message import EmailMessage

from common.clock import Clock
from notifications.domain.sending import Answer
from onebox.inbox.box import Box


class SamplePost:
    """Takes every mail; only those from `since` on go into the box."""

    def __init__(self, box: Box, *, clock: Clock, since: datetime) -> None:
        self._box = box
        self._clock = clock
        self._since = since

    async def carry(self, mime: EmailMessage, *, sender: str, recipient: str) -> Answer:  # noqa: ARG002 - the port's
        now = self._clock.now()
        if now >= self._since:
            self._box.add(mime.as_bytes(), (recipient,), at=now)
        return Answer.ACCEPTED

    async def close(self) -> None:
        """Nothing to close."""
