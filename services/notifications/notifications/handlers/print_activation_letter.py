"""Plan the letter that brings a company its activation code."""

from datetime import datetime, time, timedelta

from common.clock import PARIS
from common.contracts.company_portal import ActivationCodeIssued
from notifications.domain.envelope import UnprintableAddress, address_block
from notifications.domain.messages import ActivationLetter
from notifications.domain.sending import Reason
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def print_activation_letter(event: ActivationCodeIssued, store: Store) -> None:
    """An address that no letter can reach ends the delivery at once, for operators to see."""
    try:
        address = address_block(event.company_name, event.address.lines)
    except UnprintableAddress:
        address = ()
    letter = ActivationLetter(
        company_name=event.company_name,
        address=address,
        siret=event.siret,
        code=event.code,
        expires_on=event.expires_on,
        letter_number=event.letter_number,
        reference=event.report_reference,
        category=event.report_category,
        deadline_on=event.deadline_on,
    )
    after_last_day = datetime.combine(event.expires_on + timedelta(days=1), time(), PARIS)
    delivery_id = await store.letters.plan(
        letter, dedup_key=f"activation_letter:{event.activation_code_id}", expires_at=after_last_day
    )
    if delivery_id is None:
        return
    endings = [
        *(() if address else await store.letters.refuse(delivery_id, Reason.UNUSABLE_ADDRESS)),
        *await store.letters.call_off_superseded(event.siret),
        *await store.letters.call_off_void(),
    ]
    announce_endings(store, endings)
