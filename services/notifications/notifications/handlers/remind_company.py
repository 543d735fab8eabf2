"""Remind a company's users that a report still waits for them."""

from common.contracts.company_portal import Reminder, ReminderFellDue
from common.contracts.report import ReportStatus
from common.messaging.subscription import Later
from notifications.domain.links import Links
from notifications.domain.messages import CompanyReminder
from notifications.domain.plan import PlannedMail
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def remind_company(event: ReminderFellDue, store: Store, *, links: Links) -> None:
    """One mail to each user; a holder that has had no account so far is reminded by letters."""
    report = await store.reports.lock(event.report_id)
    if report.is_erased:
        return
    if report.holder_has_account is None:
        raise Later("the case is not known yet")
    for member in await store.accounts.members(event.siret):
        await store.deliveries.plan(
            PlannedMail(
                dedup_key=f"company_reminder:{event.report_id}:{event.version}:{member.account_id}",
                message=CompanyReminder(
                    company_name=event.state.holder_name,
                    siret=event.siret,
                    reference=event.reference,
                    deadline_on=event.state.deadline_on,
                    report_url=links.report(event.report_id),
                    unsubscribe_url=links.unsubscribe(member.account_id, event.siret),
                    is_last=event.reminder is Reminder.EVE,
                    is_read=event.state.status is ReportStatus.READ,
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
