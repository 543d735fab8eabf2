"""Tell a company's users that a consumer wrote to them."""

from common.contracts.company_portal import MessageReceived
from common.messaging.subscription import Later
from notifications.domain.links import Links
from notifications.domain.messages import ConsumerWrote
from notifications.domain.plan import PlannedMail
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def tell_company_of_message(event: MessageReceived, store: Store, *, links: Links) -> None:
    """One mail to each user, without the consumer's words; nobody else is told."""
    report = await store.reports.lock(event.report_id)
    if report.is_erased:
        return
    if report.holder_has_account is None:
        raise Later("the case is not known yet")
    for member in await store.accounts.members(event.siret):
        await store.deliveries.plan(
            PlannedMail(
                dedup_key=f"consumer_message:{event.message_id}:{member.account_id}",
                message=ConsumerWrote(
                    company_name=event.state.holder_name,
                    siret=event.siret,
                    reference=event.reference,
                    deadline_on=event.state.deadline_on,
                    report_url=links.report(event.report_id),
                    unsubscribe_url=links.unsubscribe(member.account_id, event.siret),
                    is_reply=event.resumes,
                ),
                lang="fr",
                recipient=member.email,
                report_id=event.report_id,
                siret=event.siret,
                version=event.version,
            )
        )
    announce_endings(
        store, await store.deliveries.call_off_overtaken(event.report_id, report.course)
    )
