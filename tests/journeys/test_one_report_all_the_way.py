"""One report from the form to the statistics, over the public contract alone."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from common.clock import SystemClock, paris_date
from tests.journeys.house import house
from tests.journeys.town import Town, town
from tests.journeys.walk import (
    Addresses,
    Company,
    Consumer,
    Printer,
    PublicAgent,
    Web,
    plain_leaf,
)

pytestmark = pytest.mark.xdist_group("journeys")
CONSUMER = "dominique.lefevre@consommateur.example"
PASSWORD = "une phrase longue et sans surprise 42"


def a_photo() -> bytes:
    """A JPEG with a place in its EXIF, as a telephone makes it."""
    image = Image.new("RGB", (640, 480), (200, 120, 40))
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def first_leaf(addresses: Addresses) -> tuple[str, ...]:
    tree = httpx.get(f"{addresses.intake}/v1/categories", params={"lang": "fr"}).json()
    return plain_leaf(tree["items"])


def a_body(consumer: Consumer, siret: str, *, path: tuple[str, ...]) -> dict[str, Any]:
    today = paris_date(SystemClock().now())
    return {
        "category": path[0],
        "subcategories": list(path[1:]),
        "answers": [],
        "description": "Le prix affiché en rayon n’est pas celui qui est demandé en caisse.",
        "observed_on": (today - timedelta(days=2)).isoformat(),
        "target": {"kind": "siret", "siret": siret},
        "consumer": {
            "first_name": "Dominique",
            "last_name": "Lefèvre",
            "email": consumer.email,
            "proof": consumer.prove_email(),
        },
        "share_identity": False,
        "attachments": [consumer.attach("ticket.jpg", "image/jpeg", a_photo())],
        "wish": "report",
        "lang": "fr",
        "publish_consent": False,
    }


def file_and_follow(consumer: Consumer, addresses: Addresses, siret: str) -> dict[str, Any]:
    """File once, twice with the same key: one report, which its consumer follows."""
    body = a_body(consumer, siret, path=first_leaf(addresses))
    filed = consumer.file(body, key="journey-0123456789abcdef")
    assert consumer.file(body, key="journey-0123456789abcdef") == filed
    consumer.open_tracking(filed["tracking_url"])
    consumer.wait_for_status("waiting")
    return filed


def activate_and_read(company: Company, printer: Printer, *, siret: str, reference: str) -> str:
    """From the letter's code to the report, where nothing names the consumer."""
    code = printer.read_letter(siret)
    company.activate(siret, code, PASSWORD)
    company.log_in(PASSWORD)
    report_id = str(company.wait_for_report(reference)["id"])
    seen = company.read(report_id)
    assert "Dominique" not in str(seen)
    assert "consommateur.example" not in str(seen)
    return report_id


def answer_once(company: Company, report_id: str) -> None:
    answer = {
        "kind": "promise",
        "reason": "refund_or_credit",
        "message_to_consumer": "La différence vous est remboursée.",
        "message_to_authority": "L’étiquette a été changée.",
        "attachments": [],
    }
    first = company.answer(report_id, answer, key="answer-0123456789abcdef")
    assert first.status_code == 201, first.text
    again = company.answer(report_id, answer, key="answer-fedcba9876543210")
    assert again.status_code == 409, again.text


def go_all_the_way(web: Web, *, printing_key: str, totp_secret: str) -> None:
    consumer = Consumer(web, CONSUMER)
    company = Company(web, "direction@entreprise.example")
    printer = Printer(web, printing_key)
    agent = PublicAgent(web)
    agent.log_in("agent@autorite.example", PASSWORD, totp_secret)
    counted = agent.count("category")
    siret = consumer.find_company("boulangerie")["siret"]

    filed = file_and_follow(consumer, web.addresses, siret)
    report_id = activate_and_read(company, printer, siret=siret, reference=filed["reference"])
    consumer.wait_for_status("read")
    answer_once(company, report_id)

    told = consumer.wait_for_status("promised")
    assert "La différence vous est remboursée." in str(told)
    assert "étiquette" not in str(told)
    consumer.rate("positive", "Merci")
    found = agent.wait_for_report(filed["reference"], "promised")
    assert found["siret"] == siret
    assert agent.count("category") == counted + 1
    consumer.inbox.wait_for(consumer.email, "(La différence vous est remboursée)")


async def walk_through(place: Town) -> None:
    totp_secret = await place.make_agent("agent@autorite.example", PASSWORD)
    keys = {"printing_key": place.world.secrets.printing_key, "totp_secret": totp_secret}
    with Web(place.addresses) as web:
        await asyncio.to_thread(go_all_the_way, web, **keys)
    mails = [mail for mail in place.box.newest(0, 500) if mail.recipients == (CONSUMER,)]
    subjects = {mail.subject for mail in mails}
    # The code, the acknowledgement and the answer; what a quick answer overtook is called off.
    assert len(subjects) == len(mails) >= 3, subjects


@pytest.mark.broker
async def test_a_report_goes_all_the_way_over_rabbitmq(
    tmp_path: Path, postgres_url: str, rabbitmq_url: str
) -> None:
    async with town(tmp_path, database_server=postgres_url, broker_url=rabbitmq_url) as place:
        await walk_through(place)


async def test_a_report_goes_all_the_way_in_one_process(tmp_path: Path, postgres_url: str) -> None:
    async with house(tmp_path, database_server=postgres_url) as place:
        await walk_through(place)
