"""The consumer says which establishment is meant, when routing could not tell."""

from uuid import UUID

from common.contracts.intake import RecipientNamed
from common.values import Siret
from intake.domain.tracking import (
    Fact,
    FactKind,
    Producer,
    Status,
    question_of,
    refuse_unless,
    track,
)
from intake.store import Store

_ASKED = frozenset({Status.TRIAGE})


async def name_recipient(report_id: UUID, siret: Siret, store: Store) -> None:
    """Tell routing; it alone decides whether that establishment may have the report.

    Raises `UnknownReport`, and `NotNow` when the report has a recipient or is closed.
    """
    report = await store.reports.lock(report_id)
    tracking = track(await store.facts.of_report(report_id))
    refuse_unless(tracking, _ASKED)
    now = store.clock.now()
    version = report.version + 1
    await store.reports.next_version(report_id)
    await store.facts.add(
        report_id,
        Fact(
            producer=Producer.INTAKE,
            version=version,
            kind=FactKind.NAMED,
            at=now,
            details={"siret": siret, "about": question_of(tracking)},
        ),
    )
    store.publish(RecipientNamed(report_id=report_id, version=version, siret=siret, named_at=now))
