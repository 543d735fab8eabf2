"""Send one mail, at most once: claim, hand over, note."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from notifications.domain.addresses import NotOneAddress, one_address
from notifications.domain.kinds import COMPANY_NOTICES
from notifications.domain.mail import Mail, Sender, UnsafeHeader, to_mime
from notifications.domain.messages import CompanyMessage
from notifications.domain.sending import Answer, Reason, judge
from notifications.handlers.announce_endings import announce_endings
from notifications.ports import MailCarrier, MailWriter, Unwritable
from notifications.store import Store
from notifications.store.mailbag import Parcel


@dataclass(frozen=True, slots=True)
class MailRoom:
    """What it takes to send mail; `notices_per_day` is what one address gets of company notices."""

    open_store: Callable[[], Store]
    writer: MailWriter
    carrier: MailCarrier
    sender: Sender
    notices_per_day: int


async def send_next_mail(room: MailRoom) -> int:
    """Send the next mail that is due; return how many were dealt with, 0 or 1.

    `sending` is committed before the server hears of the mail. A sender that dies from there on
    leaves a mail of which nobody knows whether it left: it becomes `unknown`, and is never sent
    again by itself.
    """
    async with room.open_store() as store:
        parcel = await store.mailbag.take()
        if parcel is None:
            return 0
        prepared = await _prepare(parcel, store, room)
        if isinstance(prepared, Reason):
            announce_endings(store, [await store.mailbag.refuse(parcel, prepared)])
            return 1
    answer = await room.carrier.carry(
        prepared, sender=room.sender.address, recipient=one_address(parcel.recipient)
    )
    async with room.open_store() as store:
        await _note(parcel, answer, store)
    return 1


async def _prepare(parcel: Parcel, store: Store, room: MailRoom) -> EmailMessage | Reason:
    """The mail as it will leave, or why it must not."""
    objection = await _objection(parcel, store, room)
    if objection is not None:
        return objection
    try:
        return to_mime(_mail(parcel, room.writer), sender=room.sender, now=store.clock.now())
    except NotOneAddress:
        return Reason.UNUSABLE_ADDRESS
    except (Unwritable, UnsafeHeader):
        return Reason.UNWRITABLE


async def _objection(parcel: Parcel, store: Store, room: MailRoom) -> Reason | None:
    if parcel.expires_at is not None and parcel.expires_at <= store.clock.now():
        return Reason.EXPIRED
    if parcel.is_suppressed:
        return Reason.SUPPRESSED
    if parcel.kind in COMPANY_NOTICES:
        sent = await store.mailbag.notices_sent_today(parcel)
        return Reason.BUDGET_SPENT if sent >= room.notices_per_day else None
    return None


def _mail(parcel: Parcel, writer: MailWriter) -> Mail:
    message = parcel.message
    return Mail(
        delivery_id=parcel.delivery_id,
        recipient=parcel.recipient,
        text=writer.write(message, lang=parcel.lang),
        lang=parcel.lang,
        unsubscribe_url=message.unsubscribe_url if isinstance(message, CompanyMessage) else None,
    )


async def _note(parcel: Parcel, answer: Answer, store: Store) -> None:
    verdict = judge(
        answer,
        attempts=parcel.attempts,
        now=store.clock.now(),
        expires_at=parcel.expires_at,
    )
    ending = await store.mailbag.settle(parcel, verdict)
    if answer is Answer.NO_SUCH_MAILBOX:
        await store.bounces.suppress(parcel.recipient_digest)
    if ending is not None:
        announce_endings(store, [ending])
