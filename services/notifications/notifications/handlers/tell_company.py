"""Tell a company's users, by mail, that a report is waiting for them."""

from common.contracts.company_portal import CaseOpened
from common.messaging.subscription import Later
from notifications.domain.links import Links
from notifications.domain.messages import NewReport
from notifications.domain.plan import PlannedMail
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def tell_company(event: CaseOpened, store: Store, *, links: Links) -> None:
    """One mail to each user of the holder; a holder without an account gets a letter instead.

    When every user is inactive or wants no notices, nobody is written to.
    """
    report = await store.reports.lock(event.report_id)
    if report.is_erased:
        return
    await store.reports.hold(event.report_id, event.version, has_account=event.has_account)
    if not event.has_account:
        return
    if not await store.accounts.is_known(event.siret):
        raise Later("the holder's account is not known yet")
    for member in await store.accounts.members(event.siret):
        await store.deliveries.plan(
            PlannedMail(
                dedup_key=f"new_report:{event.report_id}:{event.version}:{member.account_id}",
                message=NewReport(
                    company_name=event.state.holder_name,
                    siret=event.siret,
                    reference=event.reference,
                    deadline_on=event.state.deadline_on,
                    report_url=links.report(event.report_id),
                    unsubscribe_url=links.unsubscribe(member.account_id, event.siret),
                    category=event.category_labels,
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
