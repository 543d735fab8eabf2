"""The mails received: one file each, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from common.clock import Clock
from common.ids import Chance, uuid7


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came; `recipients` is the envelope's, blind copies included."""

    id: str
    received_at: datetime
    recipients: tuple[str, ...]
    message: EmailMessage
    size: int

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def sent_at(self) -> datetime:
        try:
            return parsedate_to_datetime(str(self.message["Date"])).astimezone(UTC)
        except (TypeError, ValueError):
            return self.received_at

    def addresses(self, header: str) -> list[Address]:
        value = self.message.get(header)
        return list(getattr(value, "addresses", ()))

    def body(self, kind: str) -> str:
        """The text in `plain` or `html`; empty when the mail has none."""
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""

    def attachments(self) -> Iterator[tuple[str, EmailMessage]]:
        """Each attached file with its number in the mail."""
        for number, part in enumerate(self.message.iter_attachments(), start=1):
            yield str(number), part


class Box:
    """A folder of mails. It survives a restart; the envelope stands in two header lines."""

    def __init__(self, folder: Path, *, clock: Clock, chance: Chance) -> None:
        self._folder = folder
        self._clock = clock
        self._chance = chance
        folder.mkdir(parents=True, exist_ok=True)
        self._mails = {mail.id: mail for mail in map(_read, sorted(folder.glob("*.eml")))}

    def add(
        self, content: bytes, recipients: tuple[str, ...], *, at: datetime | None = None
    ) -> Mail:
        """Keep a mail, received now or, in a sample, at an earlier moment."""
        now = at or self._clock.now()
        name = uuid7(now, self._chance).hex
        envelope = f"X-Received-At: {now.isoformat()}\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
        path = self._folder / f"{name}.eml"
        partial = path.with_suffix(".part")
        partial.write_bytes(envelope.encode() + content)
        partial.rename(path)
        mail = _read(path)
        self._mails[mail.id] = mail
        return mail

    def get(self, mail_id: str) -> Mail | None:
        return self._mails.get(mail_id)

    def newest(self, start: int = 0, limit: int = 50) -> list[Mail]:
        return list(reversed(self._mails.values()))[start : start + limit]

    def now(self) -> datetime:
        return self._clock.now()

    def __len__(self) -> int:
        return len(self._mails)

    def clear(self) -> None:
        for mail_id in list(self._mails):
            (self._folder / f"{mail_id}.eml").unlink(missing_ok=True)
        self._mails.clear()


def _read(path: Path) -> Mail:
    content = path.read_bytes()
    message = message_from_bytes(content, policy=policy.default)
    return Mail(
        id=path.stem,
        received_at=datetime.fromisoformat(str(message["X-Received-At"])),
        recipients=tuple(str(message["X-Envelope-To"]).split(", ")),
        message=message,
        size=len(content),
    )
