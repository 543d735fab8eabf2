"""What tests of intake build and pretend."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from common.contracts.intake import EmailCodeRequested
from common.testing.outbox import outbox
from intake.domain.contact import Consumer
from intake.domain.targets import Target, TargetKind, parse_target
from intake.handlers.confirm_email_code import confirm_email_code
from intake.handlers.request_email_code import request_email_code
from intake.handlers.submit_report import AcceptedReport, SubmitReport, submit_report
from intake.parts import IntakeParts
from intake.ports import AntivirusUnavailable

EMAIL = "camille.martin@example.org"
NETWORK = "192.0.2.0/24"
SIRET = "35600000000048"
LEAF = ("shops", "prices", "no_price")


@dataclass
class FakeAntivirus:
    """Finds what its test told it to find; `is_down`: gives no verdict."""

    signature: bytes = b"\0malware\0"
    is_down: bool = False

    async def finds(self, content: bytes) -> str | None:
        if self.is_down:
            raise AntivirusUnavailable("down")
        return "Test.Malware" if self.signature in content else None


async def a_proof(parts: IntakeParts, email: str = EMAIL) -> str:
    """A proof of the address, through the real code."""
    chance = parts.ground.chance
    async with parts.open_store() as store:
        await request_email_code(email, store, lang="fr", network=NETWORK, chance=chance)
    async with parts.open_store() as store:
        code = await last_code(parts)
        given = await confirm_email_code(email, code, store, network=NETWORK, chance=chance)
    assert given is not None
    return given.proof


async def last_code(parts: IntakeParts) -> str:
    """The code of the latest mail announced."""
    events = [envelope.event for envelope in await outbox(parts.ground)]
    codes = [event.code for event in events if isinstance(event, EmailCodeRequested)]
    return codes[-1]


def a_target(siret: str = SIRET) -> Target:
    return parse_target(TargetKind.SIRET, {"siret": siret})


def a_report(proof: str, **changes: Any) -> SubmitReport:
    report = SubmitReport(
        path=LEAF,
        replies=(("product_name", "Pain de campagne"),),
        description="Aucun prix au rayon boulangerie.",
        observed_on=date(2026, 5, 3),
        target=a_target(),
        consumer=Consumer("Camille", "Martin", email=EMAIL, phone="+33612345678"),
        proof=proof,
        share_identity=True,
        wishes_advice=False,
        lang="fr",
        publish_consent=False,
    )
    return replace(report, **changes)


async def submit(parts: IntakeParts, command: SubmitReport) -> AcceptedReport:
    async with parts.open_store() as store:
        return await submit_report(
            command,
            store,
            tree=parts.tree,
            chance=parts.ground.chance,
            tracking_page=parts.tracking_page,
        )


async def a_submitted_report(parts: IntakeParts, **changes: Any) -> AcceptedReport:
    return await submit(parts, a_report(await a_proof(parts), **changes))


async def a_crowd(parts: IntakeParts, count: int) -> None:
    """So many people who told of the same company and category."""
    for number in range(count):
        email = f"person{number}@example.org"
        consumer = Consumer("Sasha", "Petit", email=email, phone=None)
        await submit(parts, a_report(await a_proof(parts, email), consumer=consumer))


def a_body(proof: str, **changes: Any) -> dict[str, Any]:
    """The JSON of `POST /v1/reports`."""
    return {
        "category": "shops",
        "subcategories": ["prices", "no_price"],
        "answers": [{"question": "product_name", "value": "Pain de campagne"}],
        "description": "Aucun prix au rayon boulangerie.",
        "observed_on": "2026-05-03",
        "target": {"kind": "siret", "siret": SIRET},
        "consumer": {
            "first_name": "Camille",
            "last_name": "Martin",
            "email": EMAIL,
            "proof": proof,
        },
        "share_identity": True,
        "attachments": [],
        "wish": "report",
        "lang": "fr",
        "publish_consent": False,
        **changes,
    }
