"""Accepting a report."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from common.contracts.intake import ConsumerIdentified, IdentityShared, ReportSubmitted
from common.ids import READABLE_ALPHABET
from common.secrets import digest
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from intake.domain.category_tree import UnknownCategory, WallReached
from intake.domain.contact import Consumer
from intake.domain.email_proof import ProofRefused
from intake.domain.repetition import TooManyReports
from intake.domain.replies import RepliesRefused
from intake.domain.report import ReportRefused
from intake.domain.targets import TargetKind, TargetRefused, parse_target
from intake.handlers.submit_report import submit_report
from intake.parts import IntakeParts
from tests.intake.world import (
    EMAIL,
    a_proof,
    a_report,
    a_submitted_report,
    a_target,
    submit,
)

OTHER_SIRET = "41816609600069"
CANARIES = ("Camille", "Martin", EMAIL, "33612345678")


async def reports(parts: IntakeParts) -> list[ReportSubmitted]:
    events = [envelope.event for envelope in await outbox(parts.ground)]
    return [event for event in events if isinstance(event, ReportSubmitted)]


async def test_the_report_is_announced_in_words_without_its_person(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    (event,) = await reports(parts)
    assert (event.report_id, event.version) == (accepted.id, 1)
    content = event.content
    assert content.reference == accepted.reference
    assert content.category_labels == (
        "Achat en magasin",
        "Les prix",
        "Le prix n’est pas affiché",
    )
    assert content.tags == ("price",)
    assert [(reply.question, reply.value) for reply in content.replies] == [
        ("Nom ou marque du produit", "Pain de campagne")
    ]
    assert content.target.kind == "siret"
    body = event.model_dump_json()
    assert not any(canary in body for canary in CANARIES)


async def test_the_person_travels_apart_with_the_tracking_link(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts, lang="en")
    events = [envelope.event for envelope in await outbox(parts.ground)]
    (identified,) = [event for event in events if isinstance(event, ConsumerIdentified)]
    assert identified.email == EMAIL
    assert identified.lang == "en"
    assert identified.tracking_url == f"http://testserver/tracking#{accepted.secret}"


@pytest.mark.parametrize(
    ("changes", "is_shared"),
    [
        ({}, True),
        ({"share_identity": False}, False),
        ({"path": ("shops", "refund"), "replies": (), "wishes_advice": True}, False),
        (
            {"target": parse_target(TargetKind.FOREIGN, {"name": "Acme", "country": "BE"})},
            False,
        ),
        ({"path": ("shops", "short_lease_furniture"), "replies": ()}, False),
    ],
)
async def test_the_company_is_told_who_reports_only_with_consent_and_if_it_gets_the_report(
    parts: IntakeParts, changes: dict[str, Any], *, is_shared: bool
) -> None:
    await a_submitted_report(parts, **changes)
    events = [envelope.event for envelope in await outbox(parts.ground)]
    assert any(isinstance(event, IdentityShared) for event in events) is is_shared
    (submitted,) = await reports(parts)
    assert submitted.content.share_identity is is_shared


async def test_only_the_digest_of_the_secret_is_kept(parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    async with parts.open_store() as store:
        assert await store.reports.of_secret(digest(accepted.secret)) == accepted.id


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"path": ("nowhere",)}, UnknownCategory),
        ({"path": ("shops", "private_seller")}, WallReached),
        ({"replies": (("nothing", "x"),)}, RepliesRefused),
        ({"observed_on": date(2026, 5, 5)}, ReportRefused),
        ({"description": "court"}, ReportRefused),
        ({"wishes_advice": True}, ReportRefused),
        ({"target": parse_target(TargetKind.PLACE, {"commune": "75056"})}, TargetRefused),
        ({"proof": "nothing"}, ProofRefused),
        (
            {"consumer": Consumer("A", "B", email="other@example.org", phone=None)},
            ProofRefused,
        ),
    ],
)
async def test_a_refusal_changes_nothing(
    parts: IntakeParts, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    proof = await a_proof(parts)
    with pytest.raises(refusal):
        await submit(parts, replace(a_report(proof), **changes))
    assert await reports(parts) == []
    await submit(parts, a_report(proof))


async def test_a_proof_ends_after_four_hours(parts: IntakeParts, clock: FrozenClock) -> None:
    proof = await a_proof(parts)
    clock.advance(timedelta(hours=4))
    with pytest.raises(ProofRefused):
        await submit(parts, a_report(proof))


async def test_a_proof_serves_twenty_reports(parts: IntakeParts) -> None:
    proof = await a_proof(parts)
    unknown = parse_target(TargetKind.UNKNOWN, {"postal_code": "75001"})
    for _ in range(20):
        await submit(parts, a_report(proof, target=unknown))
    with pytest.raises(ProofRefused):
        await submit(parts, a_report(proof, target=unknown))


async def test_the_same_report_twice_a_day_is_refused_with_the_first_reference(
    parts: IntakeParts,
) -> None:
    proof = await a_proof(parts)
    first = await submit(parts, a_report(proof))
    with pytest.raises(TooManyReports) as refusal:
        await submit(parts, a_report(proof))
    assert refusal.value.references == (first.reference,)
    await submit(parts, a_report(proof, target=a_target(OTHER_SIRET)))
    await submit(parts, a_report(proof, path=("restaurants", "bill", "water"), replies=()))


async def test_two_reports_sent_together_are_one_report(parts: IntakeParts) -> None:
    proof = await a_proof(parts)
    outcomes = await asyncio.gather(
        *(submit(parts, a_report(proof)) for _ in range(4)), return_exceptions=True
    )
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert len(await reports(parts)) == 1


async def test_a_reference_already_taken_is_drawn_again(parts: IntakeParts) -> None:
    proof = await a_proof(parts)
    first = await submit(parts, a_report(proof))
    repeating = Repeating(first.reference)
    command = a_report(proof, target=a_target(OTHER_SIRET))
    async with parts.open_store() as store:
        second = await submit_report(
            command,
            store,
            tree=parts.tree,
            chance=repeating,
            tracking_page=parts.tracking_page,
        )
    assert second.reference != first.reference


class Repeating:
    """Draws one reference again before it draws others."""

    def __init__(self, reference: str) -> None:
        self._again = [READABLE_ALPHABET.index(letter) for letter in reference if letter != "-"]

    def below(self, limit: int) -> int:
        return self._again.pop(0) if self._again else 7 % limit

    def token_bytes(self, count: int) -> bytes:
        return bytes(count)
