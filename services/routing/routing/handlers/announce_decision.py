"""Keep a decision with its reasons and tell it to the other services."""

from typing import Any

from common.contracts.report import NotTransmittedReason, Recipient, ReportContent
from common.contracts.routing import (
    Decision,
    ReportNotTransmitted,
    ReportRouted,
    ReportTriaged,
)
from routing.domain.choice import Choice
from routing.domain.establishment import Diffusion
from routing.domain.mode import ASKED, Mode
from routing.domain.report import Report, Stage
from routing.handlers.disclose import disclose
from routing.labels import explain
from routing.store import Store
from routing.store.decisions import RecordedCandidate, RecordedDecision

MOST_CHOICES = 5


async def announce(
    store: Store,
    report: Report,
    choice: Choice,
    *,
    content: ReportContent,
    evidence: dict[str, Any],
    decided_by: str | None = None,
) -> None:
    """Write the decision that made `report.version` and publish what it means."""
    recorded = _recorded(store, report, choice, evidence=evidence, decided_by=decided_by)
    await store.decisions.add(recorded)
    decision = Decision(
        mode=recorded.mode.value,
        explanation_fr=recorded.explanation_fr,
        explanation_en=recorded.explanation_en,
        decided_by=decided_by,
        rule=evidence.get("rule"),
        rules_version=evidence.get("rules_version"),
        priority=evidence.get("priority"),
        copy_to=evidence.get("copy_to"),
    )
    now = store.clock.now()
    common: dict[str, Any] = {
        "report_id": report.report_id,
        "version": report.version,
        "decision": decision,
    }
    if choice.establishment is not None:
        to = disclose(choice.establishment)
        await store.followed.follow(to)
        is_offer = choice.mode is Mode.HAND_OFF
        store.publish(
            ReportRouted(**common, recipient=to, content=content, routed_at=now, is_offer=is_offer)
        )
    elif report.stage is Stage.TRIAGE:
        store.publish(ReportTriaged(**common, triaged_at=now, choices=_question(choice)))
    else:
        reason = NotTransmittedReason(choice.mode.value)
        store.publish(ReportNotTransmitted(**common, reason=reason, decided_at=now))


def _question(choice: Choice) -> tuple[Recipient, ...]:
    """The establishments among which the consumer is asked to choose, when that may help.

    A person in partial diffusion cannot be told from another: it is no choice.
    """
    if choice.mode not in ASKED:
        return ()
    shown = [
        disclose(one.establishment)
        for one in choice.candidates
        if one.establishment.is_open and one.establishment.diffusion is Diffusion.OPEN
    ]
    return tuple(shown[:MOST_CHOICES])


def _recorded(
    store: Store,
    report: Report,
    choice: Choice,
    *,
    evidence: dict[str, Any],
    decided_by: str | None,
) -> RecordedDecision:
    siret = choice.establishment.siret if choice.establishment else None
    sentence = explain(choice.mode, **_facts(siret, evidence))
    return RecordedDecision(
        report_id=report.report_id,
        version=report.version,
        mode=choice.mode,
        siret=siret,
        explanation_fr=sentence.fr,
        explanation_en=sentence.en,
        decided_at=store.clock.now(),
        candidates=tuple(
            RecordedCandidate(one.siret, one.score, one.by.value if one.by else None)
            for one in choice.candidates
        ),
        evidence=evidence,
        decided_by=decided_by,
    )


def _facts(siret: str | None, evidence: dict[str, Any]) -> dict[str, str]:
    """What sentences are made with: numbers, and names of hosts."""
    key = str(evidence.get("known_lead") or evidence.get("key") or "")
    return {
        "siret": siret or "",
        "declined": str(evidence.get("declined_by", "")),
        "rule": str(evidence.get("rule", "")),
        "host": key.removeprefix("website:").removeprefix("seller:").partition("/")[0],
        "similar": ", ".join(evidence.get("similar", ())),
    }
