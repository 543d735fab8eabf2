"""Mail a link that resumes a draft on any device."""

from dataclasses import dataclass, replace

from common.contracts.intake import DraftLinkRequested
from common.ids import Chance
from common.secrets import digest, new_secret
from common.throttle import hit
from intake.domain.contact import email_digest, parse_email
from intake.domain.draft import (
    LINK_LIFE,
    LINKS_PER_ADDRESS,
    LINKS_PER_NETWORK,
    LINKS_WINDOW,
    Draft,
)
from intake.domain.wording import Lang
from intake.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDraftLink:
    """`resume_page` is the address that the secret is added to, as a fragment."""

    draft: Draft
    email: str
    lang: Lang
    resume_page: str


async def send_draft_link(
    command: SendDraftLink, store: Store, *, network: str, chance: Chance
) -> None:
    """An address has one link at a time: a new one ends those sent to it before.

    The draft keeps the address when it has none. Raises `ContactRefused` and `Throttled`.
    """
    draft = command.draft
    address = parse_email(command.email)
    person = email_digest(address)
    await hit(store, f"draft-link:{network}", limit=LINKS_PER_NETWORK, window=LINKS_WINDOW)
    await hit(store, f"draft-link:{person.hex()}", limit=LINKS_PER_ADDRESS, window=LINKS_WINDOW)
    secret = new_secret(chance)
    until = store.clock.now() + LINK_LIFE
    await store.drafts.save(replace(draft, email=draft.email or address))
    await store.drafts.give_link(draft.id, digest(secret), email_digest=person, until=until)
    store.publish(
        DraftLinkRequested(
            draft_link_id=store.new_id(),
            email=address,
            resume_url=f"{command.resume_page}#{secret}",
            lang=command.lang,
            expires_at=until,
        )
    )
