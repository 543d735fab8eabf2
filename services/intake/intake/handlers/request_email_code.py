"""Send a six-digit code to an address that someone says is theirs."""

from common.contracts.intake import EmailCodeRequested
from common.ids import Chance
from common.secrets import hash_password
from common.throttle import hit
from intake.domain.contact import email_digest, parse_email
from intake.domain.email_proof import (
    CODE_DIGITS,
    CODE_LIFE,
    SENDS_PER_ADDRESS,
    SENDS_PER_NETWORK,
    SENDS_WINDOW,
    code_from,
)
from intake.domain.wording import Lang
from intake.store import Store


async def request_email_code(
    email: str, store: Store, *, lang: Lang, network: str, chance: Chance
) -> None:
    """The same for every address, known or not. Raises `ContactRefused` and `Throttled`."""
    address = parse_email(email)
    digest = email_digest(address)
    await hit(store, f"code:{network}", limit=SENDS_PER_NETWORK, window=SENDS_WINDOW)
    await hit(store, f"code:{digest.hex()}", limit=SENDS_PER_ADDRESS, window=SENDS_WINDOW)
    code = code_from(chance.below(10**CODE_DIGITS))
    proof_id = store.new_id()
    await store.email_proofs.add(proof_id, digest, code_hash=await hash_password(code))
    store.publish(
        EmailCodeRequested(
            email_proof_id=proof_id,
            email=address,
            code=code,
            lang=lang,
            expires_at=store.clock.now() + CODE_LIFE,
        )
    )
