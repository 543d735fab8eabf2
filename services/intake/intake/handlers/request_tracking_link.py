"""Send the tracking link again, to the address that was proved when the report was filed."""

import re
from datetime import timedelta

from common.contracts.intake import TrackingLinkRequested
from common.throttle import hit
from intake.domain.contact import email_digest, parse_email
from intake.store import Store

SENDS_WINDOW = timedelta(hours=1)
SENDS_PER_NETWORK = 20
SENDS_PER_ADDRESS = 3

_HALF = 4


async def request_tracking_link(email: str, reference: str, store: Store, *, network: str) -> None:
    """The same for every address and reference, known or not.

    Raises `ContactRefused` for what is no address, and `Throttled`, whichever reports exist.
    """
    person = email_digest(parse_email(email))
    await hit(store, f"link:{network}", limit=SENDS_PER_NETWORK, window=SENDS_WINDOW)
    await hit(store, f"link:{person.hex()}", limit=SENDS_PER_ADDRESS, window=SENDS_WINDOW)
    report_id = await store.reports.of_person(person, readable(reference))
    if report_id is None:
        return
    await store.reports.lock(report_id)
    version = await store.reports.next_version(report_id)
    now = store.clock.now()
    store.publish(TrackingLinkRequested(report_id=report_id, version=version, requested_at=now))


def readable(reference: str) -> str:
    """The reference as it is kept, from what someone typed: blanks, case and hyphen are free."""
    letters = re.sub(r"[^A-Z0-9]", "", reference.upper())
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
