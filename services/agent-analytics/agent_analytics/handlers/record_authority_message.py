"""A company told the authorities something apart from its answer."""

from agent_analytics.domain.enclosures import AuthorityMessage
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.company_portal import AuthorityInformed


async def record_authority_message(event: AuthorityInformed, store: Store) -> None:
    history = await learn_fact(
        event.report_id,
        store,
        change=lambda history: history,
        entry=Entry(Happening.AUTHORITY_INFORMED, str(event.version), event.informed_at),
    )
    if history.is_erased:
        return
    message = AuthorityMessage(
        version=event.version,
        siret=event.siret,
        message=event.message_to_authority,
        informed_at=event.informed_at,
    )
    await store.enclosures.inform(event.report_id, message)
