"""The demo's inbox: what goes in by SMTP is seen on the page and through Mailpit's API."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import httpx
import pytest
import pytest_asyncio

from common.clock import SystemClock
from common.ids import SystemChance
from common.testing.web import http_client
from onebox.inbox.box import Box
from onebox.inbox.smtp import listen
from onebox.inbox.web import create_inbox
from onebox.ports import HOST, free_ports


def new_box(folder: Path) -> Box:
    return Box(folder, clock=SystemClock(), chance=SystemChance())


def a_mail(*, subject: str = "Votre signalement", text: str = "Bonjour") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Vigie <ne-pas-repondre@vigie.test>"
    mail["To"] = "Camille Durand <camille@exemple.test>"
    mail["Subject"] = subject
    mail["Message-ID"] = "<un@vigie.test>"
    mail.set_content(text)
    return mail


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return new_box(tmp_path)


@pytest_asyncio.fixture
async def smtp_port(box: Box) -> AsyncIterator[int]:
    (port,) = free_ports(1)
    server = await listen(box, port)
    yield port
    server.close()


@pytest_asyncio.fixture
async def client(box: Box) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(create_inbox(box)) as made:
        yield made


async def send(mail: EmailMessage, port: int) -> None:
    await aiosmtplib.send(mail, hostname=HOST, port=port, use_tls=False, start_tls=False)


async def test_a_mail_sent_is_listed_and_read_in_mailpits_words(
    client: httpx.AsyncClient, smtp_port: int
) -> None:
    await send(a_mail(subject="Réponse à « V7K2-9QXD »", text="L’entreprise répond."), smtp_port)

    listed = (await client.get("/api/v1/messages")).json()
    message = (await client.get(f"/api/v1/message/{listed['messages'][0]['ID']}")).json()

    assert listed["total"] == listed["messages_count"] == 1
    assert listed["messages"][0]["Subject"] == "Réponse à « V7K2-9QXD »"
    assert listed["messages"][0]["Snippet"] == "L’entreprise répond."
    assert message["To"] == [{"Name": "Camille Durand", "Address": "camille@exemple.test"}]
    assert message["Text"].strip() == "L’entreprise répond."
    assert message["MessageID"] == "un@vigie.test"


async def test_the_newest_mail_comes_first_and_pages_follow(
    client: httpx.AsyncClient, box: Box
) -> None:
    for number in range(3):
        box.add(a_mail(subject=f"n° {number}").as_bytes(), ("a@exemple.test",))

    first = (await client.get("/api/v1/messages", params={"limit": 2})).json()
    rest = (await client.get("/api/v1/messages", params={"start": 2})).json()

    assert [each["Subject"] for each in first["messages"]] == ["n° 2", "n° 1"]
    assert [each["Subject"] for each in rest["messages"]] == ["n° 0"]
    assert (first["total"], first["count"]) == (3, 2)


async def test_mails_survive_a_restart(box: Box, tmp_path: Path) -> None:
    kept = box.add(a_mail().as_bytes(), ("camille@exemple.test",))

    again = new_box(tmp_path)

    assert [mail.id for mail in again.newest()] == [kept.id]
    assert again.newest()[0].recipients == ("camille@exemple.test",)


async def test_a_blind_copy_is_named_apart(client: httpx.AsyncClient, box: Box) -> None:
    box.add(a_mail().as_bytes(), ("camille@exemple.test", "archive@exemple.test"))

    listed = (await client.get("/api/v1/messages")).json()

    assert [each["Address"] for each in listed["messages"][0]["Bcc"]] == ["archive@exemple.test"]


async def test_an_attached_file_can_be_fetched(client: httpx.AsyncClient, box: Box) -> None:
    mail = a_mail()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="reçu.pdf")
    kept = box.add(mail.as_bytes(), ("camille@exemple.test",))

    message = (await client.get(f"/api/v1/message/{kept.id}")).json()
    part = message["Attachments"][0]
    fetched = await client.get(f"/api/v1/message/{kept.id}/part/{part['PartID']}")

    assert (part["FileName"], part["Size"]) == ("reçu.pdf", 8)
    assert fetched.content == b"%PDF-1.7"


async def test_the_page_shows_the_mail_without_letting_it_run_anything(
    client: httpx.AsyncClient, box: Box
) -> None:
    mail = a_mail(subject="<script>alert(1)</script>")
    mail.add_alternative("<p>Bonjour</p><script>alert(2)</script>", subtype="html")
    kept = box.add(mail.as_bytes(), ("camille@exemple.test",))

    index = await client.get("/")
    page = await client.get(f"/message/{kept.id}")
    content = await client.get(f"/message/{kept.id}/html")

    assert "<script>" not in index.text
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert content.headers["content-security-policy"].startswith("sandbox")
    assert "allow-scripts" not in content.headers["content-security-policy"]


async def test_an_empty_box_says_so(client: httpx.AsyncClient) -> None:
    page = await client.get("/")

    assert page.status_code == 200
    assert "Rien encore" in page.text


async def test_an_unknown_mail_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/message/nothing")).status_code == 404
    assert (await client.get("/message/nothing")).status_code == 404


async def test_clearing_leaves_nothing_behind(
    client: httpx.AsyncClient, box: Box, tmp_path: Path
) -> None:
    box.add(a_mail().as_bytes(), ("camille@exemple.test",))

    await client.delete("/api/v1/messages")

    assert len(box) == 0
    assert len(new_box(tmp_path)) == 0
