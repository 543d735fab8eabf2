"""What notifications is made of, constructed once by `app.build`."""

from dataclasses import dataclass

from common.settings import HttpSettings
from common.storage import ObjectStorage
from common.unit_of_work import Cause, Ground
from notifications.domain.access import AccessKeys
from notifications.domain.links import Links
from notifications.domain.mail import Sender
from notifications.domain.webhook import Secrets
from notifications.handlers.send_next_mail import MailRoom
from notifications.handlers.typeset_next_letter import PrintRoom
from notifications.ports import MailCarrier, MailWriter, Press
from notifications.store import Store

COOKIE = "vigie-notifications"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """What mails are made with and how they leave; `lanes` leave at once."""

    writer: MailWriter
    carrier: MailCarrier
    sender: Sender
    notices_per_day: int
    lanes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationsParts:
    ground: Ground
    http: HttpSettings
    links: Links
    keys: AccessKeys
    bounce_secrets: Secrets
    mail: Correspondence
    press: Press
    storage: ObjectStorage
    letters_bucket: str

    def open_store(self, *, cause: Cause | None = None) -> Store:
        return Store(self.ground, cause=cause)

    @property
    def mail_room(self) -> MailRoom:
        return MailRoom(
            open_store=self.open_store,
            writer=self.mail.writer,
            carrier=self.mail.carrier,
            sender=self.mail.sender,
            notices_per_day=self.mail.notices_per_day,
        )

    @property
    def print_room(self) -> PrintRoom:
        return PrintRoom(
            open_store=self.open_store,
            press=self.press,
            storage=self.storage,
            bucket=self.letters_bucket,
        )

    async def close(self) -> None:
        await self.mail.carrier.close()
        await self.press.close()
        await self.storage.close()
        await self.ground.engine.dispose()
