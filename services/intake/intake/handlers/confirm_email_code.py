"""Take the code that was sent to an address and give a proof for it."""

import re
from dataclasses import dataclass
from datetime import datetime

from common.ids import Chance
from common.secrets import digest, new_secret, verify_password
from common.throttle import hit
from intake.domain.contact import ContactRefused, email_digest, parse_email
from intake.domain.email_proof import (
    CODE_DIGITS,
    CONFIRMATIONS_PER_NETWORK,
    PROOF_LIFE,
    SENDS_WINDOW,
    PendingCode,
)
from intake.store import Store


@dataclass(frozen=True, slots=True)
class GivenProof:
    """`proof` is told once; the database keeps its digest."""

    proof: str
    expires_at: datetime


async def confirm_email_code(
    email: str, code: str, store: Store, *, network: str, chance: Chance
) -> GivenProof | None:
    """The proof for a right code: it holds four hours. None for a wrong one.

    None rather than an exception: the try that was counted must be committed. A wrong code, a
    used or expired one and an address that was never sent any take the same time. Raises
    `Throttled`.
    """
    limit = CONFIRMATIONS_PER_NETWORK
    await hit(store, f"confirm:{network}", limit=limit, window=SENDS_WINDOW)
    pending = await _take_try(email, store)
    may_be_tried = pending is not None and pending.may_be_tried(store.clock.now())
    written = re.sub(r"[ \u00a0\u202f]", "", code)
    matches = await verify_password(
        written, pending.code_hash if pending is not None and may_be_tried else None
    )
    if pending is None or not matches or len(written) != CODE_DIGITS:
        return None
    proof = new_secret(chance)
    until = store.clock.now() + PROOF_LIFE
    await store.email_proofs.confirm(pending.id, digest(proof), until=until)
    return GivenProof(proof, until)


async def _take_try(email: str, store: Store) -> PendingCode | None:
    try:
        address = parse_email(email)
    except ContactRefused:
        return None
    return await store.email_proofs.take_try(email_digest(address))
