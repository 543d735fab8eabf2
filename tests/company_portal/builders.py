"""Events, accounts and cases as tests need them: each with sense, each detail open to change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx

from common.contracts.event import Event
from common.contracts.intake import (
    AnswerReviewed,
    AttachmentCleared,
    IdentityShared,
    MessageSent,
    ReportErased,
    ReportWithdrawn,
)
from common.contracts.report import (
    Address,
    Attachment,
    Rating,
    Recipient,
    Reply,
    ReportContent,
    SiretTarget,
    Wish,
)
from common.contracts.routing import (
    Decision,
    EstablishmentChange,
    EstablishmentChanged,
    EstablishmentClosed,
    ReportRouted,
)
from common.messaging.delivery import Done
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from company_portal.consumers import subscriptions
from company_portal.domain.rights import Access, Role
from company_portal.handlers.create_account import OpenAccount, open_account
from company_portal.handlers.run_due_task import run_due_task
from company_portal.parts import PortalParts

E = TypeVar("E", bound=Event)
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
REPORT = UUID("01890000-0000-7000-8000-000000000001")
BAKERY = "73282932000074"
BRANCH = "73282932000082"
GARAGE = "55208131766522"
PASSWORD = "cheval pile agrafe batterie"


def a_recipient(siret: str = BAKERY, **changes: Any) -> Recipient:
    details: dict[str, Any] = {
        "siret": siret,
        "siren": siret[:9],
        "name": "BOULANGERIE MARTIN",
        "trade_name": "Au bon pain",
        "address": Address(lines=("12 RUE DES LILAS", "75011 PARIS"), postal_code="75011"),
    }
    return Recipient(**{**details, **changes})


def a_content(**changes: Any) -> ReportContent:
    details: dict[str, Any] = {
        "reference": "V7K2-9QXD",
        "category": "shop.delivery",
        "subcategories": ("late",),
        "category_labels": ("Achat en magasin", "Livraison"),
        "replies": (Reply(question="Depuis quand ?", value="Deux semaines"),),
        "description": "Le réfrigérateur commandé n’est jamais arrivé.",
        "observed_on": date(2026, 5, 1),
        "target": SiretTarget(siret=BAKERY),
        "share_identity": False,
        "wish": Wish.REPORT,
        "lang": "fr",
        "submitted_at": NOON,
    }
    return ReportContent(**{**details, **changes})


def a_routing(
    report_id: UUID = REPORT, version: int = 1, siret: str = BAKERY, **content: Any
) -> ReportRouted:
    return ReportRouted(
        report_id=report_id,
        version=version,
        recipient=a_recipient(siret),
        decision=Decision(
            mode="siret",
            explanation_fr="Le consommateur a désigné cet établissement.",
            explanation_en="The consumer named this establishment.",
        ),
        content=a_content(**content),
        routed_at=NOON,
    )


def a_change(
    version: int = 1,
    siret: str = BAKERY,
    *,
    name: str = "Le fournil",
    change: EstablishmentChange = EstablishmentChange.RENAMED,
    **details: Any,
) -> EstablishmentChanged:
    """The registry's n-th news of an establishment, n days after noon."""
    return EstablishmentChanged(
        siret=siret,
        version=version,
        recipient=a_recipient(siret, trade_name=name, **details),
        occurred_at=NOON + timedelta(days=version),
        changes=(change,),
    )


def a_closing(
    version: int = 2, siret: str = BAKERY, *, successor: Recipient | None = None
) -> EstablishmentClosed:
    return EstablishmentClosed(
        siret=siret,
        version=version,
        recipient=a_recipient(siret, is_open=False),
        occurred_at=NOON + timedelta(days=version),
        closed_on=date(2026, 4, 30),
        successor=successor,
    )


def an_identity(report_id: UUID = REPORT, version: int = 2) -> IdentityShared:
    return IdentityShared(
        report_id=report_id,
        version=version,
        first_name="Camille",
        last_name="Durand",
        email="camille.durand@example.com",
        phone="+33612345678",
    )


def an_attachment(report_id: UUID = REPORT, number: int = 1) -> AttachmentCleared:
    return AttachmentCleared(
        report_id=report_id,
        version=2 + number,
        attachment=Attachment(
            attachment_id=UUID(int=number),
            filename=f"facture-{number}.pdf",
            content_type="application/pdf",
            size=2048,
            sha256="0" * 64,
            storage_key=f"clean/{number}",
        ),
    )


def a_review(
    report_id: UUID = REPORT, version: int = 6, rating: Rating = Rating.POSITIVE
) -> AnswerReviewed:
    return AnswerReviewed(
        report_id=report_id,
        version=version,
        rating=rating,
        comment="Merci au gérant",
        reviewed_at=NOON,
    )


def a_message(
    question_id: UUID | None = None, *, number: int = 1, sent_at: datetime = NOON
) -> MessageSent:
    return MessageSent(
        report_id=REPORT,
        version=10 + number,
        message_id=UUID(int=500 + number),
        text=f"C’était un lundi, le {number}.",
        question_id=question_id,
        sent_at=sent_at,
    )


def a_withdrawal(report_id: UUID = REPORT) -> ReportWithdrawn:
    return ReportWithdrawn(report_id=report_id, version=5, withdrawn_at=NOON)


def an_erasure(report_id: UUID = REPORT) -> ReportErased:
    return ReportErased(report_id=report_id, version=9, erased_at=NOON)


async def an_account(
    parts: PortalParts,
    email: str = "gerant@example.fr",
    access: Access | None = None,
    **changes: Any,
) -> UUID:
    """Someone who can sign in with PASSWORD; admin of the bakery unless told otherwise."""
    details: dict[str, Any] = {"first_name": "Dominique", "last_name": "Martin"}
    command = OpenAccount(
        email, PASSWORD, access=access or Access(BAKERY, Role.ADMIN), **{**details, **changes}
    )
    async with parts.open_store() as store:
        return (await open_account(command, store)).account_id


async def receive(parts: PortalParts, *events: Event) -> None:
    """Have the messages handled, as the worker would; each must succeed."""
    for event in events:
        outcome = await deliver(subscriptions(parts), parts, event)
        assert isinstance(outcome, Done), outcome


async def announced(parts: PortalParts, kind: type[E]) -> list[E]:
    """What was published of one kind, oldest first."""
    return [item.event for item in await outbox(parts.ground) if isinstance(item.event, kind)]


async def run_due_tasks(parts: PortalParts) -> int:
    """Do all that is due now; how many."""
    count = 0
    while await run_due_task(parts.open_store):
        count += 1
    return count


async def sign_in(client: httpx.AsyncClient, email: str = "gerant@example.fr") -> dict[str, str]:
    """The header that makes a request the person's own; the cookie is left aside."""
    answer = await client.post("/v1/sessions", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    return {"authorization": f"Bearer {answer.json()['token']}"}
