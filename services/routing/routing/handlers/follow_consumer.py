"""The consumer names the establishment that is meant: routing checks it and follows."""

from dataclasses import replace

from common.contracts.intake import RecipientNamed
from common.messaging.subscription import Later
from common.values import NotASiret, parse_siret
from routing.domain.mode import Mode
from routing.domain.report import Stage, decided
from routing.handlers.announce_decision import announce
from routing.handlers.choose_established import choose_established
from routing.store import Store


async def follow_consumer(event: RecipientNamed, store: Store) -> None:
    """Route a report in triage to the establishment named, unless it declined or is gone.

    Whatever reaches a report that has a recipient meanwhile changes nothing.
    """
    report = await store.reports.get(event.report_id)
    if report is None:
        raise Later("the report has not been submitted here yet")
    if report.stage is not Stage.TRIAGE:
        return
    try:
        siret = parse_siret(event.siret)
    except NotASiret:
        return
    found = await store.establishments.get(siret)
    choice = await choose_established(found, store, excluded=report.excluded)
    if choice.establishment is None:
        return
    after = decided(
        report,
        Mode.CONSUMER,
        holder=choice.establishment.siret,
        department=choice.establishment.location.department,
        at=store.clock.now(),
    )
    await store.reports.keep(after)
    content = await store.reports.story(event.report_id)
    named = replace(choice, mode=Mode.CONSUMER)
    evidence = {"named": siret, "found": choice.mode.value}
    await announce(store, after, named, content=content, evidence=evidence)
