"""Plan the mail that proves a company user's address before an account is opened."""

from common.contracts.company_portal import ActivationLinkRequested
from notifications.domain.messages import ActivationLink
from notifications.domain.plan import PlannedMail
from notifications.store import Store


async def send_activation_link(event: ActivationLinkRequested, store: Store) -> None:
    await store.deliveries.plan(
        PlannedMail(
            dedup_key=f"activation-link:{event.activation_id}",
            message=ActivationLink(
                company_name=event.company_name,
                siret=event.siret,
                activation_url=event.activation_url,
                expires_at=event.expires_at,
            ),
            lang="fr",
            recipient=event.email,
            siret=event.siret,
            expires_at=event.expires_at,
        )
    )
