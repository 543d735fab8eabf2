"""Events as the other services send them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from common.contracts.company_portal import CaseClosed, CaseState, ReportDeclined
from common.contracts.intake import RecipientNamed, ReportErased, ReportSubmitted, ReportWithdrawn
from common.contracts.report import (
    AnswerReason,
    CompanyTarget,
    ReportContent,
    ReportStatus,
    SiretTarget,
    Target,
    Wish,
)

REPORT = UUID("01890000-0000-7000-8000-000000000001")
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
STORY = "Le pain vendu comme frais était de la veille."


def a_content(target: Target, **changes: Any) -> ReportContent:
    told: dict[str, Any] = {
        "reference": "V7K2-9QXD",
        "category": "food",
        "subcategories": ("freshness",),
        "category_labels": ("Alimentation", "Fraîcheur"),
        "description": STORY,
        "observed_on": date(2026, 5, 2),
        "target": target,
        "share_identity": False,
        "wish": Wish.REPORT,
        "lang": "fr",
        "submitted_at": NOON,
    }
    return ReportContent(**told | changes)


def submitted(target: Target, *, report_id: UUID = REPORT, **changes: Any) -> ReportSubmitted:
    content = a_content(target, **changes)
    return ReportSubmitted(report_id=report_id, version=1, content=content)


def about(name: str, *, postal_code: str | None = None, department: str | None = None) -> Target:
    return CompanyTarget(name=name, postal_code=postal_code, department=department)


def at(siret: str) -> Target:
    return SiretTarget(siret=siret)


def declined(siret: str, *, version: int = 2, **changes: Any) -> ReportDeclined:
    told: dict[str, Any] = {
        "report_id": REPORT,
        "version": version,
        "reference": "V7K2-9QXD",
        "state": CaseState(status=ReportStatus.TRIAGE),
        "occurred_at": NOON,
        "siret": siret,
        "reason": AnswerReason.HOMONYM,
        "message_to_consumer": "Ce n’est pas nous.",
    }
    return ReportDeclined(**told | changes)


def case_closed(*, version: int = 3) -> CaseClosed:
    return CaseClosed(
        report_id=REPORT,
        version=version,
        reference="V7K2-9QXD",
        state=CaseState(status=ReportStatus.NOT_CONCERNED),
        occurred_at=NOON,
    )


def named(siret: str) -> RecipientNamed:
    return RecipientNamed(report_id=REPORT, version=2, siret=siret, named_at=NOON)


def withdrawn() -> ReportWithdrawn:
    return ReportWithdrawn(report_id=REPORT, version=2, withdrawn_at=NOON)


def erased() -> ReportErased:
    return ReportErased(report_id=REPORT, version=3, erased_at=NOON)
