"""Plan the mail whose link resumes a report that somebody put aside."""

from common.contracts.intake import DraftLinkRequested
from notifications.domain.messages import DraftLink
from notifications.domain.plan import PlannedMail
from notifications.store import Store


async def send_draft_link(event: DraftLinkRequested, store: Store) -> None:
    await store.deliveries.plan(
        PlannedMail(
            dedup_key=f"draft-link:{event.draft_link_id}",
            message=DraftLink(resume_url=event.resume_url, expires_at=event.expires_at),
            lang=event.lang,
            recipient=event.email,
            expires_at=event.expires_at,
        )
    )
