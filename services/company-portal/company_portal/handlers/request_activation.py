"""Someone holds a letter: its code, against a link sent to the mailbox they name."""

from dataclasses import dataclass
from datetime import timedelta

from common.clock import paris_date
from common.contracts.company_portal import ActivationLinkRequested
from common.secrets import digest, new_secret, verify_password
from common.throttle import hit
from company_portal.domain.activation import (
    LINK_LIFE,
    TRIES_PER_SIRET_AND_DAY,
    ActivationCode,
    ActivationLink,
    typed_code,
)
from company_portal.store import Store


@dataclass(frozen=True, slots=True)
class RequestActivation:
    """`email` is lower case."""

    siret: str
    code: str
    email: str


async def request_activation(command: RequestActivation, store: Store, *, public_url: str) -> None:
    """Send a link to the mailbox if the code is the establishment's living one.

    Nothing tells the caller whether it was: same answer, same time, for a wrong code, a spent
    one and an establishment that never got a letter. Raises Throttled.
    """
    await hit(
        store,
        f"activation:{command.siret}",
        limit=TRIES_PER_SIRET_AND_DAY,
        window=timedelta(days=1),
    )
    code = await store.activations.lock_code(command.siret)
    now = store.clock.now()
    if code is not None and not code.is_usable(paris_date(now)):
        code = None
    hashed = None if code is None else code.code_hash
    matches = await verify_password(typed_code(command.code), hashed)
    if code is None:
        return
    await store.activations.count_try(code.code_id)
    if matches:
        await _send_link(command, code, store, public_url=public_url)


async def _send_link(
    command: RequestActivation, code: ActivationCode, store: Store, *, public_url: str
) -> None:
    token = new_secret(store.ground.chance)
    link = ActivationLink(
        link_id=store.new_id(),
        code_id=code.code_id,
        siret=code.siret,
        email=command.email,
        expires_at=store.clock.now() + LINK_LIFE,
        is_used=False,
        is_code_alive=True,
    )
    await store.activations.add_link(link, digest(token))
    store.publish(
        ActivationLinkRequested(
            activation_id=link.link_id,
            email=link.email,
            siret=link.siret,
            company_name=await store.establishments.name_of(link.siret),
            activation_url=f"{public_url}/accounts/new?token={token}",
            expires_at=link.expires_at,
        )
    )
