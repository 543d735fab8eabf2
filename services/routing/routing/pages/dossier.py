"""A report as the triage desk shows it: what was told, why it is here, who might get it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.contracts.report import (
    CompanyTarget,
    PlaceTarget,
    Recipient,
    Target,
    UnknownTarget,
    WebsiteTarget,
)
from common.http.language import Text
from routing.domain.report import Stage
from routing.handlers.disclose import disclose
from routing.handlers.suggest_recipients import suggest_recipients
from routing.labels import MODE_LABELS, PRIORITY_LABELS, STAGE_LABELS, evidence_told
from routing.store import Store
from routing.store.queries import FollowedReport


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision, in the shape that the timeline of pages shows."""

    title: Text
    at: datetime
    text: Text
    is_current: bool
    considered: tuple[tuple[Recipient, float], ...]
    rules_version: int | None = None
    rule: str | None = None
    copy_to: str | None = None
    used: Sequence[tuple[Text, str]] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    report: FollowedReport
    stage: Text
    priority: Text
    is_waiting: bool
    target: Sequence[tuple[Text, str]]
    typed_name: str
    typed_place: str
    holder: Recipient | None
    excluded: tuple[Recipient, ...]
    suggestions: tuple[tuple[Recipient, float], ...]
    reasons: tuple[Reason, ...]


async def dossier_of(report: FollowedReport, store: Store) -> Dossier:
    target = report.content.target if report.content else None
    decisions = await store.decisions.of(report.report_id)
    numbers = {one.siret for decision in decisions for one in decision.candidates}
    numbers |= {*report.excluded, *({report.holder} if report.holder else ())}
    known = {
        siret: disclose(establishment)
        for siret, establishment in (await store.establishments.many(numbers)).items()
    }
    suggested = await suggest_recipients(report.report_id, store)
    reasons = tuple(
        Reason(
            title=MODE_LABELS[decision.mode],
            at=decision.decided_at,
            text=Text(decision.explanation_fr, decision.explanation_en),
            is_current=decision.version == report.version,
            considered=tuple(
                (known[one.siret], one.score) for one in decision.candidates if one.siret in known
            ),
            rules_version=decision.evidence.get("rules_version"),
            rule=decision.evidence.get("rule"),
            copy_to=decision.evidence.get("copy_to"),
            used=evidence_told(decision.evidence),
        )
        for decision in decisions
    )
    name, place = _typed(target)
    return Dossier(
        report=report,
        stage=STAGE_LABELS[report.stage],
        priority=PRIORITY_LABELS[report.priority],
        is_waiting=report.stage is Stage.TRIAGE,
        target=_facts(target),
        typed_name=name,
        typed_place=place,
        holder=known.get(report.holder) if report.holder else None,
        excluded=tuple(known[siret] for siret in report.excluded if siret in known),
        suggestions=tuple((disclose(one.establishment), one.score) for one in suggested),
        reasons=reasons,
    )


def _typed(target: Target | None) -> tuple[str, str]:
    """What to put in the search box to begin with."""
    match target:
        case CompanyTarget():
            return target.name, target.postal_code or target.department or ""
        case WebsiteTarget(seller=str() as seller):
            return seller, ""
        case UnknownTarget():
            return "", target.postal_code
        case PlaceTarget(commune=str() as commune):
            return "", commune
        case _:
            return "", ""


_SIRET = Text("SIRET", "SIRET")
_NAME = Text("Nom indiqué", "Name given")
_PLACE = Text("Lieu", "Place")
_WEBSITE = Text("Site internet", "Website")
_SELLER = Text("Vendeur", "Seller")
_PHONE = Text("Téléphone", "Phone")
_BARCODE = Text("Code-barres", "Barcode")
_ACCOUNT = Text("Compte", "Account")
_NETWORK = Text("Réseau social", "Social network")

# What the consumer may have said of the recipient, field by field of the targets.
_FIELDS: tuple[tuple[str, Text], ...] = (
    ("name", _NAME),
    ("siret", _SIRET),
    ("url", _WEBSITE),
    ("seller", _SELLER),
    ("number", _PHONE),
    ("barcode", _BARCODE),
    ("handle", _ACCOUNT),
    ("network", _NETWORK),
    ("postal_code", _PLACE),
    ("department", _PLACE),
    ("commune", _PLACE),
)


def _facts(target: Target | None) -> Sequence[tuple[Text, str]]:
    """What was said of the recipient, as labels and values; nothing that is missing."""
    told = [(label, getattr(target, field, None)) for field, label in _FIELDS]
    if isinstance(target, PlaceTarget) and target.latitude is not None:
        told.append((_PLACE, f"{target.latitude}, {target.longitude}"))
    return [(label, value) for label, value in told if value]
