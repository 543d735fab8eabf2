"""Plan the mail that carries a code to the address to be proved."""

from common.contracts.intake import EmailCodeRequested
from notifications.domain.messages import EmailCode
from notifications.domain.plan import PlannedMail
from notifications.store import Store


async def send_email_code(event: EmailCodeRequested, store: Store) -> None:
    await store.deliveries.plan(
        PlannedMail(
            dedup_key=f"email-code:{event.email_proof_id}",
            message=EmailCode(code=event.code, expires_at=event.expires_at),
            lang=event.lang,
            recipient=event.email,
            expires_at=event.expires_at,
        )
    )
